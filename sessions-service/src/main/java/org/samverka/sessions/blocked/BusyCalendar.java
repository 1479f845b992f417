package org.samverka.sessions.blocked;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.fortuna.ical4j.model.Recur;
import org.samverka.contracts.rest.Invalid;
import org.samverka.sessions.blocked.CalendarReader.Component;
import org.samverka.sessions.blocked.CalendarReader.Line;

/**
 * When somebody's calendar says that they are busy. Whatever comes in is bounded before it is worked on: how many events,
 * how often they come, how long the way to them is.
 */
final class BusyCalendar {
    private static final int MOST_EVENTS = 2000;
    private static final int MOST_TIMES = 10_000;
    /** Steps that all rules together may take. */
    private static final long LONGEST_WAY = 400_000;

    private static final Duration LONGEST_EVENT = Duration.ofDays(366);
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
    private static final Pattern RULE = Pattern.compile("FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[-+A-Z0-9,]+)*");
    private static final Pattern FINER_THAN_A_DAY = Pattern.compile(";BY(HOUR|MINUTE|SECOND)=");
    private static final Pattern UNTIL = Pattern.compile(";UNTIL=([0-9TZ]+)");
    private static final Pattern WEEKS = Pattern.compile("P(\\d{1,3})W");

    private final ZoneId zone;
    private final Instant from;
    private final Instant until;
    private final List<Busy> busy = new ArrayList<>();
    private final Map<String, Set<Instant>> replaced = new HashMap<>();
    private long way;

    /** A stretch of time. */
    record Busy(Instant from, Instant until) {}

    private BusyCalendar(ZoneId zone, Instant from, Instant until) {
        this.zone = zone;
        this.from = from;
        this.until = until;
    }

    /**
     * @param zone of times that have none, and of whole days
     * @param from what lies before is left out
     * @param until what lies after is left out
     * @return in their order, without overlaps
     */
    static List<Busy> read(String calendar, ZoneId zone, Instant from, Instant until) {
        List<Component> events = CalendarReader.events(calendar);
        if (events.size() > MOST_EVENTS) {
            throw invalid("too-many-events", "Send at most %d events at once".formatted(MOST_EVENTS));
        }
        var reading = new BusyCalendar(zone, from, until);
        events.forEach(reading::noteReplaced);
        events.forEach(reading::add);
        return reading.merged();
    }

    /** One time of a rule that was moved: it comes as an event of its own. */
    private void noteReplaced(Component event) {
        Line original = event.line("RECURRENCE-ID");
        if (original != null) {
            replaced.computeIfAbsent(event.value("UID"), uid -> new HashSet<>()).add(start(original));
        }
    }

    private void add(Component event) {
        Line start = event.line("DTSTART");
        if (start == null
                || event.value("TRANSP").equals("TRANSPARENT")
                || event.value("STATUS").equals("CANCELLED")) {
            return;
        }
        Duration length = length(event, start);
        if (length.isZero() || length.isNegative() || length.compareTo(LONGEST_EVENT) > 0) {
            return;
        }
        Set<Instant> without = new HashSet<>();
        event.lines("EXDATE").forEach(line -> line.values().forEach(value -> without.add(start(line.with(value)))));
        if (event.line("RECURRENCE-ID") == null) {
            without.addAll(replaced.getOrDefault(event.value("UID"), Set.of()));
        }
        for (Instant at : starts(event, start)) {
            if (!without.contains(at)) {
                add(at, at.plus(length));
            }
        }
    }

    private void add(Instant start, Instant end) {
        if (start.isBefore(until) && end.isAfter(from)) {
            if (busy.size() >= MOST_TIMES) {
                throw invalid("too-many-times", "The calendar is busy more than %d times".formatted(MOST_TIMES));
            }
            busy.add(new Busy(start, end));
        }
    }

    private List<Instant> starts(Component event, Line start) {
        var starts = new ArrayList<Instant>();
        starts.add(start(start));
        event.lines("RDATE")
                .forEach(line -> line.values().stream()
                        .map(value -> value.split("/", 2)[0])
                        .forEach(value -> starts.add(start(line.with(value)))));
        event.lines("RRULE").forEach(rule -> starts.addAll(recurring(rule, start)));
        return starts;
    }

