package org.samverka.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a log is and what it said last: the line that explains a part's end most often. */
final class LastLine {
    private LastLine() {}

    static String of(Path log) {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
                    .toList();
            return lines.isEmpty()
                    ? "see " + log
                    : "\"" + lines.get(lines.size() - 1).strip() + "\" (see " + log + ")";
        } catch (IOException unreadable) {
            return "see " + log;
        }
    }
}
