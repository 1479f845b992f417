package org.samverka.reporting.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import biweekly.Biweekly;
import biweekly.component.VEvent;
import org.junit.jupiter.api.Test;

class CalendarPartTest {
    static final String OBJECT = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Samverka//Sessions//EN
            METHOD:REQUEST
            BEGIN:VEVENT
            UID:7b0c8d5e-3f5d-4f0e-9b57-2f6a1f9d0c11@samverka
            SEQUENCE:1
            ATTENDEE;PARTSTAT=NEEDS-ACTION:urn:uuid:7b0c8d5e-3f5d-4f0e-9b57-2f6a1f9d0
             c11
            DTSTAMP:20260110T080000Z
            DTSTART:20260505T070000Z
            DTEND:20260505T100000Z
            SUMMARY:Återhämtning för alla som behöver en lugn stund i skogen vid sjön
              och ängarna
            ORGANIZER:urn:samverka:organizer
            END:VEVENT
            END:VCALENDAR
            """.replace("\n", "\r\n");

    @Test
    void theAddressesOfTheReaderAndTheSenderAreFilledInAndNothingElseChanges() {
        CalendarPart part = CalendarPart.of(OBJECT, "åsa.öberg@example.org", "no-reply@samverka.example");

        VEvent event = Biweekly.parse(part.content()).first().getEvents().get(0);
        assertThat(event.getAttendees())
                .singleElement()
                .satisfies(attendee -> assertThat(attendee.getEmail()).endsWith("sa.%C3%B6berg@example.org"));
        assertThat(event.getOrganizer().getEmail()).isEqualTo("no-reply@samverka.example");
        assertThat(event.getSummary().getValue())
                .isEqualTo("Återhämtning för alla som behöver en lugn stund i skogen vid sjön och ängarna");
        assertThat(part.contentType()).isEqualTo("text/calendar; charset=UTF-8; method=REQUEST");
        assertThat(part.content()).doesNotContain("urn:").doesNotContainPattern("[^\r]\n");
        assertThat(part.content().split("\r\n", -1))
                .allSatisfy(line -> assertThat(line.getBytes(UTF_8).length).isLessThanOrEqualTo(75));
    }

    @Test
    void anAddressCannotBringAPropertyOfItsOwn() {
        String part = CalendarPart.of(OBJECT, "x@example.org\r\nATTENDEE:mailto:y@example.org", "a@b")
                .content();

        assertThat(part.split("ATTENDEE", -1)).hasSize(3);
        assertThat(Biweekly.parse(part).first().getEvents().get(0).getAttendees())
                .hasSize(1);
    }

    @Test
    void anObjectWithoutAMethodIsNotSent() {
        assertThatThrownBy(() -> CalendarPart.of("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "a@b", "c@d"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
