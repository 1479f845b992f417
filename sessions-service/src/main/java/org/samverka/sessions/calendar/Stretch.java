package org.samverka.sessions.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a session: all of it, or a day of a workshop.
 *
 * @param title what the part is called, where it is called anything
 * @param startsAt local time; an hour that comes twice means its first time
 */
public record Stretch(@Nullable String title, LocalDateTime startsAt, Duration length) {

    LocalDate date() {
        return startsAt.toLocalDate();
    }

    Instant start(ZoneId zone) {
        return startsAt.atZone(zone).toInstant();
    }

    Instant end(ZoneId zone) {
        return start(zone).plus(length);
    }

    /** Calendars know an occurrence a day: of several on one day the first begins it and the last ends it. */
    static List<Stretch> byDay(List<Stretch> parts, ZoneId zone) {
        var days = new ArrayList<Stretch>();
        for (Stretch part : parts) {
            Stretch last = days.isEmpty() ? null : days.get(days.size() - 1);
            if (last == null || !last.date().equals(part.date())) {
                days.add(part);
            } else {
                days.set(days.size() - 1, last.until(part, zone));
            }
        }
        return days;
    }

    private Stretch until(Stretch later, ZoneId zone) {
        String titles = Stream.concat(Stream.ofNullable(title), Stream.ofNullable(later.title))
                .distinct()
                .collect(Collectors.joining(", "));
        return new Stretch(titles.isEmpty() ? null : titles, startsAt, Duration.between(start(zone), later.end(zone)));
    }
}
