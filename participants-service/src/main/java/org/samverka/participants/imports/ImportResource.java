package org.samverka.participants.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.contracts.rest.Idempotency.Key;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.access.Access.By;
import org.samverka.participants.access.AccessLog;
import org.samverka.participants.access.Logged;
import org.samverka.participants.identity.IdentityNumber.Country;
import org.samverka.participants.imports.Job.Format;
import org.samverka.participants.imports.Job.Order;
import org.samverka.participants.imports.Reading.Fault;

@Path("/api/v1")
public class ImportResource {
    private final Importing importing;
    private final Workers workers;
    private final Idempotency idempotency;
    private final Imports imports;
    private final ObjectMapper json;
    private final AccessLog log;
    private final Caller caller;
    private final long maxSize;

    ImportResource(
            Importing importing,
            Workers workers,
            Idempotency idempotency,
            Imports imports,
            ObjectMapper json,
            AccessLog log,
            Caller caller,
            @ConfigProperty(name = "samverka.imports.max-size", defaultValue = "104857600") long maxSize) {
        this.importing = importing;
        this.workers = workers;
        this.idempotency = idempotency;
        this.imports = imports;
        this.json = json;
        this.log = log;
        this.caller = caller;
        this.maxSize = maxSize;
    }

    /** How a file is written, and what is to be done with it. */
    public static class ImportQuery {
        @QueryParam("organization")
        @Parameter(required = true, description = "Whose people these are: the organization's key")
        @Nullable
        String organization;

        @QueryParam("dryRun")
        @DefaultValue("false")
        @Parameter(description = "Only say what would become of the rows")
        boolean dryRun;

        @QueryParam("atomic")
        @DefaultValue("false")
        @Parameter(description = "Take all rows or, if one is wrong, none")
        boolean atomic;

        @QueryParam("columns")
        @Parameter(
                description =
                        "A JSON object: our field by the file's column; columns named as our fields need no entry")
        @Nullable
        String columns;

        @QueryParam("delimiter")
        @Parameter(description = "comma, semicolon, tab or |; found out when not given")
        @Nullable
        String delimiter;

        @QueryParam("encoding")
        @Parameter(description = "UTF-8 (default), ISO-8859-1 or windows-1252; XML says its own")
        @Nullable
        String encoding;

        @QueryParam("decimalComma")
        @DefaultValue("false")
        @Parameter(description = "Numbers are written 0,5")
        boolean decimalComma;

        @QueryParam("percent")
        @DefaultValue("false")
        @Parameter(description = "Extents are written as percentages")
        boolean percent;

        @QueryParam("dateFormat")
        @Parameter(description = "Such as dd.MM.yyyy; ISO 8601 when not given")
        @Nullable
        String dateFormat;

        @QueryParam("country")
        @DefaultValue("SE")
        @Parameter(description = "Whose identity numbers they are")
        Country country = Country.SE;
    }

    /**
     * @param state receiving, waiting, checking, running, done, refused (atomic, and a row was wrong: none went in) or failed
     * @param handled rows that were looked at; of these some were accepted, some rejected, and of some nothing had changed
     * @param skipped entries of the file that are none of our business
     * @param progress 0-1
     * @param failure a code, when it failed
     */
    public record ImportView(
            UUID id,
            String organization,
            String kind,
            String format,
            boolean dryRun,
            boolean atomic,
            String state,
            int rows,
            int handled,
            int accepted,
            int unchanged,
            int rejected,
            int skipped,
            double progress,
            Instant createdAt,
            @Nullable Instant finishedAt,
            @Nullable String failure) {
        static ImportView of(Job job) {
            Order order = job.order();
            return new ImportView(
                    job.id(),
                    order.organization(),
                    order.kind().name(),
                    order.format().name(),
                    order.dryRun(),
                    order.atomic(),
                    job.state().name(),
                    job.rows(),
                    job.handled(),
                    job.accepted(),
                    job.unchanged(),
                    job.rejected(),
                    job.skipped(),
                    job.state().isOver() || job.rows() == 0 ? 1 : (double) job.handled() / job.rows(),
                    job.createdAt(),
                    job.finishedAt(),
                    job.failure());
        }
    }

    @POST
    @Path("/people/import")
    @RolesAllowed({Roles.ORGANIZATION_CONTACT, Roles.HR_PARTNER, Roles.PLATFORM_ADMIN})
    @Consumes({"text/csv", "application/csv"})
    @Blocking
    @Operation(summary = "Import people and employments from a CSV file; 202 once the whole file has been read")
    public Uni<Response> people(
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @BeanParam ImportQuery query,
            InputStream file) {
        return receive(idempotencyKey, query, Row.Kind.people, Format.csv, file);
    }

    @POST
    @Path("/hr/imports")
    @RolesAllowed({Roles.ORGANIZATION_CONTACT, Roles.HR_PARTNER, Roles.PLATFORM_ADMIN})
    @Consumes({"text/csv", "application/csv", MediaType.APPLICATION_XML, MediaType.TEXT_XML})
    @Blocking
    @Operation(summary = "Import people (CSV) or absences (CSV, PAXml); 202 once the whole file has been read")
    public Uni<Response> hr(
            @RestQuery @DefaultValue("absences") Row.Kind kind,
            @RestQuery @Nullable Format format,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @BeanParam ImportQuery query,
            InputStream file) {
        Format said = Objects.requireNonNullElse(format, type.getSubtype().endsWith("xml") ? Format.paxml : Format.csv);
        if (said == Format.paxml && kind == Row.Kind.people) {
            throw new Invalid("/kind", "absences-only", "Of PAXml only the absences are read");
        }
        return receive(idempotencyKey, query, kind, said, file);
    }

