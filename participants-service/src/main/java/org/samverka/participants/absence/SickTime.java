package org.samverka.participants.absence;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.samverka.contracts.AbsenceEvent.Part;
import org.samverka.contracts.HrEvent.AbsenceKind;

/**
 * The hours that one employment lost to sickness, of those planned, as known on a day: an episode's length is that of the
 * whole episode by then, and decides on all its hours. The Swedish statutory key figures are sums of these.
 */
record SickTime(PlannedTime planned, List<Episode> episodes, LocalDate asOf) {
    private static final int WITHHELD_UP_TO_PERSONS = 10;

    /** Hours of one full-time day's work in Danish statistics. */
    static final BigDecimal DAGSVAERK = new BigDecimal("7.4");

    private static final int LINKED_WITHIN_DAYS = 5;

    /** By the whole episode's length in calendar days. */
    enum Band {
        DAYS_1_7(7),
        DAYS_8_14(14),
        DAYS_15_59(59),
        DAYS_60_OR_MORE(Long.MAX_VALUE);

        private final long longest;

        Band(long longest) {
            this.longest = longest;
        }

        static Band of(long length) {
            for (Band band : values()) {
                if (length <= band.longest) {
                    return band;
                }
            }
            throw new IllegalArgumentException();
        }
    }

    SickTime {
        episodes = episodes.stream()
                .filter(episode -> episode.kind() == AbsenceKind.sick)
                .toList();
    }

    /** Key figure 1: sick hours of the ordinary ones. */
    Ratio total(Days period) {
        return new Ratio(hours(period), planned.hours(period));
    }

    /** Key figure 2: hours in episodes of 60 days or more, of the sick hours and not of working time. */
    Ratio longTermShare(Days period) {
        return new Ratio(hours(period, Band.DAYS_60_OR_MORE), hours(period));
    }

    BigDecimal hours(Days period) {
        return hours(period, episode -> true);
    }

    BigDecimal hours(Days period, Band band) {
        return hours(period, episode -> Band.of(episode.length(asOf)) == band);
    }

    /** Hours in episodes of at most so many days. */
    BigDecimal hours(Days period, int maxDays) {
        return hours(period, episode -> episode.length(asOf) <= maxDays);
    }

    private BigDecimal hours(Days period, Predicate<Episode> which) {
        return episodes.stream()
                .filter(which)
                .flatMap(episode -> episode.parts().stream())
                .map(part -> hours(part, period))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal hours(Part part, Days period) {
        return Days.of(part.from(), part.to())
                .within(period)
                .flatMap(days -> days.until(asOf))
                .map(days -> planned.hours(days).multiply(part.extent().min(BigDecimal.ONE)))
                .orElse(BigDecimal.ZERO);
    }

    /**
     * The days that sick pay counts as one period, in the order of its days: an episode that starts at most 5 days after
     * the one before ended continues it.
     */
    static List<List<Days>> sickPayPeriods(List<Episode> episodes) {
        var periods = new ArrayList<List<Days>>();
        LocalDate end = LocalDate.MIN;
        for (Episode episode : episodes.stream()
                .filter(each -> each.kind() == AbsenceKind.sick)
                .sorted(Comparator.comparing(Episode::from))
                .toList()) {
            if (periods.isEmpty() || ChronoUnit.DAYS.between(end, episode.from()) > LINKED_WITHIN_DAYS) {
                periods.add(new ArrayList<>());
            }
            periods.get(periods.size() - 1).add(episode.days());
            end = episode.days().to();
        }
        return periods;
    }

    /** Which calendar days are the nth to the mth of a sick-pay period. */
    static List<Days> sickPayDays(List<Days> period, int nth, int mth) {
        var found = new ArrayList<Days>();
        long before = 0;
        for (Days days : period) {
            long first = Math.max(nth - before, 1);
            long last = Math.min(mth - before, days.length());
            if (first <= last) {
                found.add(new Days(days.from().plusDays(first - 1), days.from().plusDays(last - 1)));
            }
            before += days.length();
        }
        return found;
    }

    /** Statutory figures of ten persons and fewer are withheld; persons, not employments. */
    static boolean mayBeShown(int persons) {
        return persons > WITHHELD_UP_TO_PERSONS;
    }

    static BigDecimal dagsvaerk(BigDecimal hours) {
        return hours.divide(DAGSVAERK, MathContext.DECIMAL64);
    }

    /** Danish absence: of worked and absent time together. */
    static Ratio danishAbsence(BigDecimal workedHours, BigDecimal absentHours) {
        return new Ratio(dagsvaerk(absentHours), dagsvaerk(workedHours.add(absentHours)));
    }

    /** In Danish statistics a period counts in the year it ends. */
    static List<Episode> endingIn(int year, List<Episode> episodes) {
        return episodes.stream()
                .filter(episode -> episode.to() != null && episode.to().getYear() == year)
                .toList();
    }
}
