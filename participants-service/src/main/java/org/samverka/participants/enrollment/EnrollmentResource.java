package org.samverka.participants.enrollment;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
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
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Trace;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.enrollment.Claim.PersonReference;
import org.samverka.participants.enrollment.Enrollment.State;

@Path("/api/v1")
public class EnrollmentResource {
    private final Enrollments enrollments;
    private final Idempotency idempotency;
    private final Caller caller;
    private final Clock clock;

    EnrollmentResource(Enrollments enrollments, Idempotency idempotency, Caller caller, Clock clock) {
        this.enrollments = enrollments;
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

    public record EnrollmentView(
            UUID id,
            String program,
            UUID personId,
            String targetGroup,
            String organization,
            String state,
            LocalDate date,
            int version) {
        static EnrollmentView of(Enrollment e) {
            return new EnrollmentView(
                    e.id, e.program, e.personId, e.targetGroup, e.organization, e.state.name(), e.date, e.version);
        }
    }

    @POST
    @Path("/programs/{program}/enrollments")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Enroll a person in a target group: confirmed, or waitlisted where seats are taken")
    public Uni<Response> enroll(
            String program,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid EnrollmentRequest request) {
        caller.requireProgram(program);
        var claim = new Claim(
                UUID.randomUUID(),
                request.person(),
                request.targetGroup(),
                Objects.requireNonNullElseGet(request.date(), () -> LocalDate.now(clock)),
                within(),
                idempotency.key(idempotencyKey, caller, "POST enrollments " + program, request),
                Trace.current());
        return enrollments.enroll(program, claim).map(Answer::response);
    }

    @GET
    @Path("/programs/{program}/enrollments")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Who is enrolled, in the order they came")
    public Uni<Page<EnrollmentView>> list(
            String program,
            @RestQuery @Nullable String targetGroup,
            @RestQuery @Nullable State state,
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

    @DELETE
    @Path("/enrollments/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Withdraw an enrollment; its seat comes free")
    public Uni<Void> withdraw(UUID id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return enrollments.withdraw(id, ifMatch, this::visible);
    }

    /** A coordinator sees everybody in the program, an organization's contact their own people. */
    private @Nullable Set<String> within() {
        return caller.is(Roles.COORDINATOR) ? null : caller.organizations();
    }

    private boolean visible(Enrollment enrollment) {
        if (caller.is(Roles.COORDINATOR) && caller.seesProgram(enrollment.program)) {
            return true;
        }
        if (caller.is(Roles.ORGANIZATION_CONTACT)
                && caller.seesProgram(enrollment.program)
                && caller.seesOrganization(enrollment.organization)) {
            return true;
        }
        return caller.is(Roles.PARTICIPANT) && caller.personId().equals(enrollment.personId);
    }
}
