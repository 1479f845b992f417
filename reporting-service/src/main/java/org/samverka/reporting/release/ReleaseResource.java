package org.samverka.reporting.release;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Roles;
import org.samverka.reporting.release.Difference.FigureChange;
import org.samverka.reporting.release.Difference.GoalChange;
import org.samverka.reporting.release.Release.Full;

@Path("/api/v1/releases/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Releases")
public class ReleaseResource {
    private final Releases releases;
    private final Caller caller;

    ReleaseResource(Releases releases, Caller caller) {
        this.releases = releases;
        this.caller = caller;
    }

    /**
     * @param asOf the day in the program's zone on which the figures were frozen
     * @param contentHash SHA-256 of the content, byte by byte
     * @param author the account that froze it
     */
    public record ReleaseView(
            UUID id,
            String program,
            ReportKind kind,
            int revision,
            @Nullable UUID supersedes,
            @Nullable UUID supersededBy,
            LocalDate asOf,
            @Nullable Integer absenceYear,
            String contentHash,
            String author,
            String authorRole,
            Instant frozenAt) {
        static ReleaseView of(Release release) {
            return new ReleaseView(
                    release.id(),
                    release.program(),
                    release.kind(),
                    release.revision(),
                    release.supersedes(),
                    release.supersededBy(),
                    release.asOf(),
                    release.absenceYear(),
                    release.contentHash(),
                    release.author(),
                    release.authorRole(),
                    release.frozenAt());
        }
    }

    public record FullView(ReleaseView release, Content content) {}

    @GET
    @RolesAllowed({Roles.COORDINATOR, Roles.ANALYST, Roles.MANAGER})
    @Operation(summary = "A release with all its figures")
    public Uni<RestResponse<FullView>> get(UUID id) {
        return visible(id)
                .map(full -> ResponseBuilder.ok(new FullView(ReleaseView.of(full.release()), full.content()))
                        .tag(ETags.of(full.release().version()))
                        .build());
    }

    @GET
    @Path("/content")
    @RolesAllowed({Roles.COORDINATOR, Roles.ANALYST, Roles.MANAGER})
    @Operation(summary = "The canonical content: its SHA-256 is the content hash")
    public Uni<String> content(UUID id) {
        return visible(id).map(Full::canonical);
    }

    /** @param from the release that was first; {@code to} the one that is asked about */
    public record DifferenceView(
            ReleaseView from, ReleaseView to, boolean same, List<GoalChange> goals, List<FigureChange> figures) {
        static DifferenceView of(Full from, Full to) {
            Difference difference = Difference.between(from.content(), to.content());
            return new DifferenceView(
                    ReleaseView.of(from.release()),
                    ReleaseView.of(to.release()),
                    from.release().contentHash().equals(to.release().contentHash()),
                    difference.goals(),
                    difference.figures());
        }
    }

    @GET
    @Path("/difference")
    @RolesAllowed({Roles.COORDINATOR, Roles.ANALYST, Roles.MANAGER})
    @Operation(
            summary = "Where the release differs from another of the same program, and why",
            description = "Reasons: more_events, definition_changed, disclosure, correction, other_report")
    public Uni<DifferenceView> difference(
            UUID id,
            @RestQuery @Parameter(description = "Id of the release to compare with", required = true) @Nullable
                    UUID from) {
        if (from == null) {
            throw new Invalid("/from", "required", "Say which release to compare with: its id");
        }
        return visible(from)
                .chain(before -> visible(id).map(after -> {
                    if (!before.release().program().equals(after.release().program())) {
                        throw Releases.unknown();
                    }
                    return DifferenceView.of(before, after);
                }));
    }

    private Uni<Full> visible(UUID id) {
        return releases.full(id).invoke(full -> {
            if (!caller.seesProgram(full.release().program())) {
                throw Releases.unknown();
            }
        });
    }
}
