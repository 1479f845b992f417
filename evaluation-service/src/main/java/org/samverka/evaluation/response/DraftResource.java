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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
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
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Roles;
import org.samverka.evaluation.language.Accepted;
import org.samverka.evaluation.questionnaire.QuestionnaireView;
import org.samverka.evaluation.questionnaire.QuestionnaireView.ProgressView;

/** What a respondent is asked, and their answers until they are given: only the respondent sees them. */
@Path("/api/v1")
public class DraftResource {
    private static final String FHIR = "application/fhir+json";

    private final Responses responses;
    private final Answering answering;
    private final Caller caller;

    DraftResource(Responses responses, Answering answering, Caller caller) {
        this.responses = responses;
        this.answering = answering;
        this.caller = caller;
    }

    public record DraftRequest(
            @NotNull
            @Size(max = 1000)
            @Schema(
                    type = SchemaType.OBJECT,
                    description = "By item, as far as there are any; they need not be right yet")
            Map<String, @Nullable Object> answers) {}

    /** @param version 0: nothing was saved yet */
    public record DraftView(
            int version,

            @Schema(type = SchemaType.OBJECT) Map<String, @Nullable Object> answers,

            ProgressView progress) {}

    @GET
    @Path("/assignments/{id}/form")
    @RolesAllowed({Roles.PARTICIPANT, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "What you are asked, in your language")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = QuestionnaireView.class)))
    public Uni<Response> form(UUID id, @Context HttpHeaders headers) {
        return responses
                .form(id, Asker.of(caller))
                .map(form -> QuestionnaireView.of(form, Accepted.by(headers.getAcceptableLanguages())))
                .map(view -> Response.ok(view)
                        .language(view.language().name())
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                        .build());
    }

    @GET
    @Path("/assignments/{id}/draft")
    @RolesAllowed({Roles.PARTICIPANT, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Your answers so far, to go on from; none once they are given")
    public Uni<RestResponse<DraftView>> get(UUID id) {
        return answering.draft(id, Asker.of(caller)).map(DraftResource::tagged);
    }

    @GET
    @Path("/assignments/{id}/draft/fhir")
    @RolesAllowed({Roles.PARTICIPANT, Roles.ORGANIZATION_CONTACT})
    @Produces(FHIR)
    @Operation(summary = "Your answers so far as a FHIR R4 QuestionnaireResponse, which names nobody")
    public Uni<JsonNode> getFhir(UUID id) {
        return answering.fhir(id, Asker.of(caller));
    }

    @PUT
    @Path("/assignments/{id}/draft")
    @RolesAllowed({Roles.PARTICIPANT, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Save your answers so far; says what is shown next, and what is wrong or missing")
    public Uni<RestResponse<DraftView>> put(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid DraftRequest request) {
        return answering.save(id, Asker.of(caller), request.answers(), ifMatch).map(DraftResource::tagged);
    }

    @DELETE
    @Path("/assignments/{id}/draft")
    @RolesAllowed({Roles.PARTICIPANT, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Throw your answers so far away")
    public Uni<Void> delete(UUID id) {
        return answering.discard(id, Asker.of(caller));
    }

    private static RestResponse<DraftView> tagged(DraftView view) {
        return RestResponse.ResponseBuilder.ok(view)
                .tag(ETags.of(view.version()))
                .build();
    }
}
