package org.samverka.evaluation.assignment;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.EntityTag;
import java.time.LocalDate;
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
import org.samverka.evaluation.response.Asker;

/** What a participant, or an organization, is asked to answer; nobody else is told. */
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
     * @param organization for which you answer; none: for yourself
     * @param dueOn the last day to answer
     * @param state again: you are to answer once more, before the result holds
     */
    public record AssignmentView(
            UUID id,
            String survey,
            String program,
            Instrument.Reference instrument,
            @Nullable UUID sessionId,
            @Nullable String targetGroup,
            @Nullable String organization,
            @Nullable LocalDate dueOn,
            AnswerState state) {
        static AssignmentView of(Assignment assignment) {
            return new AssignmentView(
                    assignment.id(),
                    assignment.survey(),
                    assignment.program(),
                    new Instrument.Reference(assignment.instrument(), assignment.instrumentVersion()),
                    assignment.sessionId(),
                    assignment.targetGroup(),
                    assignment.organization(),
                    assignment.dueOn(),
                    assignment.state());
        }
    }

    @GET
    @Path("/me/assignments")
    @RolesAllowed({Roles.PARTICIPANT, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "What you are asked to answer, for yourself or for your organization")
    public Uni<Page<AssignmentView>> mine(@BeanParam @Valid PageQuery page) {
        return assignments
                .of(Asker.of(caller), page)
                .map(rows -> Page.of(rows, page, Assignment::position, AssignmentView::of));
    }

    @GET
    @Path("/assignments/{id}")
    @RolesAllowed({Roles.PARTICIPANT, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "One of your assignments")
    public Uni<RestResponse<AssignmentView>> get(UUID id) {
        return assignments.own(id, Asker.of(caller)).map(AssignmentResource::tagged);
    }

    /** Nothing but its state ever changes about an assignment. */
    private static RestResponse<AssignmentView> tagged(Assignment assignment) {
        return RestResponse.ResponseBuilder.ok(AssignmentView.of(assignment))
                .tag(new EntityTag(assignment.state().name()))
                .build();
    }
}
