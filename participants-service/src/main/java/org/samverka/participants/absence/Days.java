package org.samverka.participants.absence;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Calendar days in a row, both ends included. */
record Days(LocalDate from, LocalDate to) {
    /** Stands for an end that is not known yet. */
    static final LocalDate OPEN = LocalDate.of(9999, 12, 31);

    Days {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("Days end before they begin");
        }
    }

    static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    /** The end as it is told: none while it is open. */
    static @Nullable LocalDate told(LocalDate end) {
        return end.isBefore(OPEN) ? end : null;
    }

    long length() {
        return ChronoUnit.DAYS.between(from, to) + 1;
    }
}
