package org.samverka.reporting.statistics;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.samverka.reporting.disclosure.Minimum;

/** What is asked of the statistics. */
@ApplicationScoped
class Statistics {
    private final Programs programs;
    private final Cells cells;
    private final Minimum minimum;

    Statistics(Programs programs, Cells cells, Minimum minimum) {
        this.programs = programs;
        this.cells = cells;
        this.minimum = minimum;
    }

    record Question(String program, Set<Dimension> by, Set<Measure> measures, Audience audience) {}

    Uni<List<Statistic>> answer(Question question) {
        return programs.requireKnown(question.program())
                .chain(() -> figures(question.program()))
                .map(figures -> figures.by(question.by(), question.measures(), question.audience()));
    }

    private Uni<ProgramFigures> figures(String program) {
        return cells.of(program)
                .chain(counted -> cells.shownShares(program).map(shown -> new ProgramFigures(counted, shown, minimum)));
    }
}
