package org.samverka.sessions.planning;

import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.solver.SolutionManager;
import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchType;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/** Looks for a better plan, from a first one on, by Timefold's local search. Blocks, so it belongs on a worker thread. */
final class Search {
    private final Solver<Roster> solver;

    Search(Duration limit) {
        solver = factory(limit).buildSolver();
    }

    private static SolverFactory<Roster> factory(Duration limit) {
        return SolverFactory.create(new SolverConfig()
                .withSolutionClass(Roster.class)
                .withEntityClasses(PlanDay.class)
                .withConstraintProviderClass(PlanConstraints.class)
                .withPhases(new LocalSearchPhaseConfig().withLocalSearchType(LocalSearchType.LATE_ACCEPTANCE))
                .withTerminationConfig(new TerminationConfig()
                        .withSpentLimit(limit)
                        .withUnimprovedSpentLimit(Duration.ofMillis(limit.toMillis() / 3))));
    }

    /** What the best plan so far costs is told as it is found. */
    Roster improve(Roster first, Consumer<HardSoftLongScore> better) {
        solver.addEventListener(found -> better.accept(Objects.requireNonNull(found.getNewBestSolution().score)));
        return solver.solve(first);
    }

    /** The search ends with the best plan so far; may be called from any thread. */
    void stop() {
        solver.terminateEarly();
    }

    static HardSoftLongScore score(Roster roster) {
        SolutionManager<Roster, HardSoftLongScore> manager = SolutionManager.create(factory(Duration.ofSeconds(1)));
        return Objects.requireNonNull(manager.update(roster));
    }
}
