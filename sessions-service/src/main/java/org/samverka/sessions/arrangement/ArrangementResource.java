package org.samverka.sessions.arrangement;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.arrangement.Arrangements.Standing;
import org.samverka.sessions.need.Finding;
import org.samverka.sessions.need.Need;
import org.samverka.sessions.need.Need.MetBy;
import org.samverka.sessions.need.Needs;
import org.samverka.sessions.session.Description;
import org.samverka.sessions.session.Parts;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.SessionResource.SessionRequest;
import org.samverka.sessions.session.SessionResource.SessionView;
import org.samverka.sessions.session.Sessions;

/** For whoever arranges a session: a coordinator of its program, or the supplier that holds it. */
@Path("/api/v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
public class ArrangementResource {
    private final Arrangements arrangements;
    private final Parts parts;
    private final Caller caller;

    ArrangementResource(Arrangements arrangements, Parts parts, Caller caller) {
        this.arrangements = arrangements;
        this.parts = parts;
        this.caller = caller;
    }

    @Schema(name = "NextSessionState")
    public enum Next {
        open,
        confirmed,
        canceled
    }

    /** @param reason why it is canceled; or why it is confirmed though something that is needed is missing */
    public record StateRequest(
            @NotNull Next state,

            @Nullable @Size(min = 3, max = 500) @Pattern(regexp = "\\P{Cntrl}*")
            String reason) {}

    /** What is seen to for this session alone, such as an interpreter or a loop that is brought along. */
    public record ArrangedRequest(@NotNull @Size(max = 50) Set<@NotNull Need> needs) {}

    /** What one person needs. */
    public record NeedsView(
            UUID personId, Set<Need> needs, @Nullable String text) {
        static NeedsView of(Needs.Row row) {
            return new NeedsView(
                    row.stated().personId(), row.stated().needs(), row.stated().text());
        }
    }

    /** @param what a need, or requirement: and the key of what the program requires of suppliers */
    public record LineView(String what, MetBy metBy, Finding finding) {}

    public record OverrideView(Instant at, String reason, List<String> missing) {}

    /**
     * @param ready whether it can be confirmed without giving a reason
     * @param bookedElsewhere how many who have a seat have one in another session at the same time
     */
    public record ReadinessView(
            boolean ready,
            List<LineView> lines,
            Set<String> arranged,
            List<OverrideView> overrides,
            int bookedElsewhere) {
        static ReadinessView of(Standing standing) {
            return new ReadinessView(
                    standing.readiness().missing().isEmpty(),
                    standing.readiness().lines().stream()
                            .map(line -> new LineView(line.what(), line.metBy(), line.finding()))
                            .toList(),
                    standing.session().arranged(),
                    standing.overrides().stream()
                            .map(each -> new OverrideView(each.at(), each.reason(), each.missing()))
                            .toList(),
                    standing.elsewhere());
        }
    }

    @PUT
    @Path("/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(
            summary = "Change a session, all of what it is: who was invited is invited anew when its time or place"
                    + " changes, and what is needed is looked at again")
    public Uni<RestResponse<SessionView>> change(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid SessionRequest request) {
        if (request.state() != null) {
            throw new Invalid("/state", "not-here", "Change the state by PUT /sessions/{id}/state");
        }
        Arranger arranger = Arranger.of(caller);
        Description wanted = request.description();
        return Sessions.withoutClash(() -> arrangements.change(id, arranger, ifMatch, wanted))
                .chain(this::answer);
    }

    private Uni<RestResponse<SessionView>> answer(Session session) {
        return parts.of(List.of(session.id()))
                .map(parts -> ResponseBuilder.ok(SessionView.of(session, parts.getOrDefault(session.id(), List.of())))
                        .tag(ETags.of(session.version()))
                        .build());
    }

    @PUT
    @Path("/{id}/state")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Open a draft, confirm that a session takes place with what those who come need, or cancel it")
    public Uni<RestResponse<SessionView>> state(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid StateRequest request) {
        Arranger arranger = Arranger.of(caller);
        Uni<Session> changed = switch (request.state()) {
            case open -> arrangements.open(id, arranger, ifMatch);
            case confirmed -> arrangements.confirm(id, arranger, ifMatch, request.reason());
            case canceled -> arrangements.cancel(id, arranger, ifMatch, required(request.reason()));
        };
        return changed.chain(this::answer);
    }

    static String required(@Nullable String reason) {
        if (reason == null) {
            throw new Invalid("/reason", "not-null", "Say why it is canceled");
        }
        return reason;
    }

    @GET
    @Path("/{id}/readiness")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Whether room, team and arrangements meet what is needed, without saying who needs it")
    public Uni<ReadinessView> readiness(UUID id) {
        return arrangements.readiness(id, Arranger.of(caller)).map(ReadinessView::of);
    }

    @PUT
    @Path("/{id}/arranged")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Say which needs are seen to for this session alone")
    public Uni<RestResponse<SessionView>> arrange(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid ArrangedRequest request) {
        return arrangements
                .arrange(id, Arranger.of(caller), ifMatch, request.needs())
                .chain(this::answer);
    }

    @GET
    @Path("/{id}/needs")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "What the people who come need, for whoever arranges the session and nobody else")
    public Uni<Page<NeedsView>> needs(UUID id, @BeanParam @Valid PageQuery page) {
        return arrangements
                .needs(id, Arranger.of(caller), page)
                .map(rows -> Page.of(rows, page, Needs.Row::position, NeedsView::of));
    }
}
