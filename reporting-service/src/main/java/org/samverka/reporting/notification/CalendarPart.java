package org.samverka.reporting.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The calendar object of a letter: the one that came with the event, with the addresses in it that only this letter may
 * have: of whoever gets it and of whoever sends it.
 */
record CalendarPart(String method, String content) {
    private static final int LONGEST = 75;
    private static final Pattern METHOD = Pattern.compile("(?m)^METHOD:(REQUEST|CANCEL)\r?$");

    static CalendarPart of(String calendar, String to, String from) {
        Matcher method = METHOD.matcher(calendar);
        if (!method.find()) {
            throw new IllegalArgumentException("The calendar object has neither METHOD:REQUEST nor METHOD:CANCEL");
        }
        String unfolded = calendar.replaceAll("\r?\n[ \t]", "");
        String content = Arrays.stream(unfolded.split("\r?\n", -1))
                .filter(line -> !line.isEmpty())
                .map(line -> addressed(line, to, from))
                .map(CalendarPart::folded)
                .collect(Collectors.joining());
        return new CalendarPart(method.group(1), content);
    }

    String contentType() {
        return "text/calendar; charset=UTF-8; method=" + method;
    }

    private static String addressed(String line, String to, String from) {
        if (line.startsWith("ATTENDEE")) {
            return line.substring(0, line.indexOf(":urn:uuid:")) + ":mailto:" + encoded(to);
        }
        return line.startsWith("ORGANIZER") ? "ORGANIZER;CN=Samverka:mailto:" + encoded(from) : line;
    }

    /** As a URI has it: an address can bring neither a line nor a parameter of its own. */
    private static String encoded(String address) {
        return address.codePoints()
                .mapToObj(Character::toString)
                .map(character -> character.matches("[A-Za-z0-9._~@+-]") ? character : percent(character))
                .collect(Collectors.joining());
    }

    private static String percent(String character) {
        var encoded = new StringBuilder();
        for (byte octet : character.getBytes(UTF_8)) {
            encoded.append("%%%02X".formatted(octet));
        }
        return encoded.toString();
    }

    /** After 75 octets at most, never inside a character. */
    private static String folded(String line) {
        var folded = new StringBuilder();
        int octets = 0;
        for (String character : (Iterable<String>) line.codePoints().mapToObj(Character::toString)::iterator) {
            int size = character.getBytes(UTF_8).length;
            if (octets + size > LONGEST) {
                folded.append("\r\n ");
                octets = 1;
            }
            folded.append(character);
            octets += size;
        }
        return folded.append("\r\n").toString();
    }
}
