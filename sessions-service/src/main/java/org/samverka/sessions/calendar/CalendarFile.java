package org.samverka.sessions.calendar;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** A whole calendar, to be subscribed to: no attendees, and nothing that differs from one reading to the next. */
public final class CalendarFile {
    static final String PRODUCT = "-//Samverka//Sessions//EN";

    private CalendarFile() {}

    /** @param id of the invitation where there is one, so that a calendar knows both as the same */
    public record Item(UUID id, int sequence, CalendarEntry entry) {}

    static String uid(UUID id) {
        return id + "@samverka";
    }

    public static String of(List<Item> items) {
        var lines = new ContentLines()
                .add("BEGIN", "VCALENDAR")
                .add("VERSION", "2.0")
                .add("PRODID", PRODUCT)
                .add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
                .text("X-WR-CALNAME", "Samverka");
        writeZones(lines, items);
        items.forEach(item -> write(lines, item));
        return lines.add("END", "VCALENDAR").toString();
    }

    private static void writeZones(ContentLines lines, List<Item> items) {
        Map<String, List<CalendarEntry>> byZone = items.stream()
                .map(Item::entry)
                .collect(Collectors.groupingBy(CalendarEntry::zone, TreeMap::new, Collectors.toList()));
        byZone.forEach((zone, entries) ->
                new ZoneDefinition(ZoneId.of(zone)).write(lines, earliest(entries), latest(entries)));
    }

    private static Instant earliest(Collection<CalendarEntry> entries) {
        return entries.stream()
                .map(CalendarEntry::start)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static Instant latest(Collection<CalendarEntry> entries) {
        return entries.stream().map(CalendarEntry::end).max(Instant::compareTo).orElseThrow();
    }

    private static void write(ContentLines lines, Item item) {
        item.entry()
                .events(false)
                .forEach(event -> lines.add("BEGIN", "VEVENT")
                        .add("UID", uid(item.id()))
                        .add("SEQUENCE", Integer.toString(item.sequence()))
                        .append(event)
                        .add("END", "VEVENT"));
    }
}
