package org.samverka.evaluation.instrument;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.evaluation.instrument.LoadedInstruments.Loading;
import org.samverka.evaluation.instrument.LoadedInstruments.Row;
import org.samverka.evaluation.language.Accepted;
import org.samverka.evaluation.scoring.Scoring;

/** What can be asked, in the reader's language; sv where {@code Accept-Language} names none that there is. */
@Path("/api/v1")
public class InstrumentResource {
    /** In characters of JSON. */
    private static final int LONGEST_DEFINITION = 256 * 1024;

    private final Instruments instruments;
    private final LoadedInstruments loaded;
    private final InstrumentDefinitions definitions;
    private final Caller caller;

    InstrumentResource(
            Instruments instruments, LoadedInstruments loaded, InstrumentDefinitions definitions, Caller caller) {
        this.instruments = instruments;
        this.loaded = loaded;
        this.definitions = definitions;
        this.caller = caller;
    }

    /**
     * @param language of every text
     * @param languages in which it can be had
     * @param review how far the words in {@code language} can be relied on
     * @param scoring what the answers come to; none: each item's answer is its score
     */
    public record InstrumentView(
            String key,
            int version,
            Language language,
            List<Language> languages,
            Instrument.@Nullable Review review,
            String title,
            String introduction,
            ScaleView scale,
            List<ItemView> items,
            Instrument.License license,
            @Nullable ScoringView scoring) {
        static InstrumentView of(Instrument instrument, Accepted accepted) {
            Language language = accepted.among(instrument.languages());
            return new InstrumentView(
                    instrument.key(),
                    instrument.version(),
                    language,
                    instrument.languages(),
                    instrument.review().get(language),
                    instrument.title().in(language),
                    instrument.introduction().in(language),
                    ScaleView.of(instrument.scale(), language),
                    instrument.items().stream()
                            .map(item -> ItemView.of(item, language))
                            .toList(),
                    instrument.license(),
                    ScoringView.of(instrument.scoring()));
        }
    }

    /** Numbers that {@code GET /scorings} tells more of, unless the instrument has a scoring of its own. */
    public record ScoringView(String key, int version, Scoring.Sensitivity sensitivity, List<String> measures) {
        static @Nullable ScoringView of(@Nullable Scoring scoring) {
            return scoring == null
                    ? null
                    : new ScoringView(
                            scoring.key(),
                            scoring.version(),
                            scoring.sensitivity(),
                            scoring.measures().stream()
                                    .map(measure -> measure.key())
                                    .toList());
        }
    }

    /** Whole numbers from {@code from} to {@code to}; not every one has a label. */
    public record ScaleView(int from, int to, List<LabelView> labels) {
        static ScaleView of(Instrument.Scale scale, Language language) {
            return new ScaleView(
                    scale.from(),
                    scale.to(),
                    scale.labels().entrySet().stream()
                            .map(label -> new LabelView(
                                    label.getKey(), label.getValue().in(language)))
                            .toList());
        }
    }

    public record LabelView(int value, String text) {}

    /** @param scale none: the instrument's */
    public record ItemView(
            String key,
            boolean required,
            String text,
            @Nullable ScaleView scale) {
        static ItemView of(Instrument.Item item, Language language) {
            return new ItemView(
                    item.key(),
                    item.required(),
                    item.text().in(language),
                    item.scale() == null ? null : ScaleView.of(item.scale(), language));
        }
    }

    /** @param loaded false when this very definition was there already */
    public record LoadedView(
            String key, int version, String organization, boolean loaded, boolean dryRun, List<Language> languages) {}

