package org.samverka.participants.enrollment;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Once;
import org.samverka.contracts.rest.Once.Shape;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.enrollment.EnrollmentResource.EnrollmentView;

@Path("/api/v1")
public class LifecycleResource {
    private static final String CODE = "[a-z0-9]+(-[a-z0-9]+)*";

    private static final Shape<Enrollment> ENROLLMENT =
            new Shape<>(EnrollmentView::of, enrollment -> enrollment.version);

    private final Lifecycle lifecycle;
    private final Once once;
    private final Asking asking;

    LifecycleResource(Lifecycle lifecycle, Once once, Asking asking) {
        this.lifecycle = lifecycle;
        this.once = once;
        this.asking = asking;
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
        return once.change(
                idempotencyKey,
                "POST decision " + id,
                request,
                ENROLLMENT,
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
        return once.change(
                idempotencyKey,
                "POST answer " + id,
                request,
                ENROLLMENT,
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
        return once.change(
                idempotencyKey,
                "POST discontinuation " + id,
                request,
                ENROLLMENT,
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
        return new Lifecycle.Request(id, ifMatch, asking::visible, asking.actor());
    }
}
