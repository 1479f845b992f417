package org.samverka.participants.enrollment;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.delivery.Trace;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.contracts.rest.Idempotency.Key;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.access.Logged;
import org.samverka.participants.access.Looked;
import org.samverka.participants.enrollment.BulkEnrollment.Outcome;
import org.samverka.participants.enrollment.Changes.Step;
import org.samverka.participants.enrollment.Claim.PersonReference;

@Path("/api/v1")
public class EnrollmentResource {
    private final Enrollments enrollments;
    private final BulkEnrollment bulk;
    private final Changes changes;
    private final Idempotency idempotency;
    private final Looked looked;
    private final Caller caller;
    private final Asking asking;
    private final Clock clock;

    EnrollmentResource(
            Enrollments enrollments,
            BulkEnrollment bulk,
            Changes changes,
            Idempotency idempotency,
            Looked looked,
            Caller caller,
            Asking asking,
            Clock clock) {
        this.enrollments = enrollments;
        this.bulk = bulk;
        this.changes = changes;
        this.idempotency = idempotency;
        this.looked = looked;
        this.caller = caller;
        this.asking = asking;
        this.clock = clock;
    }

    /**
     * @param personId the person, or else {@code organization} and {@code personRef}, the organization's own reference
     * @param date the first day, within the program's period; today when not given
     */
    public record EnrollmentRequest(
            @Nullable UUID personId,
            @Nullable @Size(max = 80) String organization,
            @Nullable @Size(max = 200) String personRef,
            @NotNull @NotBlank @Size(max = 80) String targetGroup,
            @Nullable LocalDate date) {
        PersonReference person() {
            if (personId != null) {
                return new PersonReference(personId, null, null);
            }
            if (organization == null || personRef == null) {
                throw new Invalid("/personId", "required", "Name a personId, or an organization and its personRef");
            }
            return new PersonReference(null, organization, personRef);
        }
    }

    /** @param offerUntil when an offered seat goes to the next */
    public record EnrollmentView(
            UUID id,
            String program,
            UUID personId,
            String targetGroup,
            String organization,
            EnrollmentState state,
            LocalDate date,
            @Nullable Instant offerUntil,
            int version) {
        static EnrollmentView of(Enrollment e) {
            return new EnrollmentView(
                    e.id,
                    e.program,
                    e.personId,
                    e.targetGroup,
                    e.organization,
                    e.state,
                    e.date,
                    e.offerUntil,
                    e.version);
        }
    }

    /** @param rows up to 10 000; each is judged by itself */
    public record BulkRequest(
            @NotNull @NotEmpty @Size(max = 10_000) List<@NotNull @Valid EnrollmentRequest> rows) {}

    /**
     * @param row counts from 0
     * @param code why the row was refused; {@code detail} says what to do
     */
    public record RowView(
            int row,
            @Nullable UUID id,
            @Nullable EnrollmentState state,
            @Nullable String code,
            @Nullable String detail) {
        static RowView of(int row, Outcome outcome) {
            Enrollment enrollment = outcome.enrollment();
            return new RowView(
                    row,
                    enrollment == null ? null : enrollment.id,
                    enrollment == null ? null : enrollment.state,
                    outcome.code(),
                    outcome.detail());
        }
    }

    /** What became of the rows, in their order. */
    public record BulkView(int enrolled, int refused, List<RowView> rows) {
        static BulkView of(List<Outcome> outcomes) {
            List<RowView> rows = IntStream.range(0, outcomes.size())
                    .mapToObj(row -> RowView.of(row, outcomes.get(row)))
                    .toList();
            int refused = (int) rows.stream().filter(row -> row.code() != null).count();
            return new BulkView(rows.size() - refused, refused, rows);
        }
    }