    @GET
    @Path("/instruments")
    @RolesAllowed({
        Roles.PLATFORM_ADMIN,
        Roles.COORDINATOR,
        Roles.PARTICIPANT,
        Roles.OCCUPATIONAL_HEALTH,
        Roles.ANALYST,
        Roles.ORGANIZATION_CONTACT
    })
    @WithSession
    @Operation(summary = "The instruments, each in its newest version")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = InstrumentPage.class)))
    public Uni<Response> list(@BeanParam @Valid PageQuery page, @Context HttpHeaders headers) {
        Accepted accepted = Accepted.by(headers.getAcceptableLanguages());
        List<Instrument> own = instruments.own();
        return loaded.list(page, own.size()).map(others -> {
            List<Row> rows = new ArrayList<>(IntStream.range(0, own.size())
                    .mapToObj(i -> new Row(i + 1, own.get(i)))
                    .filter(row -> row.position() > page.after())
                    .toList());
            rows.addAll(others);
            List<Row> told = rows.stream().limit(page.rows()).toList();
            return in(
                            accepted.first(),
                            Page.of(told, page, Row::position, row -> InstrumentView.of(row.instrument(), accepted)))
                    .build();
        });
    }

    /** What a page of instruments looks like, for the API's description. */
    public record InstrumentPage(
            List<InstrumentView> items, @Nullable String next) {}

    @GET
    @Path("/instruments/{key}")
    @RolesAllowed({
        Roles.PLATFORM_ADMIN,
        Roles.COORDINATOR,
        Roles.PARTICIPANT,
        Roles.OCCUPATIONAL_HEALTH,
        Roles.ANALYST,
        Roles.ORGANIZATION_CONTACT
    })
    @WithSession
    @Operation(summary = "An instrument: its newest version, or the one that an assignment names")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = InstrumentView.class)))
    public Uni<Response> get(String key, @RestQuery @Nullable Integer version, @Context HttpHeaders headers) {
        Accepted accepted = Accepted.by(headers.getAcceptableLanguages());
        return (version == null ? instruments.newest(key) : instruments.get(key, version))
                .map(instrument -> InstrumentView.of(instrument, accepted))
                .map(view -> in(view.language(), view)
                        .tag(new EntityTag(view.version() + "-" + view.language()))
                        .build());
    }

    @PUT
    @Path("/instruments/{key}/versions/{version}")
    @RolesAllowed({Roles.ORGANIZATION_CONTACT, Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(
            summary = "Load an instrument's own words with the license to use them; dryRun only validates",
            description = "A version never changes. Errors say the pointer, all of them at once.")
    public Uni<Response> load(
            String key,
            int version,
            @RestQuery @Schema(description = "Who may use the words: the organization's key") @Nullable
                    String organization,
            @RestQuery @DefaultValue("false") boolean dryRun,
            @NotNull @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT))) JsonNode definition) {
        if (organization == null) {
            throw new Invalid("/organization", "required", "Say whose right it is to use the words");
        }
        caller.requireOrganization(organization);
        String text = definition.toString();
        if (text.length() > LONGEST_DEFINITION) {
            throw new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
        }
        Instrument instrument = definitions.read(definition);
        requireNamed(instrument, key, version);
        return dryRun
                ? Uni.createFrom()
                        .item(() -> Response.ok(view(organization, new Loading(instrument, false), true))
                                .build())
                : loaded.load(organization, instrument, text, caller.subject())
                        .map(loading -> Response.status(loading.loaded() ? 201 : 200)
                                .entity(view(organization, loading, false))
                                .build());
    }

    private void requireNamed(Instrument instrument, String key, int version) {
        if (!instrument.key().equals(key) || instrument.version() != version) {
            throw new Invalid("/key", "other-key", "The path names another key or version than the definition");
        }
        if (instruments.isOwn(key)) {
            throw new LoadedInstruments.KeyTaken();
        }
    }

    private static LoadedView view(String organization, Loading loading, boolean dryRun) {
        Instrument instrument = loading.instrument();
        return new LoadedView(
                instrument.key(), instrument.version(), organization, loading.loaded(), dryRun, instrument.languages());
    }

    @GET
    @Path("/instrument-definition-schema")
    @RolesAllowed({Roles.ORGANIZATION_CONTACT, Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Produces({"application/schema+json", MediaType.APPLICATION_JSON})
    @Operation(summary = "The JSON Schema of instruments' definitions, for editors that complete and check")
    public String getDefinitionSchema() {
        return definitions.schemaText();
    }

    private static Response.ResponseBuilder in(Language language, Object view) {
        return Response.ok(view).language(language.name()).header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
    }
}
