package org.samverka.sessions.calendar;

import java.time.ZoneId;
import java.util.UUID;

/**
 * What calendars are told about one session (RFC 5546), one object for each person: nobody's object names another, and
 * nobody is named but by an id of their own. Whoever sends it to an address puts that in.
 */
public final class SessionMessage {
    /** Stands for who sends it. */
    public static final String ORGANIZER = "urn:samverka:organizer";

    private final String before;
    private final String after;

    private SessionMessage(String before, String after) {
        this.before = before;
        this.after = after;
    }

    public enum Method {
        REQUEST,
        CANCEL
    }

    /** What the person has answered so far. */
    public enum Participation {
        NEEDS_ACTION,
        ACCEPTED,
        DECLINED;

        private String parameter() {
            return name().replace('_', '-');
        }
    }

    public static SessionMessage of(Method method, CalendarEntry entry) {
        var before = new ContentLines()
                .add("BEGIN", "VCALENDAR")
                .add("VERSION", "2.0")
                .add("PRODID", CalendarFile.PRODUCT)
                .add("METHOD", method.name());
        new ZoneDefinition(ZoneId.of(entry.zone())).write(before, entry.start(), entry.end());
        before.add("BEGIN", "VEVENT");
        var after = new ContentLines();
        entry.write(after, method == Method.CANCEL);
        after.add("ORGANIZER", ORGANIZER).add("END", "VEVENT").add("END", "VCALENDAR");
        return new SessionMessage(before.toString(), after.toString());
    }

    /** @param sequence rises with each object that is sent to the same person about the same session */
    public String to(UUID invitation, int sequence, Participation participation) {
        return new ContentLines()
                .append(before)
                .add("UID", CalendarFile.uid(invitation))
                .add("SEQUENCE", Integer.toString(sequence))
                .add("ATTENDEE;PARTSTAT=" + participation.parameter(), "urn:uuid:" + invitation)
                .append(after)
                .toString();
    }
}
