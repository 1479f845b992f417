package org.samverka.participants.person;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.HrEvent.PayForm;

/**
 * An employment that nobody had heard of before, with all that is stated of it: nothing else is kept anywhere.
 *
 * @param lastDay inclusive; none while it lasts
 * @param slices at least one, and one for a day
 * @param moves one for a day
 */
public record NewEmployment(
        String ref,
        PersonRef person,
        LocalDate firstDay,
        @Nullable LocalDate lastDay,
        List<Slice> slices,
        List<Move> moves) {
    /** What holds from a day on. */
    public record Slice(
            LocalDate effectiveFrom,
            String unit,
            BigDecimal extent,
            BigDecimal weeklyHours,
            PayForm payForm,
            boolean leader,
            String stamp) {}

    /** To which unit it goes on a day; between it and a slice of the same day the higher stamp decides. */
    public record Move(LocalDate effectiveFrom, String unit, String stamp) {}

    boolean isAtWork(LocalDate day) {
        return !firstDay.isAfter(day) && (lastDay == null || !lastDay.isBefore(day));
    }
}
