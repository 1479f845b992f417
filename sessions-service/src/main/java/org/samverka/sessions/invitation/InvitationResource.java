package org.samverka.sessions.invitation;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;

/** Who is invited to a session. What people need at it is not among it: see the session's needs. */
@Path("/api/v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
public class InvitationResource {
    private final InvitationRules rules;
    private final Invitations invitations;
    private final Caller caller;

    InvitationResource(InvitationRules rules, Invitations invitations, Caller caller) {
        this.rules = rules;
        this.invitations = invitations;
        this.caller = caller;
    }

    /**
     * Invited is whoever has a confirmed enrollment in the session's program, in one of the target groups (none: the
     * session's, or all) and from one of the organizations (none: all). Those who have not answered are reminded so many
     * days before the session.
     */
    public record InvitationRuleRequest(
            @Nullable @Size(max = 50) List<@NotNull @Size(max = 80) String> targetGroups,
            @Nullable @Size(max = 500) List<@NotNull @Size(max = 80) String> organizations,
            @NotNull @Size(max = 5) List<@NotNull @Min(1) @Max(60) Integer> remindDaysBefore,
            @Nullable Boolean discreet) {}

    public record InvitationRuleView(
            UUID sessionId,
            @Nullable List<String> targetGroups,
            @Nullable List<String> organizations,
            List<Integer> remindDaysBefore,
            boolean discreet,
            int version) {
        static InvitationRuleView of(InvitationRule r) {
            return new InvitationRuleView(
                    r.sessionId,
                    r.targetGroups == null ? null : Arrays.asList(r.targetGroups),
                    r.organizations == null ? null : Arrays.asList(r.organizations),
                    Arrays.asList(r.remindDays),
                    r.discreet,
                    r.version);
        }
    }

    public record InvitationView(
            UUID id,
            UUID sessionId,
            UUID personId,
            @Nullable String organization,
            Invitation.State state,
            Instant sentAt,
            @Nullable Integer remindedDaysBefore,
            @Nullable Instant answeredAt,
            int version) {
        static InvitationView of(Invitation i) {
            return new InvitationView(
                    i.id,
                    i.sessionId,
                    i.personId,
                    i.organization,
                    i.state,
                    i.sentAt,
                    i.remindedDays,
                    i.answeredAt,
                    i.version);
        }
    }

    public record InvitationCounts(
            UUID sessionId, long invited, long answered, long notAnswered, Map<Invitation.State, Long> byState) {
        static InvitationCounts of(UUID session, Map<Invitation.State, Long> counts) {
            long open = counts.getOrDefault(Invitation.State.open, 0L);
            long answered = counts.getOrDefault(Invitation.State.accepted, 0L)
                    + counts.getOrDefault(Invitation.State.waitlisted, 0L)
                    + counts.getOrDefault(Invitation.State.declined, 0L);
            return new InvitationCounts(session, open + answered, answered, open, counts);
        }
    }

    @PUT
    @Path("/{id}/invitations/rule")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(
            summary = "Say who is invited; while the session is open, invitations follow the rule and the enrollments")
    public Uni<RestResponse<InvitationRuleView>> put(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid InvitationRuleRequest request) {
        return rules.put(
                        id,
                        caller::seesProgram,
                        request.targetGroups(),
                        ifMatch,
                        (session, rule) -> rule.become(
                                session,
                                request.targetGroups(),
                                request.organizations(),
                                request.remindDaysBefore(),
                                Boolean.TRUE.equals(request.discreet())))
                .map(InvitationResource::tagged);
    }

    @GET
    @Path("/{id}/invitations/rule")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Who is invited, by rule")
    public Uni<RestResponse<InvitationRuleView>> rule(UUID id) {
        return rules.of(id, caller::seesProgram).map(InvitationResource::tagged);
    }

    private static RestResponse<InvitationRuleView> tagged(InvitationRule rule) {
        return ResponseBuilder.ok(InvitationRuleView.of(rule))
                .tag(ETags.of(rule.version))
                .build();
    }

    @GET
    @Path("/{id}/invitations")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Who was invited, and who has answered; with state=open, who has not")
    public Uni<Page<InvitationView>> list(
            UUID id, @RestQuery Invitation.@Nullable State state, @BeanParam @Valid PageQuery page) {
        return invitations
                .to(id, caller::seesProgram, state, page)
                .map(rows -> Page.of(rows, page, Invitation::position, InvitationView::of));
    }

    @GET
    @Path("/{id}/invitations/counts")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "How many were invited, have answered, and have not")
    public Uni<InvitationCounts> counts(UUID id) {
        return invitations.counts(id, caller::seesProgram).map(counts -> InvitationCounts.of(id, counts));
    }
}
