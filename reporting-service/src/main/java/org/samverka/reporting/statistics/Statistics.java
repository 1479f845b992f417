package org.samverka.reporting.statistics;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.samverka.reporting.disclosure.Minimum;

/** What is asked of the statistics. */
@ApplicationScoped
public class Statistics {
    private static final Set<Dimension> IN_CELLS =
            EnumSet.of(Dimension.gender, Dimension.targetGroup, Dimension.organization);

    private final Programs programs;
    private final Snapshots snapshots;
    private final Minimum minimum;

    Statistics(Programs programs, Snapshots snapshots, Minimum minimum) {
        this.programs = programs;
        this.snapshots = snapshots;
        this.minimum = minimum;
    }

    record Question(String program, Set<Dimension> by, Set<Measure> measures, Audience audience) {
        boolean isControlled() {
            return measures.stream().anyMatch(measure -> measure.isControlledFor(audience));
        }

        /** Those that take more than the cells. */
        Set<Dimension> further() {
            Set<Dimension> further = EnumSet.noneOf(Dimension.class);
            by.stream().filter(dimension -> !IN_CELLS.contains(dimension)).forEach(further::add);
            return further;
        }
    }

    /**
     * All that may be shown to anybody of a program at a moment.
     *
     * @param revision the same as long as the figures are
     * @param figures always in the same order; what is hidden says why
     */
    public record Released(String program, long revision, List<Statistic> figures) {}

    /** For whoever freezes figures: every measure by every split that can be asked for, under disclosure control. */
    public Uni<Released> released(String program) {
        return programs.revision(program)
                .chain(revision -> snapshots
                        .of(program, revision)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(figures -> new Released(program, revision, figures.all(Audience.ANALYST))));
    }

    Uni<List<Statistic>> answer(Question question) {
        return programs.revision(question.program())
                .chain(revision -> question.isControlled() ? controlled(question, revision) : exact(question));
    }

    private Uni<List<Statistic>> controlled(Question question, long revision) {
        return snapshots
                .of(question.program(), revision)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(figures -> figures.by(question.by(), question.measures(), question.audience()));
    }

    /** Nothing is hidden, so no more need be known than what is asked for. */
    private Uni<List<Statistic>> exact(Question question) {
        return snapshots
                .cube(question.program(), question.further())
                .map(cube -> new ProgramFigures(cube, List.of(), minimum)
                        .by(question.by(), question.measures(), question.audience()));
    }
}
