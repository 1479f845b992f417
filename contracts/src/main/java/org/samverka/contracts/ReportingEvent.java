package org.samverka.contracts;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What reporting-service tells the others on {@code samverka.reporting.v1}, keyed by program. */
public sealed interface ReportingEvent extends Event {
    UUID programId();

    @Override
    default Topic topic() {
        return Topic.REPORTING;
    }

    @Override
    default String key() {
        return programId().toString();
    }

    /**
     * A goal of a program came into another state on {@code date}, a day in the program's zone; {@code before} none: it
     * was never judged before. Holds no figures. The higher {@code version} wins.
     */
    @EventType("org.samverka.reporting.goal-state-changed.v1")
    record GoalStateChanged(
            UUID programId,
            String program,
            String goal,
            GoalState state,
            @Nullable GoalState before,
            LocalDate date,
            int version)
            implements ReportingEvent {}

    /**
     * Figures of a program were published as they stood on {@code date}, a day in the program's zone: a {@code kind} of
     * report, revision 1 or one that {@code supersedes} another. Holds no figures; {@code contentHash} is the SHA-256 of what
     * it says, in hexadecimal.
     */
    @EventType("org.samverka.reporting.release-frozen.v1")
    record ReleaseFrozen(
            UUID programId,
            String program,
            UUID releaseId,
            String kind,
            int revision,
            @Nullable UUID supersedes,
            String contentHash,
            LocalDate date)
            implements ReportingEvent {}

    /** {@code withheld}: too few people are behind the figure for even its state to be told. */
    enum GoalState {
        met,
        on_track,
        at_risk,
        not_met,
        not_computable,
        withheld
    }
}
