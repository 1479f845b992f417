package org.samverka.reporting.absence;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;

/**
 * One employment with the time it plans and its sickness: a fifth of the weekly hours is planned on each Monday to Friday.
 * Only monthly paid slices plan time; what is paid by the hour can be neither missed nor kept, and enters neither the
 * numerator nor the denominator.
 */
record Employment(List<Slice> slices, List<Episode> sickness) {
    private static final BigDecimal FIFTH = new BigDecimal("0.2");

    record Slice(Days days, BigDecimal extent, BigDecimal weeklyHours, boolean hourly) {
        private BigDecimal hours(Days period) {
            long weekdays = days.within(period).map(Days::weekdays).orElse(0L);
            return weeklyHours.multiply(FIFTH).multiply(BigDecimal.valueOf(weekdays));
        }
    }

    /** An unbroken absence; its parts cover it without a gap or an overlap. */
    record Episode(Days days, List<Part> parts) {
        Episode(List<Part> parts) {
            this(
                    new Days(
                            parts.get(0).days().from(),
                            parts.get(parts.size() - 1).days().to()),
                    parts);
        }

        /** In calendar days, both ends included, whatever the extent; an open end runs to the day it is looked at. */
        long length(LocalDate asOf) {
            return days.until(asOf).map(Days::length).orElse(0L);
        }
    }

    /** @param extent the largest of what is stated for these days, never the sum */
    record Part(Days days, BigDecimal extent) {}

    List<Slice> planned() {
        return slices.stream().filter(slice -> !slice.hourly()).toList();
    }

    BigDecimal plannedHours(Days period) {
        return planned().stream().map(slice -> slice.hours(period)).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal sickHours(Days period, LocalDate asOf) {
        return sickHours(period, asOf, episode -> true);
    }

    /** Hours in episodes whose whole length is of a band, as known on a day. */
    BigDecimal sickHours(Days period, LocalDate asOf, Band band) {
        return sickHours(period, asOf, episode -> Band.of(episode.length(asOf)) == band);
    }

    /** Hours in episodes of at most so many days. */
    BigDecimal sickHours(Days period, LocalDate asOf, int maxDays) {
        return sickHours(period, asOf, episode -> episode.length(asOf) <= maxDays);
    }

    BigDecimal sickHours(Days period, LocalDate asOf, Predicate<Episode> which) {
        return sickness.stream()
                .filter(which)
                .flatMap(episode -> episode.parts().stream())
                .map(part -> part.days()
                        .within(period)
                        .flatMap(days -> days.until(asOf))
                        .map(days -> plannedHours(days).multiply(part.extent()))
                        .orElse(BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
