package org.samverka.sessions.planning;

import java.time.LocalDate;
import java.time.temporal.IsoFields;

/** A team's day. Teams are counted from 0. */
record Slot(int team, LocalDate date) {
    /** Rises from week to week; weeks begin on Monday. */
    long week() {
        return Math.floorDiv(date.toEpochDay() + 3, 7);
    }

    /** As 2026-W53. */
    String isoWeek() {
        return "%d-W%02d".formatted(date.get(IsoFields.WEEK_BASED_YEAR), date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
}
