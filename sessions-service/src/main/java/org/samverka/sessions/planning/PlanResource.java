package org.samverka.sessions.planning;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.planning.Plan.Day;
import org.samverka.sessions.planning.Plan.Figures;
import org.samverka.sessions.planning.PlanChanges.Move;
import org.samverka.sessions.session.Sessions;

@Path("/api/v1/session-plans/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class PlanResource {
    private final Plans plans;
    private final PlanChanges changes;
    private final Idempotency idempotency;
    private final Caller caller;

    PlanResource(Plans plans, PlanChanges changes, Idempotency idempotency, Caller caller) {
        this.plans = plans;
        this.changes = changes;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** @param changes how often a team goes on to another municipality, over so many kilometers */
    @Schema(name = "PlanFiguresView")
    public record FiguresView(int changes, int kilometers, int fewestOfATeam, int mostOfATeam, int mostInAWeek) {
        static @Nullable FiguresView of(@Nullable Figures figures) {
            return figures == null
                    ? null
                    : new FiguresView(
                            figures.changes(),
                            figures.kilometers(),
                            figures.fewestOfATeam(),
                            figures.mostOfATeam(),
                            figures.mostInAWeek());
        }
    }

    /**
     * @param state waiting, solving (clashes, cost and seconds say how far), proposed, failed (no team is free), adopted
     * @param clashes what cannot be as it is; 0 for a plan that can become sessions
     * @param cost the lower the better: changes of municipality and kilometers, crowded weeks, teams with more than others
     * @param firstCost of the plan that the search began with
     * @param seconds of the search
     * @param figures of the days, once they are placed; none in lists
     */
    public record PlanView(
            UUID id,
            String program,
            String title,
            LocalDate from,
            LocalDate to,
            int days,
            Plan.State state,
            @Nullable Integer clashes,
            @Nullable Long cost,
            @Nullable Long firstCost,
            @Nullable BigDecimal seconds,
            @Nullable FiguresView figures,
            int version) {
        static PlanView of(Plan plan) {
            return new PlanView(
                    plan.id(),
                    plan.program(),
                    plan.wish().title(),
                    plan.wish().from(),
                    plan.wish().to(),
                    plan.wish().days(),
                    plan.state(),
                    plan.clashes(),
                    plan.cost(),
                    plan.firstCost(),
                    plan.seconds(),
                    plan.days().isEmpty() ? null : FiguresView.of(plan.figures()),
                    plan.version());
        }
    }

    /** @param sessionId once the plan has become sessions */
    public record DayView(
            int n,
            String municipality,
            @Nullable UUID supplierId,
            @Nullable LocalDate date,
            boolean pinned,
            @Nullable UUID sessionId) {
        static DayView of(Day day) {
            return new DayView(
                    day.n(), day.municipality(), day.supplierId(), day.date(), day.pinned(), day.sessionId());
        }
    }

    /** What is left out stays as it is; a pinned day is not moved by the next search. */
    public record MoveRequest(
            @Nullable LocalDate date,
            @Nullable UUID supplierId,
            @Nullable Boolean pinned) {}

    @GET
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "A plan, how far the search for it has come and how good it is")
    public Uni<RestResponse<PlanView>> get(UUID id) {
        return plans.known(id).map(this::seen).map(PlanResource::answer);
    }

    private Plan seen(Plan plan) {
        if (!caller.seesProgram(plan.program())) {
            throw Plan.unknown();
        }
        return plan;
    }

    private static RestResponse<PlanView> answer(Plan plan) {
        return ResponseBuilder.ok(PlanView.of(plan))
                .tag(ETags.of(plan.version()))
                .build();
    }

    @GET
    @Path("/days")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "The plan's days: where, when and by which team")
    public Uni<Page<DayView>> days(UUID id, @BeanParam @Valid PageQuery page) {
        return plans.known(id).map(this::seen).map(plan -> Page.of(rows(plan.days(), page), page, Day::n, DayView::of));
    }

    private static List<Day> rows(List<Day> days, PageQuery page) {
        return days.stream()
                .filter(day -> day.n() > page.after())
                .limit(page.rows())
                .toList();
    }

    @PATCH
    @Path("/days/{n}")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Move a day to another date or team, or pin it; what it would clash with is named")
    public Uni<RestResponse<PlanView>> move(
            UUID id,
            int n,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid MoveRequest request) {
        var move = new Move(request.supplierId(), request.date(), request.pinned());
        return changes.move(id, n, move, caller::seesProgram, ifMatch).map(PlanResource::answer);
    }

    @POST
    @Path("/solve")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Search once more, from where the plan is; what is pinned stays")
    public Uni<RestResponse<PlanView>> solve(UUID id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return changes.solveAgain(id, caller::seesProgram, ifMatch).map(PlanResource::answer);
    }

    @POST
    @Path("/sessions")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Make draft sessions of all the days, or of none; a clash that came up meanwhile is named")
    @APIResponseSchema(value = PlanView.class, responseCode = "201")
    public Uni<Response> adopt(
            UUID id,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Set<String> programs = caller.programs();
        var key = idempotency.key(idempotencyKey, caller, "POST /session-plans/sessions", id);
        return Sessions.withoutClash(() -> idempotency.once(
                key,
                () -> changes.adopt(id, caller::seesProgram, ifMatch, programs)
                        .map(plan -> idempotency.created(
                                PlanView.of(plan), "/api/v1/session-plans/" + id + "/days", plan.version()))));
    }
}
