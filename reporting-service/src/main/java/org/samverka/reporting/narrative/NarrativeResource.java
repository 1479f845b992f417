package org.samverka.reporting.narrative;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Roles;
import org.samverka.reporting.release.Release;
import org.samverka.reporting.release.Release.Full;
import org.samverka.reporting.release.Releases;

@Path("/api/v1/releases/{id}")
@Tag(name = "Releases")
public class NarrativeResource {
    private final Releases releases;
    private final Narratives narratives;
    private final Caller caller;

    NarrativeResource(Releases releases, Narratives narratives, Caller caller) {
        this.releases = releases;
        this.narratives = narratives;
        this.caller = caller;
    }

    /**
     * @param sections text by the key of the section; paragraphs are separated by empty lines, and a figure is written
     *     {{its id}} or {{its id#field}}, with one of the fields value, numerator, denominator, low, high, needed
     */
    public record NarrativeRequest(
            @NotNull @Size(max = 20)
            Map<@NotNull @Size(max = 80) String, @NotNull @Size(max = 20_000) String> sections) {}

    /** @param known the keys of the sections that this kind of report has, in their order */
    public record NarrativeView(
            UUID releaseId,
            Language language,
            int version,
            Map<String, String> sections,
            List<String> known,
            @Nullable String author,
            @Nullable Instant writtenAt) {
        static NarrativeView of(Narrative narrative, Release release) {
            return new NarrativeView(
                    narrative.releaseId(),
                    narrative.language(),
                    narrative.version(),
                    new TreeMap<>(narrative.sections()),
                    release.kind().sections(),
                    narrative.author(),
                    narrative.writtenAt());
        }
    }

    @GET
    @Path("/narrative")
    @RolesAllowed({Roles.COORDINATOR, Roles.ANALYST, Roles.MANAGER})
    @Operation(summary = "What is written around the release's figures in a language, as it was written")
    public Uni<RestResponse<NarrativeView>> get(
            UUID id,
            @RestQuery @Parameter(description = "sv, da or en", required = true) @Nullable Language language,
            @RestQuery @Parameter(description = "An earlier version; the last one if left out") @Nullable
                    Integer version) {
        Language in = required(language);
        return releases.required(id)
                .invoke(this::requireVisible)
                .chain(release -> narratives.of(id, in, version).map(narrative -> answer(narrative, release)));
    }

    @PUT
    @Path("/narrative")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(
            summary = "Write around the release's figures in a language",
            description = "A new version each time; figures in the text are ids that the release has, and stay linked")
    public Uni<RestResponse<NarrativeView>> put(
            UUID id,
            @RestQuery @Parameter(description = "sv, da or en", required = true) @Nullable Language language,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid NarrativeRequest request) {
        Language in = required(language);
        return releases.full(id)
                .invoke(full -> requireVisible(full.release()))
                .chain(full -> write(full, in, request, ifMatch));
    }

    private Uni<RestResponse<NarrativeView>> write(
            Full release, Language language, NarrativeRequest request, @Nullable String ifMatch) {
        Map<String, String> sections = Narrative.checked(request.sections(), release);
        return narratives
                .write(release, language, sections, ifMatch, caller.subject())
                .map(narrative -> answer(narrative, release.release()));
    }

    private static RestResponse<NarrativeView> answer(Narrative narrative, Release release) {
        return ResponseBuilder.ok(NarrativeView.of(narrative, release))
                .tag(ETags.of(narrative.version()))
                .build();
    }

    private void requireVisible(Release release) {
        if (!caller.seesProgram(release.program())) {
            throw Releases.unknown();
        }
    }

    private static Language required(@Nullable Language language) {
        if (language == null) {
            throw new Invalid("/language", "required", "Say in which language: sv, da or en");
        }
        return language;
    }
}
