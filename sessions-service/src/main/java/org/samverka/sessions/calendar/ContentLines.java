package org.samverka.sessions.calendar;

import java.nio.charset.StandardCharsets;

/** Lines of an iCalendar object: folded after 75 octets at most and never inside a character, each ended by CRLF. */
final class ContentLines {
    private static final int LONGEST = 75;
    private static final String END = "\r\n";

    private final StringBuilder lines = new StringBuilder();

    /** @param name with its parameters, if it has any */
    ContentLines add(String name, String value) {
        fold(name + ':' + value);
        return this;
    }

    /** A value of type TEXT. */
    ContentLines text(String name, String value) {
        return add(name, escaped(value));
    }

    /** What was written before. */
    ContentLines append(String written) {
        lines.append(written);
        return this;
    }

    private void fold(String line) {
        int octets = 0;
        for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            String character = Character.toString(line.codePointAt(i));
            int size = character.getBytes(StandardCharsets.UTF_8).length;
            if (octets + size > LONGEST) {
                lines.append(END).append(' ');
                octets = 1;
            }
            lines.append(character);
            octets += size;
        }
        lines.append(END);
    }

    /** Line breaks are kept; of other control characters an object may have none. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replaceAll("\r\n|\r|\n", "\\\\n")
                .replaceAll("[\\p{Cntrl}&&[^\t]]", "");
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
