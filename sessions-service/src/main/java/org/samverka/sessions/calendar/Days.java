package org.samverka.sessions.calendar;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The days of a session as a recurrence (RFC 5545), so that it is one thing with one UID: every so many days from the first
 * to the last, without those on which nothing takes place. A list of dates (RDATE) would say the same, but Outlook and
 * Exchange pass over what has no rule.
 */
record Days(List<Stretch> all) {

    boolean areSeveral() {
        return all.size() > 1;
    }

    Stretch first() {
        return all.get(0);
    }

    /** What the rule alone does not say right: days that begin at another time, last otherwise or are called otherwise. */
    List<Stretch> unlikeTheFirst() {
        return all.stream().filter(day -> !isLikeTheFirst(day)).toList();
    }

    private boolean isLikeTheFirst(Stretch day) {
        return day.equals(new Stretch(
                first().title(), day.date().atTime(first().startsAt().toLocalTime()), first().length()));
    }

    void writeRule(ContentLines lines, String zone) {
        if (!areSeveral()) {
            return;
        }
        lines.add("RRULE", "FREQ=DAILY;INTERVAL=%d;COUNT=%d".formatted(step(), span() / step() + 1));
        Set<LocalDate> taken = all.stream().map(Stretch::date).collect(toSet());
        String leftOut = LongStream.rangeClosed(0, span() / step())
                .mapToObj(n -> first().date().plusDays(n * step()))
                .filter(date -> !taken.contains(date))
                .map(this::occurrence)
                .collect(joining(","));
        if (!leftOut.isEmpty()) {
            lines.add("EXDATE;TZID=" + zone, leftOut);
        }
    }

    /** Which of the rule's occurrences it stands for. */
    void writeInstead(ContentLines lines, String zone, Stretch day) {
        lines.add("RECURRENCE-ID;TZID=" + zone, occurrence(day.date()));
    }

    private String occurrence(LocalDate date) {
        return CalendarTimes.local(date.atTime(first().startsAt().toLocalTime()));
    }

    private long span() {
        return fromFirst(all.get(all.size() - 1));
    }

    private long fromFirst(Stretch day) {
        return ChronoUnit.DAYS.between(first().date(), day.date());
    }

    /** The largest that leads to each of the days. */
    private long step() {
        return all.stream()
                .map(day -> BigInteger.valueOf(fromFirst(day)))
                .reduce(BigInteger.ZERO, BigInteger::gcd)
                .longValue();
    }
}
