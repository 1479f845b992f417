package org.samverka.evaluation.assignment;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.evaluation.assignment.AssignmentResource.AssignmentView;
import org.samverka.evaluation.language.Accepted;
import org.samverka.evaluation.link.Links;
import org.samverka.evaluation.link.Links.Invited;
import org.samverka.evaluation.questionnaire.QuestionnaireView;
import org.samverka.evaluation.response.AnswerState;
import org.samverka.evaluation.response.Asker;
import org.samverka.evaluation.response.ResponseResource.ResponseRequest;
import org.samverka.evaluation.response.ResponseResource.ResponseView;
import org.samverka.evaluation.response.Responses;

/**
 * Answering by a personal link, without signing in. The token comes in a header, never in an address, and is good for one
 * assignment; it shows no answer and no result.
 */
@Path("/api/v1/link")
@PermitAll
public class LinkResource {
    static final String TOKEN = "Link-Token";

    private final Links links;
    private final Assignments assignments;
    private final Responses responses;
    private final Idempotency idempotency;

    LinkResource(Links links, Assignments assignments, Responses responses, Idempotency idempotency) {
        this.links = links;
        this.assignments = assignments;
        this.responses = responses;
        this.idempotency = idempotency;
    }

    @GET
    @Path("/assignment")
    @Operation(summary = "What the link asks you to answer")
    public Uni<RestResponse<AssignmentView>> get(@HeaderParam(TOKEN) @Nullable String token) {
        Invited invited = opened(token);
        return assignments
                .own(invited.assignment(), Asker.of(invited.person()))
                .map(assignment -> RestResponse.ResponseBuilder.ok(AssignmentView.of(assignment))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    @GET
    @Path("/form")
    @Operation(summary = "What you are asked, in your language")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = QuestionnaireView.class)))
    public Uni<Response> form(@HeaderParam(TOKEN) @Nullable String token, @Context HttpHeaders headers) {
        Invited invited = opened(token);
        return responses
                .form(invited.assignment(), Asker.of(invited.person()))
                .map(form -> QuestionnaireView.of(form, Accepted.by(headers.getAcceptableLanguages())))
                .map(view -> Response.ok(view)
                        .language(view.language().name())
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    @POST
    @Path("/response")
    @Operation(summary = "Answer it, once and for good")
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ResponseView.class)))
    public Uni<RestResponse<ResponseView>> answer(
            @HeaderParam(TOKEN) @Nullable String token,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid ResponseRequest request) {
        Invited invited = opened(token);
        return responses
                .answer(
                        invited.assignment(),
                        Asker.of(invited.person()),
                        request.answers(),
                        idempotency.key(idempotencyKey, invited.person().toString(), "response", ""))
                .map(answered -> RestResponse.status(
                        RestResponse.Status.CREATED, new ResponseView(invited.assignment(), AnswerState.answered)));
    }

    private Invited opened(@Nullable String token) {
        if (token == null) {
            throw new NotKnown("Send the link's token as " + TOKEN);
        }
        return links.open(token);
    }
}
