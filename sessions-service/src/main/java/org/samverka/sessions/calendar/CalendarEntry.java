package org.samverka.sessions.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A session as calendars show it. What is discreet says nothing of what it is about and is private.
 *
 * @param startsAt local time in {@code zone}; an hour that comes twice means its first time
 * @param end of its last part
 * @param changedAt when the session was last changed
 */
public record CalendarEntry(
        String title,
        LocalDateTime startsAt,
        String zone,
        Instant end,
        @Nullable String venue,
        boolean discreet,
        Instant changedAt) {
    /** Needs no translation, and says no more than that there is something. */
    private static final String NEUTRAL = "Samverka";

    Instant start() {
        return startsAt.atZone(ZoneId.of(zone)).toInstant();
    }

    private Duration length() {
        return Duration.between(start(), end);
    }

    /** All that is the same for everybody who comes. */
    void write(ContentLines lines, boolean canceled) {
        lines.add("DTSTAMP", CalendarTimes.utc(changedAt)).add("DTSTART;TZID=" + zone, CalendarTimes.local(startsAt));
        writeEnd(lines);
        lines.text("SUMMARY", discreet ? NEUTRAL : title);
        if (venue != null) {
            lines.text("LOCATION", venue);
        }
        lines.add("CLASS", discreet ? "PRIVATE" : "PUBLIC").add("STATUS", canceled ? "CANCELLED" : "CONFIRMED");
    }

    /** A local time that comes twice is read as its first time, so an end at its second is said as a length. */
    private void writeEnd(ContentLines lines) {
        ZonedDateTime local = end.atZone(ZoneId.of(zone));
        if (local.equals(local.withEarlierOffsetAtOverlap())) {
            lines.add("DTEND;TZID=" + zone, CalendarTimes.local(local.toLocalDateTime()));
        } else {
            lines.add("DURATION", length().toString());
        }
    }
}
