package org.samverka.sessions.answer;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.sessions.answer.MyInvitationsResource.AnswerRequest;
import org.samverka.sessions.answer.MyInvitationsResource.NeedsQuestionView;
import org.samverka.sessions.invitation.AnswerLinks;
import org.samverka.sessions.invitation.Invitation;
import org.samverka.sessions.invitation.Invitations;
import org.samverka.sessions.invitation.Invitations.Invited;
import org.samverka.sessions.session.Session;

/**
 * Answering by the link in a letter. The token travels in a header, so that no log of addresses has it; looking answers
 * nothing, so that a program that follows links does not either.
 */
@Path("/api/v1/invitations/by-link")
@Produces(MediaType.APPLICATION_JSON)
public class InvitationLinkResource {
    private static final String TOKEN = "Invitation-Token";

    private final AnswerLinks links;
    private final Invitations invitations;
    private final Answers answers;

    InvitationLinkResource(AnswerLinks links, Invitations invitations, Answers answers) {
        this.links = links;
        this.invitations = invitations;
        this.answers = answers;
    }

    /** No more than whoever holds the link has to know: no person, no program, no needs; no title of a support track. */
    public record LinkedInvitationView(
            @Nullable String title,
            LocalDateTime startsAt,
            String zone,
            BigDecimal hours,
            @Nullable String venue,
            Invitation.State state,
            NeedsQuestionView needsQuestion,
            int version) {
        static LinkedInvitationView of(Invited invited, @Nullable String language) {
            Session session = invited.session();
            return new LinkedInvitationView(
                    invited.discreet() ? null : session.title(),
                    session.startsAt(),
                    session.zone(),
                    session.hours(),
                    session.venue(),
                    invited.invitation().state(),
                    NeedsQuestionView.of(NeedsQuestion.in(language)),
                    invited.invitation().version());
        }
    }

    @GET
    @PermitAll
    @Operation(summary = "What the link in a letter invites to, and what it asks")
    public Uni<RestResponse<LinkedInvitationView>> get(
            @HeaderParam(TOKEN) @Nullable String token,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language) {
        return invitations.known(opened(token), null).map(invited -> view(invited, language));
    }

    @PUT
    @Path("/answer")
    @PermitAll
    @Operation(summary = "Answer by the link in a letter, or change the answer until the session starts")
    public Uni<RestResponse<LinkedInvitationView>> answer(
            @HeaderParam(TOKEN) @Nullable String token,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid AnswerRequest request) {
        return answers.answer(opened(token), null, ifMatch, request::stated).map(invited -> view(invited, language));
    }

    private UUID opened(@Nullable String token) {
        return links.open(token == null ? "" : token);
    }

    private static RestResponse<LinkedInvitationView> view(Invited invited, @Nullable String language) {
        return ResponseBuilder.ok(LinkedInvitationView.of(invited, language))
                .tag(ETags.of(invited.invitation().version()))
                .build();
    }
}
