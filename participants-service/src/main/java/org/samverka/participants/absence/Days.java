package org.samverka.participants.absence;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calendar days in a row, both ends included. */
record Days(LocalDate from, LocalDate to) {
    /** Stands for an end that is not known yet. */
    static final LocalDate OPEN = LocalDate.of(9999, 12, 31);

    private static final int WEEK = 7;
    private static final int WORKING_WEEK = 5;

    Days {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("Days end before they begin");
        }
    }

    static Days of(LocalDate from, @Nullable LocalDate to) {
        return new Days(from, Objects.requireNonNullElse(to, OPEN));
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

    Optional<Days> within(Days other) {
        LocalDate first = later(from, other.from);
        LocalDate last = earlier(to, other.to);
        return last.isBefore(first) ? Optional.empty() : Optional.of(new Days(first, last));
    }

    Optional<Days> until(LocalDate last) {
        return last.isBefore(from) ? Optional.empty() : Optional.of(new Days(from, earlier(to, last)));
    }

    /** How many of them are Monday to Friday. */
    long weekdays() {
        long length = length();
        long days = length / WEEK * WORKING_WEEK;
        int first = from.getDayOfWeek().getValue();
        for (int i = 0; i < length % WEEK; i++) {
            if ((first + i - 1) % WEEK < WORKING_WEEK) {
                days++;
            }
        }
        return days;
    }
}
