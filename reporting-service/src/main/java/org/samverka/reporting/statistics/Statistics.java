package org.samverka.reporting.statistics;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
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
                .chain(() -> cells.of(question.program()))
                .chain(counted -> cells.shownShares(question.program())
                        // What is to be hidden of a large program takes longer than an event loop can be held up.
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(shown -> new ProgramFigures(counted, shown, minimum)))
                .map(figures -> figures.by(question.by(), question.measures(), question.audience()));
    }
}
