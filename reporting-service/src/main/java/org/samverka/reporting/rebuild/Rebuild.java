package org.samverka.reporting.rebuild;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the building of statistics from the log has come.
 *
 * @param read records of the log so far, of {@code total} when it began
 * @param passedOver records that cannot be read or counted
 * @param positions by topic and partition what is read next
 */
record Rebuild(
        UUID id,
        long position,
        State state,
        long read,
        long total,
        long passedOver,
        Map<String, Long> positions,
        @Nullable String reason,
        Instant requestedAt,
        @Nullable Instant finishedAt) {
    enum State {
        waiting,
        reading,
        addingUp,
        catchingUp,
        done,
        failed;

        /** As others read it. */
        String label() {
            return switch (this) {
                case addingUp -> "adding-up";
                case catchingUp -> "catching-up";
                default -> name();
            };
        }
    }

    Rebuild in(State next) {
        return new Rebuild(id, position, next, read, total, passedOver, positions, reason, requestedAt, finishedAt);
    }

    Rebuild of(long all) {
        return new Rebuild(id, position, state, read, all, passedOver, positions, reason, requestedAt, finishedAt);
    }

    Rebuild at(long records, Map<String, Long> next, int more) {
        return new Rebuild(
                id,
                position,
                state,
                records,
                Math.max(total, records),
                passedOver + more,
                next,
                reason,
                requestedAt,
                finishedAt);
    }

    Rebuild over(State last, @Nullable String why, Instant when) {
        return new Rebuild(id, position, last, read, total, passedOver, positions, why, requestedAt, when);
    }

    int version() {
        return Objects.hash(state.name(), read, passedOver) & Integer.MAX_VALUE;
    }
}
