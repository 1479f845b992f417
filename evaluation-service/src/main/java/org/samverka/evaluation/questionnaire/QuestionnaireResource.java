package org.samverka.evaluation.questionnaire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.evaluation.language.Accepted;
import org.samverka.evaluation.questionnaire.QuestionnaireView.ProgressView;
import org.samverka.evaluation.questionnaire.Questionnaires.Keeping;
import org.samverka.evaluation.spreadsheet.Spreadsheet;

/** Questionnaires that coordinators write, as FHIR documents or in a spreadsheet, and how they look. */
@Path("/api/v1/questionnaires")
public class QuestionnaireResource {
    static final String FHIR = "application/fhir+json";
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final int LONGEST_DOCUMENT = 1 << 20;

    private final Questionnaires questionnaires;
    private final Workers workers;
    private final Caller caller;

    QuestionnaireResource(Questionnaires questionnaires, Workers workers, Caller caller) {
        this.questionnaires = questionnaires;
        this.workers = workers;
        this.caller = caller;
    }

    /** @param created false when this very questionnaire was there already */
    public record KeptView(String key, int version, String program, boolean created, boolean dryRun, int questions) {}

    public record SummaryView(String key, int version, String program, String title, int questions) {}

    public record PreviewRequest(
            @NotNull @Size(max = 1000) @Schema(type = SchemaType.OBJECT)
            Map<String, @Nullable Object> answers) {}

    @PUT
    @Path("/{key}/versions/{version}")
    @RolesAllowed(Roles.COORDINATOR)
    @Consumes({FHIR, MediaType.APPLICATION_JSON})
    @Operation(
            summary = "Write a version of a questionnaire as a FHIR R4 Questionnaire; dryRun only validates",
            description =
                    "What would change what is asked and is not understood is refused; the rest leaves as it came.")
    public Uni<Response> put(
            String key,
            int version,
            @RestQuery @Nullable String program,
            @RestQuery @DefaultValue("false") boolean dryRun,
            @NotNull @RequestBody(content = @Content(mediaType = FHIR, schema = @Schema(type = SchemaType.OBJECT)))
                    String document)
            throws JsonProcessingException {
        String owner = owner(program, key, version);
        if (document.length() > LONGEST_DOCUMENT) {
            throw new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
        }
        return keep(owner, questionnaires.read(key, version, questionnaires.parse(document)), dryRun);
    }

    @PUT
    @Path("/{key}/versions/{version}/spreadsheet")
    @RolesAllowed(Roles.COORDINATOR)
    @Consumes({"text/csv", XLSX})
    @Operation(
            summary = "Write a version of a questionnaire in a spreadsheet: XLSForm as a workbook, or a CSV file",
            description = "Errors say the sheet, row and column.")
    public Uni<Response> putSpreadsheet(
            String key,
            int version,
            @RestQuery @Nullable String program,
            @RestQuery @DefaultValue("false") boolean dryRun,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type,
            @NotNull byte[] file) {
        String owner = owner(program, key, version);
        if (file.length > Spreadsheet.LARGEST_FILE) {
            throw new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
        }
        boolean workbook = !type.getSubtype().equals("csv");
        return workers.run(() -> Spreadsheet.read(
                        key, version, file, workbook, document -> questionnaires.read(key, version, document)))
                .chain(questionnaire -> keep(owner, questionnaire, dryRun));
    }

    private String owner(@Nullable String program, String key, int version) {
        if (program == null) {
            throw new Invalid("/program", "required", "Say which program it is for");
        }
        caller.requireProgram(program);
        if (!key.matches("[a-z0-9]+(-[a-z0-9]+)*") || key.length() > 80 || version < 1) {
            throw new Invalid("/key", "pattern", "A key is like our-questions, and a version a whole number from 1");
        }
        return program;
    }

    private Uni<Response> keep(String program, Questionnaire questionnaire, boolean dryRun) {
        return dryRun
                ? Uni.createFrom()
                        .item(() -> Response.ok(view(program, new Keeping(questionnaire, false), true))
                                .build())
                : questionnaires
                        .keep(program, questionnaire, caller.subject())
                        .map(keeping -> Response.status(keeping.created() ? 201 : 200)
                                .entity(view(program, keeping, false))
                                .build());
    }

    private static KeptView view(String program, Keeping keeping, boolean dryRun) {
        Questionnaire questionnaire = keeping.questionnaire();
        return new KeptView(
                questionnaire.key(),
                questionnaire.version(),
                program,
                keeping.created(),
                dryRun,
                questions(questionnaire));
    }

    private static int questions(Questionnaire questionnaire) {
        return (int)
                questionnaire.all().filter(item -> item.type().isQuestion()).count();
    }

    @GET
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "The questionnaires of your programs, each in its newest version")
    public Uni<Page<SummaryView>> list(@RestQuery @Nullable String program, @BeanParam @Valid PageQuery page) {
        if (program != null) {
            caller.requireProgram(program);
        }
        return questionnaires
                .list(program == null ? caller.programs() : Set.of(program), page)
                .map(rows -> Page.of(rows, page, Questionnaires.Row::position, QuestionnaireResource::summary));
    }

    private static SummaryView summary(Questionnaires.Row row) {
        Questionnaire questionnaire = row.questionnaire();
        return new SummaryView(
                questionnaire.key(),
                questionnaire.version(),
                row.program(),
                questionnaire.title().in(questionnaire.language()),
                questions(questionnaire));
    }

    @GET
    @Path("/{key}")
    @RolesAllowed(Roles.COORDINATOR)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "A questionnaire as it is put to people, in the reader's language")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = QuestionnaireView.class)))
    public Uni<Response> get(String key, @RestQuery @Nullable Integer version, @Context HttpHeaders headers) {
        return questionnaires
                .get(key, version, caller.programs())
                .map(found -> QuestionnaireView.of(found, Accepted.by(headers.getAcceptableLanguages())))
                .map(view -> Response.ok(view)
                        .language(view.language().name())
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                        .tag(new EntityTag(view.version() + "-" + view.language()))
                        .build());
    }

    @GET
    @Path("/{key}/fhir")
    @RolesAllowed(Roles.COORDINATOR)
    @Produces(FHIR)
    @Operation(summary = "A questionnaire as a FHIR R4 Questionnaire, with the weights of its options")
    public Uni<JsonNode> getFhir(String key, @RestQuery @Nullable Integer version) {
        return questionnaires.get(key, version, caller.programs()).map(FhirOut::questionnaire);
    }

    @GET
    @Path("/{key}/pdf")
    @RolesAllowed(Roles.COORDINATOR)
    @Produces("application/pdf")
    @Operation(summary = "A questionnaire to print and answer on paper: PDF/A and PDF/UA")
    @APIResponse(responseCode = "200", description = "OK", content = @Content(mediaType = "application/pdf"))
    public Uni<byte[]> getPdf(String key, @RestQuery @Nullable Integer version, @Context HttpHeaders headers) {
        Accepted accepted = Accepted.by(headers.getAcceptableLanguages());
        return questionnaires
                .get(key, version, caller.programs())
                .chain(found -> workers.run(() -> PrintedForm.pdf(
                        found, QuestionnaireView.of(found, accepted).language())));
    }

    @POST
    @Path("/{key}/preview")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "What somebody would see next after these answers, and what would be wrong; nothing is kept")
    public Uni<ProgressView> preview(
            String key, @RestQuery @Nullable Integer version, @NotNull @Valid PreviewRequest request) {
        return questionnaires
                .get(key, version, caller.programs())
                .map(found -> ProgressView.of(found, request.answers()));
    }
}
