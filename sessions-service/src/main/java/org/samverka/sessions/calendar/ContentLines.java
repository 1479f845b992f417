package org.samverka.sessions.calendar;

import java.util.regex.Pattern;

/** Lines of an iCalendar object: folded after 75 octets at most and never inside a character, each ended by CRLF. */
final class ContentLines {
    private static final int LONGEST = 75;
    private static final String END = "\r\n";
    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\t]]");

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
        int character;
        for (int i = 0; i < line.length(); i += Character.charCount(character)) {
            character = line.codePointAt(i);
            int size = octets(character);
            if (octets + size > LONGEST) {
                lines.append(END).append(' ');
                octets = 1;
            }
            lines.appendCodePoint(character);
            octets += size;
        }
        lines.append(END);
    }

    /** In UTF-8. */
    private static int octets(int character) {
        if (character < 0x80) {
            return 1;
        }
        return character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }

    /** Line breaks are kept; of other control characters an object may have none. */
    private static String escaped(String text) {
        String line = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,");
        return CONTROL.matcher(LINE_BREAK.matcher(line).replaceAll("\\\\n")).replaceAll("");
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
