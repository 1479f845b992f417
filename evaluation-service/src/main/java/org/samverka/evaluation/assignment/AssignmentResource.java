package org.samverka.evaluation.assignment;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.EntityTag;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.response.AnswerState;

/** What a participant is asked to answer; nobody else is told. */
@Path("/api/v1")
public class AssignmentResource {
    private final Assignments assignments;
    private final Caller caller;

    AssignmentResource(Assignments assignments, Caller caller) {
        this.assignments = assignments;
        this.caller = caller;
    }

    /**
     * @param survey the survey's key
     * @param sessionId what the survey is about; none: the program
     */
    public record AssignmentView(
            UUID id,
            String survey,
            String program,
            Instrument.Reference instrument,
            @Nullable UUID sessionId,
            @Nullable String targetGroup,
            AnswerState state) {
        static AssignmentView of(Assignment assignment) {
            return new AssignmentView(
                    assignment.id(),
                    assignment.survey(),
                    assignment.program(),
                    new Instrument.Reference(assignment.instrument(), assignment.instrumentVersion()),
                    assignment.sessionId(),
                    assignment.targetGroup(),
                    assignment.state());
        }
    }

    @GET
    @Path("/me/assignments")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "What you are asked to answer")
    public Uni<Page<AssignmentView>> mine(@BeanParam @Valid PageQuery page) {
        return assignments
                .of(caller.personId(), page)
                .map(rows -> Page.of(rows, page, Assignment::position, AssignmentView::of));
    }

    @GET
    @Path("/assignments/{id}")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "One of your assignments")
    public Uni<RestResponse<AssignmentView>> get(UUID id) {
        return assignments.own(id, caller.personId()).map(AssignmentResource::tagged);
    }

    /** Nothing but its state ever changes about an assignment. */
    private static RestResponse<AssignmentView> tagged(Assignment assignment) {
        return RestResponse.ResponseBuilder.ok(AssignmentView.of(assignment))
                .tag(new EntityTag(assignment.state().name()))
                .build();
    }
}
