package org.samverka.sessions.answer;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
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
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
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
import org.samverka.sessions.invitation.Invitation;
import org.samverka.sessions.invitation.Invitations;
import org.samverka.sessions.invitation.Invitations.Invited;
import org.samverka.sessions.need.Need;
import org.samverka.sessions.need.StatedNeeds;
import org.samverka.sessions.session.Session;

@Path("/api/v1/me/invitations")
@Produces(MediaType.APPLICATION_JSON)
public class MyInvitationsResource {
    private final Invitations invitations;
    private final Answers answers;
    private final Caller caller;

    MyInvitationsResource(Invitations invitations, Answers answers, Caller caller) {
        this.invitations = invitations;
        this.answers = answers;
        this.caller = caller;
    }

    @Schema(name = "InvitationReply")
    public enum Reply {
        accepted,
        declined
    }

    /** What one needs so as to take part: nothing is said by no choices and no text. */
    public record StatedNeedsRequest(
            @NotNull @Size(max = 20) List<@NotNull Need> choices,
            @Nullable @Size(max = StatedNeeds.MAX_TEXT) String text) {}

    /** Whoever accepts answers what they need, too. */
    public record AnswerRequest(
            @NotNull Reply answer, @Nullable @Valid StatedNeedsRequest needs) {
        @Nullable
        StatedNeeds stated(UUID person) {
            if (answer == Reply.declined) {
                return null;
            }
            if (needs == null) {
                throw new Invalid(
                        "/needs",
                        "required",
                        "Say what you need so as to take part; nothing is an empty list of choices");
            }
            return StatedNeeds.of(person, needs.choices(), needs.text());
        }
    }

    public record NeedChoice(Need need, String label) {}

    /** What everybody is asked, in the language that the request asks for. */
    public record NeedsQuestionView(String language, String question, String freeText, List<NeedChoice> choices) {
        static NeedsQuestionView of(NeedsQuestion q) {
            return new NeedsQuestionView(
                    q.language(),
                    q.question(),
                    q.freeText(),
                    q.choices().stream()
                            .map(choice -> new NeedChoice(choice.need(), choice.label()))
                            .toList());
        }
    }

    public record StatedNeedsView(
            List<Need> choices, @Nullable String text) {}

    public record MyInvitation(
            UUID id,
            UUID sessionId,
            String program,
            String title,
            LocalDateTime startsAt,
            String zone,
            BigDecimal hours,
            @Nullable String venue,
            Invitation.State state,
            int version) {
        static MyInvitation of(Invited invited) {
            Session session = invited.session();
            return new MyInvitation(
                    invited.invitation().id(),
                    session.id(),
                    session.program(),
                    session.title(),
                    session.startsAt(),
                    session.zone(),
                    session.hours(),
                    session.venue(),
                    invited.invitation().state(),
                    invited.invitation().version());
        }
    }

    /** One's own needs are shown to oneself, and to nobody else here. */
    public record MyInvitationView(MyInvitation invitation, NeedsQuestionView needsQuestion, StatedNeedsView needs) {}

    @GET
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "The sessions you are invited to, in the order the invitations came")
    public Uni<Page<MyInvitation>> list(@BeanParam @Valid PageQuery page) {
        return invitations
                .of(caller.personId(), page)
                .map(rows -> Page.of(rows, page, invited -> invited.invitation().position(), MyInvitation::of));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "One invitation, what it asks, and what you have answered")
    public Uni<RestResponse<MyInvitationView>> get(
            UUID id, @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language) {
        return invitations.known(id, caller.personId()).chain(invited -> view(invited, language));
    }

    @PUT
    @Path("/{id}/answer")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "Answer an invitation, or change the answer until the session starts")
    public Uni<RestResponse<MyInvitationView>> answer(
            UUID id,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid AnswerRequest request) {
        return answers.answer(id, caller.personId(), ifMatch, request::stated)
                .chain(invited -> view(invited, language));
    }

    private Uni<RestResponse<MyInvitationView>> view(Invited invited, @Nullable String language) {
        return answers.stated(invited)
                .map(stated -> new MyInvitationView(
                        MyInvitation.of(invited),
                        NeedsQuestionView.of(NeedsQuestion.in(language)),
                        new StatedNeedsView(
                                stated.map(s -> List.copyOf(s.needs())).orElse(List.of()),
                                stated.map(StatedNeeds::text).orElse(null))))
                .map(view -> ResponseBuilder.ok(view)
                        .tag(ETags.of(invited.invitation().version()))
                        .build());
    }
}
