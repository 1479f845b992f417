package org.samverka.reporting.notification;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Set;

/** When, how often and about what somebody may be written to, by their own clock. */
record Manners(ZoneId zone, Quiet quiet, Rhythm rhythm, Set<Kind> unsubscribed) {
    private static final LocalTime MORNING = LocalTime.of(8, 0);

    /** From one time of the day until another, over midnight too; from a time until itself is never. */
    record Quiet(LocalTime from, LocalTime until) {
        boolean holds(LocalTime time) {
            return from.isBefore(until)
                    ? !time.isBefore(from) && time.isBefore(until)
                    : from.isAfter(until) && (!time.isBefore(from) || time.isBefore(until));
        }
    }

    /** By the name that the API and the database use. */
    public enum Rhythm {
        /** A letter for each thing. */
        each,
        /** What can be gathered comes in one letter a day, in the morning. */
        daily,
        /** And on Mondays alone. */
        weekly
    }

    boolean wants(Kind kind) {
        return !kind.isOptional() || !unsubscribed.contains(kind);
    }

    boolean gathers(Kind kind) {
        return rhythm != Rhythm.each && kind.canBeGathered();
    }

    /** The time itself, or when the quiet hours in which it lies end. */
    Instant notBefore(Kind kind, Instant time) {
        return kind.isUrgent() ? time : outsideQuietHours(time);
    }

    private Instant outsideQuietHours(Instant time) {
        ZonedDateTime local = time.atZone(zone);
        if (!quiet.holds(local.toLocalTime())) {
            return time;
        }
        ZonedDateTime end = local.with(quiet.until());
        return (end.isAfter(local) ? end : local.plusDays(1).with(quiet.until())).toInstant();
    }

    /** The first morning after this time at which what was gathered is sent. */
    Instant nextGathering(Instant time) {
        ZonedDateTime local = time.atZone(zone);
        ZonedDateTime morning = local.with(MORNING);
        ZonedDateTime next =
                morning.isAfter(local) ? morning : local.plusDays(1).with(MORNING);
        return outsideQuietHours(
                (rhythm == Rhythm.weekly ? next.with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY)) : next)
                        .toInstant());
    }
}
