package org.samverka.reporting.absence;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * How a figure is defined; its id and version stay with every value. A definition that changes gets another version, and
 * what was published keeps the one it was computed by.
 */
public enum Definition {
    sickLeave(
            "se-sick-leave",
            1,
            "Sick hours / ordinary working hours, of monthly paid employments (LKBR 2018:597: key figure 1; 3-7 within women,"
                    + " men and age bands)"),
    longTermShare(
            "se-sick-leave-long-term-share",
            1,
            "Sick hours in episodes of 60 or more consecutive days / all sick hours (LKBR 2018:597: key figure 2)"),
    sickLeaveByLength(
            "sick-leave-by-length", 1, "Sick hours in episodes of 1-7, 8-14, 15-59, 60+ days / ordinary working hours"),
    shortTerm("sick-leave-short-term", 1, "Sick hours in episodes of at most maxDays days / ordinary working hours"),
    repeated(
            "repeated-short-term-absence",
            1,
            "Persons with at least 6 occasions of at most 14 days that began in the year / persons"),
    frequency("sick-leave-frequency", 1, "Episodes that began in the year / average head count"),
    headCount("average-head-count", 1, "Days employed, each person once / days of the year"),
    danishAbsence(
            "dk-sick-absence",
            1,
            "Dagsværk of 7.4 h in periods that ended in the year / (worked + those); worked: ordinary hours less sick hours");

    /** Hours of one full-time day's work in Danish statistics. */
    static final BigDecimal DAGSVAERK = new BigDecimal("7.4");

    static final int OFTEN = 6;
    static final int SHORT = 14;

    private final String id;
    private final int version;
    private final String text;

    Definition(String id, int version, String text) {
        this.id = id;
        this.version = version;
        this.text = text;
    }

    String id() {
        return id;
    }

    int version() {
        return version;
    }

    String text() {
        return text;
    }

    /** @param maxDays of short-term absence only */
    Ratio of(Tally tally, Days period, int maxDays) {
        return switch (this) {
            case sickLeave -> new Ratio(tally.sick(), tally.planned());
            case longTermShare -> new Ratio(tally.sick(Band.DAYS_60_OR_MORE), tally.sick());
            case shortTerm -> new Ratio(tally.sickUpTo(maxDays), tally.planned());
            case repeated -> new Ratio(BigDecimal.valueOf(tally.repeatedly()), BigDecimal.valueOf(tally.persons()));
            case frequency ->
                new Ratio(
                        BigDecimal.valueOf(tally.begun()),
                        headCount.of(tally, period, maxDays).value().orElse(BigDecimal.ZERO));
            case headCount -> new Ratio(BigDecimal.valueOf(tally.employedDays()), BigDecimal.valueOf(period.length()));
            case danishAbsence -> danish(tally.planned().subtract(tally.sick()), tally.endedHours());
            case sickLeaveByLength -> throw new IllegalArgumentException("Of one band: byLength");
        };
    }

    static Ratio byLength(Tally tally, Band band) {
        return new Ratio(tally.sick(band), tally.planned());
    }

    static BigDecimal dagsvaerk(BigDecimal hours) {
        return hours.divide(DAGSVAERK, MathContext.DECIMAL64);
    }

    static Ratio danish(BigDecimal workedHours, BigDecimal absentHours) {
        return new Ratio(dagsvaerk(absentHours), dagsvaerk(workedHours.add(absentHours)));
    }
}
