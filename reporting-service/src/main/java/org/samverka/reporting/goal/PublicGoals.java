package org.samverka.reporting.goal;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.Goal;
import org.samverka.reporting.disclosure.DisclosureControl;
import org.samverka.reporting.disclosure.Figure;
import org.samverka.reporting.disclosure.Minimum;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.goal.GoalResource.GoalView;
import org.samverka.reporting.goal.Standing.Figures;
import org.samverka.reporting.goal.Standing.Part;
import org.samverka.reporting.goal.Standings.Known;
import org.samverka.reporting.program.Program;

/** How a program's goals stand, as anybody may see it. */
@ApplicationScoped
public class PublicGoals {
    private final Standings standings;
    private final Minimum minimum;

    PublicGoals(Standings standings, Minimum minimum) {
        this.standings = standings;
        this.minimum = minimum;
    }

    public Uni<List<GoalView>> of(Program program) {
        return standings.of(program.key()).map(known -> views(program, known, false));
    }

    /** With exact numbers of people, for those who have the lists. */
    Uni<List<GoalView>> exactly(Program program) {
        return standings.of(program.key()).map(known -> views(program, known, true));
    }

    private List<GoalView> views(Program program, Map<String, Known> known, boolean exact) {
        return program.goals().stream()
                .map(goal -> view(goal, known.get(goal.key()), exact))
                .toList();
    }

    private GoalView view(Goal goal, @Nullable Known known, boolean exact) {
        Standing standing = known == null ? Standing.notComputable("not-judged-yet") : known.standing();
        Figures figures = standing.figures();
        if (figures.people() && !exact) {
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
