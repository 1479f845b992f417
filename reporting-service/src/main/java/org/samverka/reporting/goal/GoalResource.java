package org.samverka.reporting.goal;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Roles;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.goal.Standing.Forecast;
import org.samverka.reporting.goal.Standing.Part;
import org.samverka.reporting.program.Programs;

@Path("/api/v1/programs/{key}")
@Tag(name = "Goals")
public class GoalResource {
    private final Programs programs;
    private final PublicGoals goals;
    private final Caller caller;

    GoalResource(Programs programs, PublicGoals goals, Caller caller) {
        this.programs = programs;
        this.goals = goals;
        this.caller = caller;
    }

    /**
     * @param wording in the funder's own words
     * @param needed what value must come to, the tolerance taken off
     * @param value a number, a share, or a relative change
     * @param numerator of a share those who agree; of a change the share of working time after
     * @param denominator of a share those who answered validly; of a change the share of working time before
     * @param all everybody who should have answered; of a change those who were compared
     * @param valueOfAll those who agree, of all
     * @param forecast where it will probably end, with a 95 % interval
     */
    public record GoalView(
            String key,
            String wording,
            @Nullable String metric,
            @Nullable String measure,
            @Nullable String targetGroup,
            @Nullable BigDecimal threshold,
            @Nullable BigDecimal tolerance,
            GoalState state,
            @Nullable String reason,
            @Nullable LocalDate since,
            @Nullable Instant judgedAt,
            @Nullable BigDecimal needed,
            @Nullable BigDecimal value,
            @Nullable BigDecimal numerator,
            @Nullable BigDecimal denominator,
            @Nullable BigDecimal all,
            @Nullable BigDecimal valueOfAll,
            @Nullable Forecast forecast,
            @Nullable Suppression suppressed,
            List<Part> parts) {}

    public record GoalsView(String program, List<GoalView> items) {}

    @GET
    @Path("/goals")
    @RolesAllowed({Roles.COORDINATOR, Roles.ANALYST})
    @Operation(summary = "The program's goals, in the funder's words, and how each stands", description = """
                    States: met, on_track, at_risk, not_met, not_computable, withheld; reason says why. Shares and changes are \
                    under disclosure control for everybody and move in steps; where fewer than three agree, or fewer than \
                    three do not, only the state is told. Analysts see numbers of people in steps.""")
    public Uni<GoalsView> goals(String key) {
        caller.requireProgram(key);
        return programs.required(key)
                .chain(program -> caller.is(Roles.COORDINATOR) ? goals.exactly(program) : goals.of(program))
                .map(views -> new GoalsView(key, views));
    }
}
