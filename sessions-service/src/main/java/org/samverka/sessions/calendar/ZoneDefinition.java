package org.samverka.sessions.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A zone's clock changes as VTIMEZONE, from the last one before a stretch of time to the first one after it: all that is
 * needed to read the times in it, and no rule that a government might change meanwhile.
 */
final class ZoneDefinition {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);
    private static final LocalDateTime LONG_AGO = LocalDateTime.of(1970, 1, 1, 0, 0);

    private final ZoneId zone;
    private final ZoneRules rules;

    ZoneDefinition(ZoneId zone) {
        this.zone = zone;
        this.rules = zone.getRules();
    }

    void write(ContentLines lines, Instant from, Instant to) {
        lines.add("BEGIN", "VTIMEZONE").add("TZID", zone.getId());
        List<ZoneOffsetTransition> changes = changes(from, to);
        ZoneOffsetTransition first = changes.isEmpty() ? null : changes.get(0);
        if (first == null || first.getInstant().isAfter(from)) {
            ZoneOffset offset = rules.getOffset(from);
            observance(lines, from, LONG_AGO, offset, offset);
        }
        changes.forEach(change -> observance(
                lines,
                change.getInstant(),
                change.getDateTimeBefore(),
                change.getOffsetBefore(),
                change.getOffsetAfter()));
        lines.add("END", "VTIMEZONE");
    }

    private List<ZoneOffsetTransition> changes(Instant from, Instant to) {
        var changes = new ArrayList<ZoneOffsetTransition>();
        // The change that happens at that very instant counts as before.
        @Nullable ZoneOffsetTransition change = rules.previousTransition(from.plusNanos(1));
        if (change == null) {
            change = rules.nextTransition(from);
        }
        while (change != null) {
            changes.add(change);
            change = change.getInstant().isAfter(to) ? null : rules.nextTransition(change.getInstant());
        }
        return changes;
    }

    private void observance(ContentLines lines, Instant at, LocalDateTime start, ZoneOffset before, ZoneOffset after) {
        String kind = rules.isDaylightSavings(at) ? "DAYLIGHT" : "STANDARD";
        lines.add("BEGIN", kind)
                .add("DTSTART", CalendarTimes.local(start))
                .add("TZOFFSETFROM", CalendarTimes.offset(before))
                .add("TZOFFSETTO", CalendarTimes.offset(after))
                .text("TZNAME", NAME.format(at.atZone(zone)))
                .add("END", kind);
    }
}