    private Uni<Response> receive(
            @Nullable String idempotencyKey, ImportQuery query, Row.Kind kind, Format format, InputStream body) {
        if (query.organization == null) {
            throw new Invalid("/organization", "required", "Say whose people these are");
        }
        caller.requireOrganization(query.organization);
        By by = By.of(caller);
        var mapping = new Mapping(
                columns(query.columns),
                Mapping.delimiter(query.delimiter),
                Mapping.charset(query.encoding),
                query.decimalComma,
                query.percent || format == Format.paxml,
                Mapping.dates(query.dateFormat),
                query.country);
        var order = new Order(
                query.organization,
                kind,
                format,
                query.dryRun,
                query.atomic,
                query.country,
                by.caller(),
                mapping.writing());
        Spooled file = spooled(body);
        Key key = key(idempotencyKey, order, mapping, file);
        String object = "%s of %s".formatted(kind, query.organization);
        return workers.leave()
                .chain(() -> before(key))
                .chain(given -> given != null
                        ? Uni.createFrom().item(given)
                        : importing
                                .receive(order, mapping, file.path(), job -> keep(key, job))
                                .map(this::accepted)
                                .onFailure(Idempotency::anotherWasFirst)
                                .recoverWithUni(() -> before(key).map(Objects::requireNonNull)))
                .eventually(() -> importing.forget(file.path()))
                .call(() -> log.granted(by, "import", object, null))
                .map(Answer::response);
    }

    /** Another file, or the same read another way, is another request. */
    private @Nullable Key key(@Nullable String header, Order order, Mapping mapping, Spooled file) {
        try {
            return idempotency.key(
                    header, caller, "POST import", List.of(order.toString(), mapping.toString(), file.digest()));
        } catch (RuntimeException e) {
            file.delete();
            throw e;
        }
    }

    private Uni<@Nullable Answer> before(@Nullable Key key) {
        return key == null
                ? Uni.createFrom().nullItem()
                : Panache.withSession(() -> idempotency.given(List.of(key)).map(given -> given.to(key)));
    }

    private Uni<Void> keep(@Nullable Key key, Job job) {
        return key == null ? Uni.createFrom().voidItem() : idempotency.keep(List.of(key), List.of(accepted(job)));
    }

    private Answer accepted(Job job) {
        return new Answer(202, idempotency.write(ImportView.of(job)), "/api/v1/imports/" + job.id(), null);
    }

    private Map<String, String> columns(@Nullable String columns) {
        try {
            return columns == null ? Map.of() : json.readValue(columns, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new Invalid("/columns", "malformed-json", "Write a JSON object: {\"column\": \"field\"}");
        }
    }

    private Spooled spooled(InputStream body) {
        try {
            return Spooled.of(body, maxSize);
        } catch (Spooled.TooLarge e) {
            throw new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE, e);
        } catch (IOException e) {
            throw new ClientErrorException(Response.Status.BAD_REQUEST, e);
        }
    }

    @GET
    @Path("/imports")
    @RolesAllowed({Roles.ORGANIZATION_CONTACT, Roles.HR_PARTNER, Roles.PLATFORM_ADMIN})
    @Operation(summary = "The imports of your organizations, in the order they came")
    @Logged(action = "list", object = "imports")
    public Uni<Page<ImportView>> list(@BeanParam @Valid PageQuery page) {
        return imports.list(within(), page).map(jobs -> Page.of(jobs, page, Job::position, ImportView::of));
    }

    @GET
    @Path("/imports/{id}")
    @RolesAllowed({Roles.ORGANIZATION_CONTACT, Roles.HR_PARTNER, Roles.PLATFORM_ADMIN})
    @Operation(summary = "How far an import has come")
    @Logged(action = "read", object = "import {id}")
    public Uni<ImportView> get(UUID id) {
        return imports.get(id, within()).map(ImportView::of);
    }

    @GET
    @Path("/imports/{id}/errors.csv")
    @RolesAllowed({Roles.ORGANIZATION_CONTACT, Roles.HR_PARTNER, Roles.PLATFORM_ADMIN})
    @Produces("text/csv")
    @Operation(summary = "What was wrong in which line, without the values; the first 10 000")
    @Logged(action = "export", object = "errors of import {id}")
    public Uni<String> errors(UUID id) {
        return imports.get(id, within()).chain(job -> imports.faults(job.id())).map(ErrorFile::of);
    }

    private @Nullable Set<String> within() {
        return caller.is(Roles.PLATFORM_ADMIN) ? null : caller.organizations();
    }

    /** The errors as a spreadsheet may open them: no cell is a formula. */
    static final class ErrorFile {
        private ErrorFile() {}

        static String of(List<Fault> faults) {
            var file = new StringBuilder("line,column,code,message\r\n");
            for (Fault fault : faults) {
                file.append(fault.line())
                        .append(',')
                        .append(cell(fault.field() == null ? "" : fault.field()))
                        .append(',')
                        .append(cell(fault.code()))
                        .append(',')
                        .append(cell(fault.message()))
                        .append("\r\n");
            }
            return file.toString();
        }

        static String cell(String text) {
            String harmless = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
            return harmless.matches("[^\",\r\n]*") ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
        }
    }
}
