package org.samverka.sessions.calendar;

import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/**
 * What calendars are told about one session (RFC 5546), one object for each person: nobody's object names another, and
 * nobody is named but by an id of their own. Whoever sends it to an address puts that in.
 */
public final class SessionMessage {
    /** Stands for who sends it. */
    public static final String ORGANIZER = "urn:samverka:organizer";

    private final String head;
    private final List<String> events;

    private SessionMessage(String head, List<String> events) {
        this.head = head;
        this.events = events;
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
        var head = new ContentLines()
                .add("BEGIN", "VCALENDAR")
                .add("VERSION", "2.0")
                .add("PRODID", CalendarFile.PRODUCT)
                .add("METHOD", method.name());
        new ZoneDefinition(ZoneId.of(entry.zone())).write(head, entry.start(), entry.end());
        return new SessionMessage(head.toString(), entry.events(method == Method.CANCEL));
    }

    /** @param sequence rises with each object that is sent to the same person about the same session */
    public String to(UUID invitation, int sequence, Participation participation) {
        var lines = new ContentLines().append(head);
        events.forEach(event -> lines.add("BEGIN", "VEVENT")
                .add("UID", CalendarFile.uid(invitation))
                .add("SEQUENCE", Integer.toString(sequence))
                .add("ATTENDEE;PARTSTAT=" + participation.parameter(), "urn:uuid:" + invitation)
                .append(event)
                .add("ORGANIZER", ORGANIZER)
                .add("END", "VEVENT"));
        return lines.add("END", "VCALENDAR").toString();
    }
}