    private List<Instant> recurring(Line rule, Line start) {
        String text = rule.value().toUpperCase(Locale.ROOT);
        if (!RULE.matcher(text).matches() || FINER_THAN_A_DAY.matcher(text).find()) {
            throw rule.invalid("unreadable-rule", "A rule of days or longer is expected, such as FREQ=WEEKLY");
        }
        LocalDateTime first = local(start);
        LocalDateTime end = end(text, rule, start);
        way += Math.max(0, ChronoUnit.DAYS.between(first, end)) / stride(text);
        if (way > LONGEST_WAY) {
            throw rule.invalid("too-far", "The rules begin too long ago; send a calendar of the last few years");
        }
        try {
            ZoneId zone = zone(start);
            return new Recur<LocalDateTime>(UNTIL.matcher(text).replaceFirst(""))
                    .getDates(first, first, end.plusSeconds(1), MOST_TIMES + 1).stream()
                            .filter(time -> !time.isAfter(end))
                            .map(time -> time.atZone(zone).toInstant())
                            .toList();
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw rule.invalid("unreadable-rule", "This is not a rule of RFC 5545");
        }
    }

    /** Days that one step of a plain rule takes; what a rule picks by day is looked for day by day. */
    private static int stride(String rule) {
        if (rule.contains(";BY")) {
            return 1;
        }
        return rule.startsWith("FREQ=YEARLY")
                ? 365
                : rule.startsWith("FREQ=MONTHLY") ? 28 : rule.startsWith("FREQ=WEEKLY") ? 7 : 1;
    }

    private LocalDateTime end(String rule, Line line, Line start) {
        LocalDateTime last = LocalDateTime.ofInstant(until, zone(start));
        Matcher stated = UNTIL.matcher(rule);
        if (!stated.find()) {
            return last;
        }
        String value = stated.group(1);
        LocalDateTime end = value.length() == 8
                ? local(line.with(value)).plusDays(1).minusSeconds(1)
                : value.endsWith("Z")
                        ? LocalDateTime.ofInstant(start(line.with(value)), zone(start))
                        : local(line.with(value));
        return end.isBefore(last) ? end : last;
    }

    private Duration length(Component event, Line start) {
        Line end = event.line("DTEND");
        if (end != null) {
            return Duration.between(start(start), start(end));
        }
        Line duration = event.line("DURATION");
        if (duration == null) {
            return start.value().length() == 8 ? Duration.between(start(start), nextDay(start)) : Duration.ZERO;
        }
        try {
            Matcher weeks = WEEKS.matcher(duration.value());
            return weeks.matches()
                    ? Duration.ofDays(7 * Long.parseLong(weeks.group(1)))
                    : Duration.parse(duration.value());
        } catch (DateTimeException | ArithmeticException e) {
            throw duration.invalid("unreadable-duration", "A length such as PT1H30M is expected");
        }
    }

    private Instant nextDay(Line start) {
        return local(start).plusDays(1).atZone(zone(start)).toInstant();
    }

    private Instant start(Line line) {
        return local(line).atZone(zone(line)).toInstant();
    }

    private static LocalDateTime local(Line line) {
        String value = line.value();
        try {
            return value.length() == 8
                    ? LocalDate.parse(value, DateTimeFormatter.BASIC_ISO_DATE).atStartOfDay()
                    : LocalDateTime.parse(value.endsWith("Z") ? value.substring(0, value.length() - 1) : value, LOCAL);
        } catch (DateTimeException e) {
            throw line.invalid("unreadable-time", "A time such as 20260301T090000 is expected");
        }
    }

    private ZoneId zone(Line line) {
        if (line.value().endsWith("Z")) {
            return ZoneOffset.UTC;
        }
        String name = line.parameter("TZID");
        return name == null
                ? zone
                : CalendarZones.named(name)
                        .orElseThrow(() -> line.invalid(
                                "unknown-zone",
                                "The zone is none of the IANA database; send times in UTC or in such a zone"));
    }

    private List<Busy> merged() {
        busy.sort(Comparator.comparing(Busy::from).thenComparing(Busy::until));
        var merged = new ArrayList<Busy>();
        for (Busy next : busy) {
            Busy last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && !next.from().isAfter(last.until())) {
                merged.set(merged.size() - 1, new Busy(last.from(), later(last.until(), next.until())));
            } else {
                merged.add(next);
            }
        }
        return merged;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    static Invalid invalid(String code, String detail) {
        return new Invalid("/calendar", code, detail);
    }
}
