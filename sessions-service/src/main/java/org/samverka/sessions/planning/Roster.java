package org.samverka.sessions.planning;

import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All days of a plan, and the teams' days among which the search chooses. */
@PlanningSolution
public class Roster {
    @ValueRangeProvider
    List<Slot> slots;

    @PlanningEntityCollectionProperty
    List<PlanDay> days;

    @PlanningScore
    @Nullable
    HardSoftLongScore score;

    /** For the solver, which copies. */
    @SuppressWarnings("NullAway.Init")
    public Roster() {}

    Roster(List<Slot> slots, List<PlanDay> days) {
        this.slots = slots;
        this.days = days;
    }
}
