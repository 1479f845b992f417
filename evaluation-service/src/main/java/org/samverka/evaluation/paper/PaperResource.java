package org.samverka.evaluation.paper;

import io.smallrye.mutiny.Uni;
import io.vertx.core.eventbus.EventBus;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Roles;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.paper.Paper.Fault;
import org.samverka.evaluation.paper.PaperImports.Failure;
import org.samverka.evaluation.paper.PaperImports.PaperImport;
import org.samverka.evaluation.paper.PaperImports.State;
import org.samverka.evaluation.paper.PaperImports.Target;
import org.samverka.evaluation.paper.Sheet.Packed;
import org.samverka.evaluation.questionnaire.Item;
import org.samverka.evaluation.questionnaire.Questionnaire;

/** Answers that were given on paper, many at a time. They go in here, and out nowhere. */
@Path("/api/v1/paper-imports")
public class PaperResource {
    private final PaperImports imports;
    private final Workers workers;
    private final Idempotency idempotency;
    private final Caller caller;
    private final EventBus bus;

    PaperResource(PaperImports imports, Workers workers, Idempotency idempotency, Caller caller, EventBus bus) {
        this.bus = bus;
        this.imports = imports;
        this.workers = workers;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /**
     * @param handled rows that were looked at; of them some were rejected, and the others are taken, once per person
     * @param failure why it stopped, in the state failed
     */
    public record PaperImportView(
            UUID id,
            String survey,
            State state,
            int rows,
            int handled,
            int rejected,
            Instant createdAt,
            @Nullable Instant finishedAt,
            @Nullable Failure failure) {
        static PaperImportView of(PaperImport job) {
            return new PaperImportView(
                    job.id(),
                    job.survey(),
                    job.state(),
                    job.rows(),
                    job.handled(),
                    job.rejected(),
                    job.createdAt(),
                    job.finishedAt(),
                    job.failure());
        }
    }

    @POST
    @RolesAllowed(Roles.COORDINATOR)
    @Consumes({"text/csv", "application/csv"})
    @Operation(
            summary =
                    "Hand in a sheet of paper answers (CSV in UTF-8): assignment, the code on the form, or organization,"
                            + " gender and targetGroup where forms have none; and a column for each item")
    @APIResponse(
            responseCode = "201",
            description = "Created: the whole sheet was read, and is worked off",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = PaperImportView.class)))
    public Uni<Response> open(
            @RestQuery @Nullable String survey,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            byte[] sheet) {
        if (survey == null) {
            throw new Invalid("/survey", "required", "Say in ?survey= which one the answers are to");
        }
        Set<String> programs = caller.programs();
        By by = new By(caller.subject(), idempotencyKey, "POST /paper-imports " + survey);
        return imports.targetOf(survey, programs)
                .chain(target -> workers.run(() -> packed(target, sheet, by))
                        .chain(packed -> idempotency.once(
                                packed.key(),
                                () -> imports.open(target, packed.parts()).map(this::created))))
                .invoke(this::wake);
    }

    private void wake() {
        bus.publish(PaperWork.HANDED_IN, "");
    }

    private record By(String caller, @Nullable String idempotencyKey, String operation) {}

    private record Sealed(List<Packed> parts, Idempotency.@Nullable Key key) {}

    /** For a worker thread: a sheet is long. */
    private Sealed packed(Target target, byte[] sheet, By by) {
        return new Sealed(
                parts(target, sheet), idempotency.key(by.idempotencyKey(), by.caller(), by.operation(), digest(sheet)));
    }

    private static String digest(byte[] sheet) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sheet));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Packed> parts(Target target, byte[] sheet) {
        var parts = new ArrayList<Packed>();
        Sheet.read(
                new ByteArrayInputStream(sheet),
                items(target),
                (n, part) ->
                        parts.add(new Packed(part.rows(), target.surveyKey().seal(part.content()))));
        return parts;
    }

    private static Set<String> items(Target target) {
        return target.form() instanceof Instrument instrument
                ? instrument.items().stream().map(Instrument.Item::key).collect(Collectors.toSet())
                : ((Questionnaire) target.form())
                        .items().stream().flatMap(PaperResource::keys).collect(Collectors.toSet());
    }

    private static Stream<String> keys(Item item) {
        return Stream.concat(Stream.of(item.linkId()), item.items().stream().flatMap(PaperResource::keys));
    }

    private Idempotency.Answer created(PaperImport job) {
        return idempotency.created(PaperImportView.of(job), "/api/v1/paper-imports/" + job.id(), 1);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "How far a sheet has come")
    public Uni<PaperImportView> get(UUID id) {
        return imports.get(id, caller.programs()).map(PaperImportView::of);
    }

    @POST
    @Path("/{id}/resumption")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Let a sheet that stopped go on where it did, once what was wrong has been mended")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = PaperImportView.class)))
    public Uni<Response> resume(UUID id, @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey) {
        Set<String> programs = caller.programs();
        return idempotency
                .once(
                        idempotency.key(idempotencyKey, caller, "POST /paper-imports/" + id + "/resumption", ""),
                        () -> imports.resume(id, programs)
                                .map(job -> new Idempotency.Answer(
                                        200, idempotency.write(PaperImportView.of(job)), null, null)))
                .invoke(this::wake);
    }

    @GET
    @Path("/{id}/errors.csv")
    @RolesAllowed(Roles.COORDINATOR)
    @Produces("text/csv")
    @Operation(summary = "What was wrong in which line, without the values; the first 10 000")
    public Uni<String> errors(UUID id) {
        return imports.get(id, caller.programs())
                .chain(job -> imports.faults(job.id()))
                .map(PaperResource::csv);
    }

    /** Columns and codes are words of ours: nothing of it is a formula to a spreadsheet. */
    private static String csv(List<Fault> faults) {
        var csv = new StringBuilder("line,column,code\r\n");
        faults.forEach(fault -> csv.append(fault.line())
                .append(',')
                .append(fault.field() == null ? "" : fault.field())
                .append(',')
                .append(fault.code())
                .append("\r\n"));
        return csv.toString();
    }
}
