package org.samverka.participants.enrollment;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.samverka.participants.enrollment.BulkEnrollment.Outcome;
import org.samverka.participants.enrollment.Changes.Step;
import org.samverka.participants.enrollment.Claim.PersonReference;
import org.samverka.participants.enrollment.WaitingList.Waiting;

@Path("/api/v1")
public class EnrollmentResource {
    private static final String CODE = "[a-z0-9]+(-[a-z0-9]+)*";

    private final Enrollments enrollments;
    private final BulkEnrollment bulk;
    private final Lifecycle lifecycle;
    private final Changes changes;
    private final WaitingList waitingList;
    private final Idempotency idempotency;
    private final Caller caller;
    private final Clock clock;

    EnrollmentResource(
            Enrollments enrollments,
            BulkEnrollment bulk,
            Lifecycle lifecycle,
            Changes changes,
            WaitingList waitingList,
            Idempotency idempotency,
            Caller caller,
            Clock clock) {
        this.enrollments = enrollments;
        this.bulk = bulk;
        this.lifecycle = lifecycle;
        this.changes = changes;
        this.waitingList = waitingList;
        this.idempotency = idempotency;
        this.caller = caller;
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

    public enum Decision {
        approved,
        refused
    }

    /** @param reason a code in kebab-case, for the history */
    public record DecisionRequest(
            @NotNull Decision decision,

            @Nullable @Size(max = 80) @Pattern(regexp = CODE)
            String reason) {}

    public enum Reply {
        accepted,
        declined
    }

    public record AnswerRequest(@NotNull Reply answer) {}

    /**
     * @param reason a code in kebab-case
     * @param date the first day on which the person no longer takes part; today when not given
     */
    public record DiscontinuationRequest(
            @NotNull @Size(max = 80) @Pattern(regexp = CODE) String reason,
            @Nullable LocalDate date) {}

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

    /** @param place in the queue for the same seats, from 1; those with an offer come first */
    public record WaitingView(
            UUID id,
            UUID personId,
            String targetGroup,
            String organization,
            EnrollmentState state,
            LocalDate date,
            @Nullable Instant offerUntil,
            int place) {
        static WaitingView of(Waiting waiting) {
            return new WaitingView(
                    waiting.id(),
                    waiting.personId(),
                    waiting.targetGroup(),
                    waiting.organization(),
                    waiting.state(),
                    waiting.date(),
                    waiting.offerUntil(),
                    waiting.place());
        }
    }

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
                .enroll(program, claim(request, UUID.randomUUID(), within(), actor(), key, Trace.current()))
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
        Set<String> within = within();
        Actor by = actor();
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
    public Uni<Page<EnrollmentView>> list(
            String program,
            @RestQuery @Nullable String targetGroup,
            @RestQuery @Nullable EnrollmentState state,
            @BeanParam @Valid PageQuery page) {
        caller.requireProgram(program);
        return enrollments
                .list(program, targetGroup, state, within(), page)
                .map(rows -> Page.of(rows, page, e -> e.position, EnrollmentView::of));
    }

    @GET
    @Path("/enrollments/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT, Roles.PARTICIPANT})
    @Operation(summary = "One enrollment")
    public Uni<Response> get(UUID id) {
        return enrollments
                .get(id, this::visible)
                .map(enrollment -> Response.ok(EnrollmentView.of(enrollment))
                        .tag(ETags.of(enrollment.version))
                        .build());
    }

    @GET
    @Path("/enrollments/{id}/history")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT, Roles.PARTICIPANT})
    @Operation(summary = "How an enrollment came to be what it is: when, by whom and why")
    public Uni<HistoryView> history(UUID id) {
        return enrollments
                .get(id, this::visible)
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

    @GET
    @Path("/programs/{program}/waiting-list")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Who waits for a seat or is offered one, in the order they came")
    public Uni<Page<WaitingView>> waiting(
            String program, @RestQuery @Nullable String targetGroup, @BeanParam @Valid PageQuery page) {
        caller.requireProgram(program);
        return waitingList
                .list(program, targetGroup, within(), page)
                .map(rows -> Page.of(rows, page, Waiting::position, WaitingView::of));
    }

    @POST
    @Path("/enrollments/{id}/decision")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Approve who has applied, into a seat or onto the waiting list, or refuse them")
    public Uni<Response> decide(
            UUID id,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid DecisionRequest request) {
        var asked = request(id, ifMatch);
        return once(
                idempotencyKey,
                "POST decision " + id,
                request,
                () -> request.decision() == Decision.approved
                        ? lifecycle.approve(asked, request.reason())
                        : lifecycle.refuse(asked, request.reason()));
    }

    @POST
    @Path("/enrollments/{id}/answer")
    @RolesAllowed({Roles.PARTICIPANT, Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Accept an offered seat, or let it go to the next")
    public Uni<Response> answer(
            UUID id,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid AnswerRequest request) {
        var asked = request(id, ifMatch);
        return once(
                idempotencyKey,
                "POST answer " + id,
                request,
                () -> request.answer() == Reply.accepted ? lifecycle.accept(asked) : lifecycle.decline(asked));
    }

    @POST
    @Path("/enrollments/{id}/discontinuation")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "End what had begun, on a day and for a reason; the seat comes free")
    public Uni<Response> discontinue(
            UUID id,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid DiscontinuationRequest request) {
        var asked = request(id, ifMatch);
        return once(
                idempotencyKey,
                "POST discontinuation " + id,
                request,
                () -> lifecycle.discontinue(asked, request.reason(), request.date()));
    }

    @DELETE
    @Path("/enrollments/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Withdraw an enrollment; its seat comes free")
    public Uni<Void> withdraw(UUID id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return lifecycle.withdraw(request(id, ifMatch)).replaceWithVoid();
    }

    private Lifecycle.Request request(UUID id, @Nullable String ifMatch) {
        return new Lifecycle.Request(id, ifMatch, this::visible, actor());
    }

    private Uni<Response> once(
            @Nullable String idempotencyKey, String operation, Object body, Supplier<Uni<Enrollment>> effect) {
        return idempotency.once(
                idempotency.key(idempotencyKey, caller, operation, body),
                () -> effect.get().map(this::changed));
    }

    private Answer changed(Enrollment enrollment) {
        return new Answer(
                200, idempotency.write(EnrollmentView.of(enrollment)), null, Integer.toString(enrollment.version));
    }

    private Actor actor() {
        return Stream.of(Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT, Roles.PARTICIPANT)
                .filter(caller::is)
                .findFirst()
                .map(role -> new Actor(caller.subject(), role))
                .orElseThrow();
    }

    /** A coordinator sees everybody in the program, an organization's contact their own people. */
    private @Nullable Set<String> within() {
        return caller.is(Roles.COORDINATOR) ? null : caller.organizations();
    }

    /** Being in a support group is the person's own matter. */
    private boolean visible(Enrollment enrollment) {
        if (caller.is(Roles.COORDINATOR) && !enrollment.isConfidential() && caller.seesProgram(enrollment.program)) {
            return true;
        }
        if (caller.is(Roles.ORGANIZATION_CONTACT)
                && !enrollment.support
                && caller.seesProgram(enrollment.program)
                && caller.seesOrganization(enrollment.organization)) {
            return true;
        }
        return caller.is(Roles.PARTICIPANT) && caller.personId().equals(enrollment.personId);
    }
}
