package org.samverka.stack.demo.hr;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One of a person's employments: how it was when the feed began, and what became of it.
 *
 * @param extent fraction of full time
 * @param lastDay inclusive; none while it goes on
 */
public record Employment(
        String ref,
        String unit,
        LocalDate from,
        BigDecimal extent,
        boolean hourly,
        @Nullable NewExtent change,
        @Nullable Move move,
        @Nullable LocalDate lastDay) {
    private static final BigDecimal FULL_TIME_HOURS = BigDecimal.valueOf(40);

    /** Another extent from a day on. */
    public record NewExtent(LocalDate from, BigDecimal extent) {}

    /** Another unit from a day on. */
    public record Move(LocalDate from, String unit) {}

    static BigDecimal weeklyHours(BigDecimal extent) {
        return FULL_TIME_HOURS.multiply(extent).stripTrailingZeros();
    }

    boolean isOver(LocalDate day) {
        return lastDay != null && lastDay.isBefore(day);
    }
}
