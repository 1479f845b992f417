package org.samverka.sessions.need;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What is known of a room or a team, line by line; lines are needs, or the keys of a program's requirements. */
public record Checklist(Map<String, Check> lines) {
    public static final Checklist EMPTY = new Checklist(Map.of());

    public Checklist {
        lines = Map.copyOf(lines);
    }

    public Finding of(Need need) {
        return of(need.name());
    }

    public Finding of(String line) {
        return line(line).finding();
    }

    public Check line(String line) {
        return lines.getOrDefault(line, Check.NONE);
    }

    /**
     * The whole checklist anew: what is not named is unknown again.
     *
     * @param by the account of who says so
     * @param allowed refuses a line that has no place here
     */
    public Checklist now(Map<String, Check.Looked> looked, String by, LocalDate today, Consumer<String> allowed) {
        Map<String, Check> now = new TreeMap<>();
        looked.forEach((line, found) -> {
            allowed.accept(line);
            Check check = found.after(line(line), by, today, "/checklist/" + line);
            if (check.finding() != Finding.unknown) {
                now.put(line, check);
            }
        });
        return new Checklist(now);
    }
}
