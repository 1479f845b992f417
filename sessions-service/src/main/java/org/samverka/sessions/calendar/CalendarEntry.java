package org.samverka.sessions.calendar;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as calendars show it: each day of a workshop on its day. What is discreet says nothing of what it is about and
 * is private.
 *
 * @param parts in the order of time, at least one
 * @param changedAt when the session was last changed
 */
public record CalendarEntry(
        String title,
        String zone,
        List<Stretch> parts,
        @Nullable String venue,
        boolean discreet,
        Instant changedAt) {
    /** Needs no translation, and says no more than that there is something. */
    private static final String NEUTRAL = "Samverka";

    Instant start() {
        return parts.get(0).start(ZoneId.of(zone));
    }

    Instant end() {
        return parts.get(parts.size() - 1).end(ZoneId.of(zone));
    }

    /**
     * What is the same for everybody who comes: one event, and for each day that is not like the first another one. A
     * cancellation takes all of them back at once.
     */
    List<String> events(boolean canceled) {
        var days = new Days(Stretch.byDay(parts, ZoneId.of(zone)));
        var events = new ArrayList<String>();
        var first = new ContentLines();
        write(first, days.first(), canceled);
        days.writeRule(first, zone);
        events.add(first.toString());
        if (!canceled) {
            days.unlikeTheFirst().forEach(day -> events.add(instead(days, day)));
        }
        return events;
    }

    private String instead(Days days, Stretch day) {
        var lines = new ContentLines();
        days.writeInstead(lines, zone, day);
        write(lines, day, false);
        return lines.toString();
    }

    private void write(ContentLines lines, Stretch day, boolean canceled) {
        lines.add("DTSTAMP", CalendarTimes.utc(changedAt))
                .add("DTSTART;TZID=" + zone, CalendarTimes.local(day.startsAt()));
        writeEnd(lines, day);
        lines.text("SUMMARY", discreet ? NEUTRAL : day.title() == null ? title : title + ": " + day.title());
        if (venue != null) {
            lines.text("LOCATION", venue);
        }
        lines.add("CLASS", discreet ? "PRIVATE" : "PUBLIC").add("STATUS", canceled ? "CANCELLED" : "CONFIRMED");
    }

    /** A local time that comes twice is read as its first time, so an end at its second is said as a length. */
    private void writeEnd(ContentLines lines, Stretch day) {
        ZonedDateTime local = day.end(ZoneId.of(zone)).atZone(ZoneId.of(zone));
        if (local.equals(local.withEarlierOffsetAtOverlap())) {
            lines.add("DTEND;TZID=" + zone, CalendarTimes.local(local.toLocalDateTime()));
        } else {
            lines.add("DURATION", day.length().toString());
        }
    }
}
