package org.samverka.sessions.blocked;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;

/** Reads the events of an iCalendar file, line by line; whatever else is in it is passed over. */
final class CalendarReader {
    private static final int MOST_LINES = 100_000;
    private static final int LONGEST_LINE = 20_000;
    private static final int DEEPEST = 5;

    private final Deque<String> within = new ArrayDeque<>();
    private final List<Component> events = new ArrayList<>();
    private boolean calendar;

    private CalendarReader() {}

    /** A line without its folds; {@code number} is where it begins. */
    record Line(int number, String name, Map<String, String> parameters, String value) {
        @Nullable
        String parameter(String parameter) {
            return parameters.get(parameter);
        }

        List<String> values() {
            return Arrays.asList(value.split(",", -1));
        }

        Line with(String other) {
            return new Line(number, name, parameters, other);
        }

        /** Names the line and not what is in it, which may be private. */
        Invalid invalid(String code, String detail) {
            return BusyCalendar.invalid(code, "Line %d, %s: %s".formatted(number, name, detail));
        }
    }

    /** An event's own lines, without those of the alarms in it. */
    record Component(Map<String, List<Line>> all) {
        @Nullable
        Line line(String name) {
            List<Line> lines = lines(name);
            return lines.isEmpty() ? null : lines.get(0);
        }

        List<Line> lines(String name) {
            return all.getOrDefault(name, List.of());
        }

        String value(String name) {
            Line line = line(name);
            return line == null ? "" : line.value();
        }
    }

    static List<Component> events(String file) {
        var reader = new CalendarReader();
        reader.read(file.startsWith("\uFEFF") ? file.substring(1) : file);
        if (!reader.calendar || !reader.within.isEmpty()) {
            throw BusyCalendar.invalid(
                    "not-a-calendar", "A whole iCalendar file is expected, from BEGIN:VCALENDAR to END:VCALENDAR");
        }
        return reader.events;
    }

    private void read(String file) {
        String[] lines = file.split("\r?\n", MOST_LINES + 1);
        if (lines.length > MOST_LINES) {
            throw BusyCalendar.invalid("too-many-lines", "Send at most %d lines at once".formatted(MOST_LINES));
        }
        int number = 0;
        while (number < lines.length) {
            int first = number;
            var line = new StringBuilder(lines[number++]);
            while (number < lines.length && !lines[number].isEmpty() && isFold(lines[number].charAt(0))) {
                line.append(lines[number].substring(1));
                number++;
            }
            if (line.length() > LONGEST_LINE) {
                throw BusyCalendar.invalid("line-too-long", "Line %d is too long".formatted(first + 1));
            }
            if (!line.isEmpty()) {
                take(line.toString(), first + 1);
            }
        }
    }

    private static boolean isFold(char first) {
        return first == ' ' || first == '\t';
    }

    private void take(String text, int number) {
        Line line = parsed(text, number);
        switch (line.name()) {
            case "BEGIN" -> begin(line);
            case "END" -> end(line);
            default -> {
                if (within.size() == 2 && "VEVENT".equals(within.peek())) {
                    events.get(events.size() - 1)
                            .all()
                            .computeIfAbsent(line.name(), name -> new ArrayList<>())
                            .add(line);
                }
            }
        }
    }

    private void begin(Line line) {
        String name = line.value().toUpperCase(Locale.ROOT);
        if (within.isEmpty() != name.equals("VCALENDAR") || within.size() >= DEEPEST) {
            throw line.invalid("not-a-calendar", "Components of one VCALENDAR are expected");
        }
        calendar = true;
        within.push(name);
        if (within.size() == 2 && name.equals("VEVENT")) {
            events.add(new Component(new HashMap<>()));
        }
    }

    private void end(Line line) {
        if (!line.value().toUpperCase(Locale.ROOT).equals(within.poll())) {
            throw line.invalid("not-a-calendar", "A component ends that had not begun");
        }
    }

    /** A colon in quotes belongs to a parameter. */
    private static Line parsed(String text, int number) {
        boolean quoted = false;
        var cuts = new ArrayList<Integer>();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"') {
                quoted = !quoted;
            } else if (!quoted && character == ';') {
                cuts.add(i);
            } else if (!quoted && character == ':') {
                return line(text, number, cuts, i);
            }
        }
        throw BusyCalendar.invalid("not-a-calendar", "Line %d is no line of an iCalendar file".formatted(number));
    }

    private static Line line(String text, int number, List<Integer> cuts, int colon) {
        int nameEnd = cuts.isEmpty() ? colon : cuts.get(0);
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < cuts.size(); i++) {
            String parameter = text.substring(cuts.get(i) + 1, i + 1 < cuts.size() ? cuts.get(i + 1) : colon);
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        parameter.substring(0, equals).toUpperCase(Locale.ROOT),
                        parameter.substring(equals + 1).replace("\"", ""));
            }
        }
        return new Line(
                number,
                text.substring(0, nameEnd).toUpperCase(Locale.ROOT),
                parameters,
                text.substring(colon + 1).strip());
    }
}
