package org.samverka.reporting.goal;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.Goal;
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Roles;
import org.samverka.reporting.disclosure.DisclosureControl;
import org.samverka.reporting.disclosure.Figure;
import org.samverka.reporting.disclosure.Minimum;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.goal.Standing.Figures;
import org.samverka.reporting.goal.Standing.Forecast;
import org.samverka.reporting.goal.Standing.Part;
import org.samverka.reporting.goal.Standings.Known;
import org.samverka.reporting.program.Program;
import org.samverka.reporting.program.Programs;

@Path("/api/v1/programs/{key}")
@Tag(name = "Goals")
public class GoalResource {
    private final Programs programs;
    private final Standings standings;
    private final Minimum minimum;
    private final Caller caller;

    GoalResource(Programs programs, Standings standings, Minimum minimum, Caller caller) {
        this.programs = programs;
        this.standings = standings;
        this.minimum = minimum;
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
                .chain(program -> standings.of(key).map(known -> new GoalsView(key, views(program, known))));
    }

    private List<GoalView> views(Program program, Map<String, Known> known) {
        return program.goals().stream()
                .map(goal -> view(goal, known.get(goal.key())))
                .toList();
    }

    private GoalView view(Goal goal, @Nullable Known known) {
        Standing standing = known == null ? Standing.notComputable("not-judged-yet") : known.standing();
        Figures figures = standing.figures();
        if (figures.people() && !caller.is(Roles.COORDINATOR)) {
            figures = inSteps(figures, minimum);
        }
        return new GoalView(
                goal.key(),
                goal.wording(),
                goal.metric(),
                goal.measure(),
                goal.targetGroup(),
                goal.threshold(),
                goal.tolerance(),
                standing.state(),
                standing.reason(),
                known == null ? null : known.since(),
                known == null ? null : known.judgedAt().toInstant(),
                figures.needed(),
                figures.value(),
                figures.numerator(),
                figures.denominator(),
                figures.all(),
                figures.valueOfAll(),
                figures.forecast(),
                figures.suppressed(),
                figures.parts());
    }

    /** A number of people as who has no lists may see it; its forecast would tell it. */
    static Figures inSteps(Figures figures, Minimum minimum) {
        var table = new HashMap<Map<String, String>, Figure>();
        table.put(Map.of(), Figure.of(count(figures.value())));
        figures.parts().forEach(part -> table.put(part.dimensions(), Figure.of(count(part.value()))));
        var hidden = new DisclosureControl(minimum).hide(table);
        Suppression why = hidden.get(Map.<String, String>of());
        var parts = new ArrayList<Part>();
        for (Part part : figures.parts()) {
            Suppression of = hidden.get(part.dimensions());
            parts.add(new Part(part.dimensions(), of == null ? step(part.value(), minimum) : null, null, null, of));
        }
        return new Figures(
                why == null ? step(figures.value(), minimum) : null,
                null,
                null,
                figures.needed(),
                null,
                null,
                true,
                null,
                why,
                parts);
    }

    private static BigDecimal step(@Nullable BigDecimal value, Minimum minimum) {
        return BigDecimal.valueOf(minimum.step(count(value)));
    }

    private static long count(@Nullable BigDecimal value) {
        return value == null ? 0 : value.longValueExact();
    }
}
