package org.samverka.evaluation.instrument;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;

/** What can be asked, in the reader's language: sv where {@code Accept-Language} names neither sv, da nor en. */
@Path("/api/v1/instruments")
public class InstrumentResource {
    private final Instruments instruments;

    InstrumentResource(Instruments instruments) {
        this.instruments = instruments;
    }

    /** @param language of every text */
    public record InstrumentView(
            String key,
            int version,
            Language language,
            String title,
            String introduction,
            ScaleView scale,
            List<ItemView> items,
            Instrument.License license) {
        static InstrumentView of(Instrument instrument, Language language) {
            return new InstrumentView(
                    instrument.key(),
                    instrument.version(),
                    language,
                    instrument.title().in(language),
                    instrument.introduction().in(language),
                    ScaleView.of(instrument.scale(), language),
                    instrument.items().stream()
                            .map(item -> new ItemView(
                                    item.key(), item.required(), item.text().in(language)))
                            .toList(),
                    instrument.license());
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

    public record ItemView(String key, boolean required, String text) {}

    @GET
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.COORDINATOR, Roles.PARTICIPANT, Roles.OCCUPATIONAL_HEALTH, Roles.ANALYST
    })
    @Operation(summary = "The instruments, each in its newest version")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = InstrumentPage.class)))
    public Response list(@BeanParam @Valid PageQuery page, @Context HttpHeaders headers) {
        Language language = language(headers);
        List<Instrument> newest = instruments.newest();
        List<Row> rows = IntStream.range(0, newest.size())
                .mapToObj(i -> new Row(i + 1, newest.get(i)))
                .filter(row -> row.position() > page.after())
                .limit(page.rows())
                .toList();
        return in(language, Page.of(rows, page, Row::position, row -> InstrumentView.of(row.instrument(), language)))
                .build();
    }

    private record Row(long position, Instrument instrument) {}

    /** What a page of instruments looks like, for the API's description. */
    public record InstrumentPage(
            List<InstrumentView> items, @Nullable String next) {}

    @GET
    @Path("/{key}")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.COORDINATOR, Roles.PARTICIPANT, Roles.OCCUPATIONAL_HEALTH, Roles.ANALYST
    })
    @Operation(summary = "An instrument: its newest version, or the one that an assignment names")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = InstrumentView.class)))
    public Response get(String key, @RestQuery @Nullable Integer version, @Context HttpHeaders headers) {
        Language language = language(headers);
        Instrument instrument = version == null ? instruments.newest(key) : instruments.get(key, version);
        return in(language, InstrumentView.of(instrument, language))
                .tag(new EntityTag(instrument.version() + "-" + language))
                .build();
    }

    private static Response.ResponseBuilder in(Language language, Object view) {
        return Response.ok(view).language(language.name()).header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
    }

    private static Language language(HttpHeaders headers) {
        return headers.getAcceptableLanguages().stream()
                .map(Locale::getLanguage)
                .flatMap(wanted -> Arrays.stream(Language.values())
                        .filter(language -> language.name().equals(wanted)))
                .findFirst()
                .orElse(Language.sv);
    }
}
