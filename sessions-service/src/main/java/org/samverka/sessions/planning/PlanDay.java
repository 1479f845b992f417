package org.samverka.sessions.planning;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.entity.PlanningPin;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.samverka.sessions.planning.Wish.Municipality;

/** A day that is to be held in a municipality: the search decides by which team and when, unless it is pinned. */
@PlanningEntity
public class PlanDay {
    @PlanningId
    int n;

    Municipality municipality;

    /** On which nothing more can be held there. */
    Set<LocalDate> taken;

    @PlanningPin
    boolean pinned;

    @PlanningVariable
    @Nullable
    Slot slot;

    /** For the solver, which copies. */
    @SuppressWarnings("NullAway.Init")
    public PlanDay() {}

    PlanDay(int n, Municipality municipality, Set<LocalDate> taken, @Nullable Slot slot, boolean pinned) {
        this.n = n;
        this.municipality = municipality;
        this.taken = taken;
        this.slot = slot;
        this.pinned = pinned;
    }

    /** Only days that are placed are ever looked at. */
    Slot slot() {
        return Objects.requireNonNull(slot);
    }

    int team() {
        return slot().team();
    }

    LocalDate date() {
        return slot().date();
    }

    long week() {
        return slot().week();
    }

    Municipality municipality() {
        return municipality;
    }

    PlanConstraints.Stop stop() {
        return new PlanConstraints.Stop(date(), municipality);
    }

    boolean isWhereItIsTaken() {
        return taken.contains(date());
    }
}
