package org.samverka.participants.application;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Refused;

/** When applications are taken: whole days in a zone, the last inclusive; without a day there is no limit on that side. */
record Window(@Nullable LocalDate opens, @Nullable LocalDate closes, ZoneId zone) {

    /** When the last day is over: the next local midnight. */
    @Nullable
    Instant deadline() {
        return closes == null ? null : closes.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** Refuses what comes too early or too late. */
    void check(Instant at) {
        Instant opening = opens == null ? null : opens.atStartOfDay(zone).toInstant();
        if (opening != null && at.isBefore(opening)) {
            throw new RoundNotOpen(opening);
        }
        Instant deadline = deadline();
        if (deadline != null && !at.isBefore(deadline)) {
            throw new DeadlinePassed(deadline);
        }
    }

    static final class RoundNotOpen extends Refused {
        RoundNotOpen(Instant opening) {
            super("Applications are taken from " + opening + " on; come back then");
        }
    }

    static final class DeadlinePassed extends Refused {
        DeadlinePassed(Instant deadline) {
            super("Applications were taken until " + deadline + "; ask the coordinator about another round");
        }
    }
}
