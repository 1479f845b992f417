package org.samverka.reporting.absence;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.samverka.reporting.absence.Employment.Episode;
import org.samverka.reporting.absence.Employment.Slice;

/** A person's employments together, and what a period of them comes to. Several employments are one head. */
record Person(List<Employment> employments) {

    /** @param maxDays the longest that counts as short-term absence */
    PersonTime time(Days period, LocalDate asOf, int maxDays) {
        return new PersonTime(
                sum(employment -> employment.plannedHours(period)),
                List.of(Band.values()).stream()
                        .map(band -> sum(employment -> employment.sickHours(period, asOf, band)))
                        .toList(),
                employedDays(period),
                isFullTime(period),
                begun(period, asOf).count(),
                occasions(period, asOf, maxDays),
                endedHours(period, asOf));
    }

    private BigDecimal sum(Function<Employment, BigDecimal> hours) {
        return employments.stream().map(hours).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Stream<Slice> planned(Days period) {
        return employments.stream()
                .flatMap(employment -> employment.planned().stream())
                .filter(slice -> slice.days().within(period).isPresent());
    }

    /** Calendar days of the period with planned time, however many employments plan it. */
    long employedDays(Days period) {
        return Days.united(planned(period)
                        .flatMap(slice -> slice.days().within(period).stream())
                        .toList())
                .stream()
                .mapToLong(Days::length)
                .sum();
    }

    /** By the extents together on the last employed day of the period. */
    private boolean isFullTime(Days period) {
        LocalDate last = planned(period)
                .map(slice -> Days.earlier(slice.days().to(), period.to()))
                .max(Comparator.naturalOrder())
                .orElse(LocalDate.MIN);
        return planned(period)
                        .filter(slice -> slice.days().contain(last))
                        .map(Slice::extent)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .compareTo(BigDecimal.ONE)
                >= 0;
    }

    /** Episodes that begin in the period on a day with planned time. */
    private Stream<Episode> begun(Days period, LocalDate asOf) {
        return employments.stream()
                .flatMap(employment -> employment.sickness().stream()
                        .filter(episode -> period.contain(episode.days().from())
                                && episode.length(asOf) > 0
                                && begins(employment, episode)));
    }

    private static boolean begins(Employment employment, Episode episode) {
        return employment.planned().stream()
                .anyMatch(slice -> slice.days().contain(episode.days().from()));
    }

    /** Of at most so many days; absence from several employments at once, or without a gap, is one occasion. */
    long occasions(Days period, LocalDate asOf, int maxDays) {
        return Days.united(begun(period, asOf)
                        .flatMap(episode -> episode.days().until(asOf).stream())
                        .toList())
                .stream()
                .filter(days -> days.length() <= maxDays)
                .count();
    }

    /** All hours of the episodes that ended in the period: in Danish statistics a period counts in the year it ends. */
    private BigDecimal endedHours(Days period, LocalDate asOf) {
        Predicate<Episode> ended = episode ->
                period.contain(episode.days().to()) && !episode.days().to().isAfter(asOf);
        var always = new Days(LocalDate.of(1900, 1, 1), Days.OPEN);
        return employments.stream()
                .map(employment -> employment.sickHours(always, asOf, ended))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
