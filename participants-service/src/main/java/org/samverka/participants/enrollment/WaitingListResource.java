package org.samverka.participants.enrollment;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.access.Logged;
import org.samverka.participants.enrollment.WaitingList.Waiting;

@Path("/api/v1")
public class WaitingListResource {
    private final WaitingList waitingList;
    private final Asking asking;

    WaitingListResource(WaitingList waitingList, Asking asking) {
        this.waitingList = waitingList;
        this.asking = asking;
    }

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

    @GET
    @Path("/programs/{program}/waiting-list")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Who waits for a seat or is offered one, in the order they came")
    @Logged(action = "list", object = "waiting list of {program}")
    public Uni<Page<WaitingView>> waiting(
            String program, @RestQuery @Nullable String targetGroup, @BeanParam @Valid PageQuery page) {
        asking.requireProgram(program);
        return waitingList
                .list(program, targetGroup, asking.within(), page)
                .map(rows -> Page.of(rows, page, Waiting::position, WaitingView::of));
    }
}
