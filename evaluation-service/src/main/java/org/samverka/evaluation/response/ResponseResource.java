package org.samverka.evaluation.response;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Roles;

/** Answers go in here, and out only to whoever gave them: nobody else reads an individual's answer, in whatever role. */
@Path("/api/v1/assignments/{id}/response")
public class ResponseResource {
    private static final String FHIR = "application/fhir+json";

    private final Responses responses;
    private final OwnAnswers ownAnswers;
    private final Idempotency idempotency;
    private final Caller caller;

    ResponseResource(Responses responses, OwnAnswers ownAnswers, Idempotency idempotency, Caller caller) {
        this.responses = responses;
        this.ownAnswers = ownAnswers;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    public record ResponseRequest(
            @NotNull
            @Size(max = 1000)
            @Schema(
                    type = SchemaType.OBJECT,
                    description =
                            "By item: a whole number of an instrument's scale; of a questionnaire an option's value,"
                                    + " a number, a boolean, a text or a date, or a list where several are allowed")
            Map<String, @Nullable Object> answers) {}

    /** That an answer was taken; what it was is not repeated. */
    public record ResponseView(UUID assignmentId, AnswerState state) {}

    @POST
    @RolesAllowed({Roles.PARTICIPANT, Roles.ORGANIZATION_CONTACT})
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ResponseView.class)))
    @Operation(summary = "Answer one of your assignments, once and for good")
    public Uni<RestResponse<ResponseView>> post(
            UUID id,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid ResponseRequest request) {
        return answer(id, idempotencyKey, request);
    }

    @PUT
    @RolesAllowed({Roles.PARTICIPANT, Roles.ORGANIZATION_CONTACT})
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ResponseView.class)))
    @Operation(summary = "The same as POST")
    public Uni<RestResponse<ResponseView>> put(
            UUID id,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid ResponseRequest request) {
        return answer(id, idempotencyKey, request);
    }

    @GET
    @Path("/fhir")
    @RolesAllowed({Roles.PARTICIPANT, Roles.ORGANIZATION_CONTACT})
    @Produces(FHIR)
    @Operation(
            summary = "Your own answer as a FHIR R4 QuestionnaireResponse, under the survey's pseudonym",
            description = "Of an organization's answer without free text.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = FHIR, schema = @Schema(type = SchemaType.OBJECT)))
    public Uni<RestResponse<JsonNode>> getFhir(UUID id) {
        return ownAnswers
                .fhir(id, Asker.of(caller))
                .map(answer -> RestResponse.ResponseBuilder.ok(answer)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    @DELETE
    @RolesAllowed({Roles.PARTICIPANT, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Take your answer back; it is deleted, and no figure counts it any more")
    public Uni<Void> withdraw(UUID id) {
        return responses.withdraw(id, Asker.of(caller));
    }

    /**
     * The table of idempotency keys would keep who sent which answers (a digest of so few possible answers hides
     * nothing), so the response itself recognizes a repetition, under the survey's key.
     */
    private Uni<RestResponse<ResponseView>> answer(UUID id, @Nullable String idempotencyKey, ResponseRequest request) {
        return responses
                .answer(
                        id,
                        Asker.of(caller),
                        request.answers(),
                        idempotency.key(idempotencyKey, caller, "response", ""))
                .map(answered -> RestResponse.ResponseBuilder.create(
                                RestResponse.Status.CREATED, new ResponseView(id, AnswerState.answered))
                        .location(URI.create("/api/v1/assignments/" + id))
                        .build());
    }
}
