package org.samverka.evaluation.screening;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** Days beside an answer are those of a week's beginning or end, so that none of them tells when it was given. */
final class Weeks {
    private Weeks() {}

    /** The first Monday that is at least so many days later. */
    static LocalDate mondayAfter(LocalDate day, int days) {
        return day.plusDays(days).with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
    }

    /** The first Sunday that is at least so many days later. */
    static LocalDate sundayAfter(LocalDate day, int days) {
        return day.plusDays(days).with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
    }
}