    /**
     * @param date the day from which the state holds
     * @param by the subject of who did it, or a part of the platform
     */
    public record StepView(
            int version,
            EnrollmentState state,
            LocalDate date,
            @Nullable String reason,
            String by,
            String role,
            Instant at) {
        static StepView of(Step step) {
            return new StepView(
                    step.version(), step.state(), step.date(), step.reason(), step.by(), step.role(), step.at());
        }
    }

    public record HistoryView(List<StepView> steps) {}

    public record OwnEnrollments(List<EnrollmentView> items) {}

    @POST
    @Path("/programs/{program}/enrollments")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Enroll a person in a target group: confirmed, or waitlisted where seats are taken")
    public Uni<Response> enroll(
            String program,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid EnrollmentRequest request) {
        caller.requireProgram(program);
        Key key = idempotency.key(idempotencyKey, caller, "POST enrollments " + program, request);
        return enrollments
                .enroll(
                        program,
                        claim(request, UUID.randomUUID(), asking.within(), asking.actor(), key, Trace.current()))
                .map(Answer::response);
    }

    private Claim claim(
            EnrollmentRequest request,
            UUID id,
            @Nullable Set<String> within,
            Actor by,
            @Nullable Key key,
            @Nullable String trace) {
        return new Claim(
                id,
                request.person(),
                request.targetGroup(),
                Objects.requireNonNullElseGet(request.date(), () -> LocalDate.now(clock)),
                within,
                by,
                key,
                trace);
    }

    @POST
    @Path("/programs/{program}/enrollments/bulk")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Enroll many, each by itself: what became of every row, in their order")
    public Uni<Response> enrollMany(
            String program,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid BulkRequest request) {
        caller.requireProgram(program);
        Key key = idempotency.key(idempotencyKey, caller, "POST bulk " + program, request);
        Set<String> within = asking.within();
        Actor by = asking.actor();
        String trace = Trace.current();
        return bulk.enroll(
                        program,
                        request.rows(),
                        key,
                        (row, id) -> claim(row, id, within, by, null, trace),
                        BulkView::of)
                .map(Answer::response);
    }

    @GET
    @Path("/programs/{program}/enrollments")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Who is enrolled, in the order they came")
    @Logged(action = "list", object = "enrollments of {program}")
    public Uni<Page<EnrollmentView>> list(
            String program,
            @RestQuery @Nullable String targetGroup,
            @RestQuery @Nullable EnrollmentState state,
            @BeanParam @Valid PageQuery page) {
        caller.requireProgram(program);
        return enrollments
                .list(program, targetGroup, state, asking.within(), page)
                .map(rows -> Page.of(rows, page, e -> e.position, EnrollmentView::of));
    }

    @GET
    @Path("/enrollments/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT, Roles.PARTICIPANT})
    @Operation(summary = "One enrollment")
    @Logged(action = "read", object = "enrollment {id}")
    public Uni<Response> get(UUID id) {
        return enrollments
                .get(id, asking::visible)
                .invoke(enrollment -> looked.at(enrollment.pseudonym))
                .map(enrollment -> Response.ok(EnrollmentView.of(enrollment))
                        .tag(ETags.of(enrollment.version))
                        .build());
    }

    @GET
    @Path("/enrollments/{id}/history")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT, Roles.PARTICIPANT})
    @Operation(summary = "How an enrollment came to be what it is: when, by whom and why")
    @Logged(action = "read", object = "history of enrollment {id}")
    public Uni<HistoryView> history(UUID id) {
        return enrollments
                .get(id, asking::visible)
                .invoke(enrollment -> looked.at(enrollment.pseudonym))
                .chain(enrollment -> changes.history(enrollment.id))
                .map(steps -> new HistoryView(steps.stream().map(StepView::of).toList()));
    }

    @GET
    @Path("/me/enrollments")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "Where you are enrolled, wait, are offered a seat, or have completed")
    public Uni<OwnEnrollments> own() {
        return enrollments
                .of(caller.personId())
                .map(rows ->
                        new OwnEnrollments(rows.stream().map(EnrollmentView::of).toList()));
    }
}
