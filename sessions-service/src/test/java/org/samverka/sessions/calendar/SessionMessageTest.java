package org.samverka.sessions.calendar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Property;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.calendar.SessionMessage.Method;
import org.samverka.sessions.calendar.SessionMessage.Participation;

/** Read back by two libraries that have nothing to do with how it was written. */
class SessionMessageTest {
    private static final UUID INVITATION = UUID.fromString("7b0c8d5e-3f5d-4f0e-9b57-2f6a1f9d0c11");
    private static final String ZONE = "Europe/Stockholm";
    private static final Instant CHANGED = Instant.parse("2026-01-10T08:00:00Z");

    @Test
    void aRequestSaysWhatWhenWhereAndToWhomAndNothingIsWrongWithIt() {
        ICalendar calendar = parsed(request(entry("2026-05-05T09:00", "3")));

        assertThat(calendar.getMethod().getValue()).isEqualTo("REQUEST");
        VEvent event = calendar.getEvents().get(0);
        assertThat(event.getUid().getValue()).isEqualTo(INVITATION + "@samverka");
        assertThat(event.getSequence().getValue()).isEqualTo(2);
        assertThat(event.getSummary().getValue()).isEqualTo("Återhämtning, steg 1; för alla");
        assertThat(event.getLocation().getValue()).isEqualTo("Folkets hus\nSal Å");
        assertThat(start(event)).isEqualTo("2026-05-05T07:00:00Z");
        assertThat(end(event)).isEqualTo("2026-05-05T10:00:00Z");
        assertThat(event.getAttendees())
                .singleElement()
                .satisfies(attendee -> assertThat(attendee.getUri()).isEqualTo("urn:uuid:" + INVITATION));
        assertThat(event.getOrganizer().getUri()).isEqualTo(SessionMessage.ORGANIZER);
        assertThat(event.getStatus().isConfirmed()).isTrue();
        assertThat(event.getClassification().isPublic()).isTrue();
        assertThat(event.getDateTimeStamp().getValue()).isEqualTo("2026-01-10T08:00:00Z");
    }

    @Test
    void aCancellationIsTheSameObjectCanceled() {
        String canceled = SessionMessage.of(Method.CANCEL, entry("2026-05-05T09:00", "3"))
                .to(INVITATION, 3, Participation.ACCEPTED);

        ICalendar calendar = parsed(canceled);
        assertThat(calendar.getMethod().getValue()).isEqualTo("CANCEL");
        VEvent event = calendar.getEvents().get(0);
        assertThat(event.getUid().getValue()).isEqualTo(INVITATION + "@samverka");
        assertThat(event.getSequence().getValue()).isEqualTo(3);
        assertThat(event.getStatus().isCancelled()).isTrue();
        assertThat(canceled).contains("ATTENDEE;PARTSTAT=ACCEPTED:");
    }

    @Test
    void asAcrossTheTwoWeekendsOfTheYearTheLocalHourStays() {
        assertThat(start("2026-03-28T09:00", "3")).isEqualTo("2026-03-28T08:00:00Z");
        assertThat(start("2026-03-29T09:00", "3")).isEqualTo("2026-03-29T07:00:00Z");
        assertThat(start("2026-10-24T09:00", "3")).isEqualTo("2026-10-24T07:00:00Z");
        assertThat(start("2026-10-25T09:00", "3")).isEqualTo("2026-10-25T08:00:00Z");
    }

    @Test
    void aSessionOverTheNightInWhichClocksGoForwardOrBackKeepsItsLength() {
        assertThat(end("2026-03-28T22:00", "8")).isEqualTo("2026-03-29T05:00:00Z");
        assertThat(end("2026-10-24T22:00", "8")).isEqualTo("2026-10-25T04:00:00Z");
        // Ends at 02:30 for the second time, which no local time can say.
        assertThat(request(entry("2026-10-24T22:30", "5")))
                .contains("DURATION:PT5H")
                .doesNotContain("DTEND");
        assertThat(end("2026-10-24T22:30", "5")).isEqualTo("2026-10-25T01:30:00Z");
        assertThat(start("2026-10-25T02:30", "1")).isEqualTo("2026-10-25T00:30:00Z");
    }

    @Test
    void anHourThatComesTwiceIsSaidAsItsFirstTime() {
        assertThat(request(entry("2026-10-25T02:30", "1"))).contains("DTSTART;TZID=Europe/Stockholm:20261025T023000");
    }

    @Test
    void otherZonesAreDefinedTooAndEvenThoseThatNeverChange() {
        for (String zone :
                new String[] {"Europe/Copenhagen", "America/New_York", "Europe/Dublin", "UTC", "Asia/Kolkata"}) {
            CalendarEntry entry =
                    new CalendarEntry("x", zone, List.of(part("2026-07-01T09:00", "1")), null, false, CHANGED);
            Instant start = LocalDateTime.parse("2026-07-01T09:00")
                    .atZone(java.time.ZoneId.of(zone))
                    .toInstant();
            assertThat(start(parsed(request(entry)).getEvents().get(0)))
                    .as(zone)
                    .isEqualTo(start.toString());
        }
    }

    @Test
    void ofASupportTrackItSaysNothing() {
        CalendarEntry entry = new CalendarEntry(
                "Hälsosteget",
                ZONE,
                List.of(
                        new Stretch("Sömn", LocalDateTime.parse("2026-05-05T09:00"), Duration.ofHours(1)),
                        new Stretch("Stress", LocalDateTime.parse("2026-05-12T10:00"), Duration.ofHours(2))),
                null,
                true,
                CHANGED);

        assertThat(parsed(request(entry)).getEvents()).hasSize(2).allSatisfy(event -> {
            assertThat(event.getSummary().getValue()).isEqualTo("Samverka");
            assertThat(event.getClassification().isPrivate()).isTrue();
        });
        assertThat(request(entry)).doesNotContain("lsosteget", "mn", "Stress");
    }

    @Test
    void noLineIsLongerThan75OctetsAndNoCharacterIsCutInTwo() {
        String title = "å".repeat(37) + "Återhämtning för öar och sjöar ".repeat(5) + "𝄞".repeat(20);
        String written =
                request(new CalendarEntry(title, ZONE, List.of(part("2026-05-05T09:00", "1")), null, false, CHANGED));

        assertThat(written.split("\r\n", -1))
                .allSatisfy(line -> assertThat(line.getBytes(UTF_8).length).isLessThanOrEqualTo(75));
        assertThat(written).endsWith("\r\n").doesNotContainPattern("[^\r]\n");
        // Each line by itself is whole characters.
        assertThat(Arrays.stream(written.split("\r\n", -1)))
                .allSatisfy(line ->
                        assertThat(new String(line.getBytes(UTF_8), UTF_8)).isEqualTo(line));
        assertThat(parsed(written).getEvents().get(0).getSummary().getValue()).isEqualTo(title);
    }

    @Test
    void aSecondLibraryReadsTheSame() throws Exception {
        var calendar = new CalendarBuilder().build(new StringReader(request(entry("2026-05-05T09:00", "3"))));

        assertThat(calendar.validate().hasErrors()).isFalse();
        assertThat(calendar.getComponent("VEVENT")
                        .orElseThrow()
                        .<Property>getProperty("SUMMARY")
                        .orElseThrow()
                        .getValue())
                .isEqualTo("Återhämtning, steg 1; för alla");
        assertThat(calendar.getComponent("VTIMEZONE")).isPresent();
    }

    @Test
    void aWholeCalendarHasEveryZoneOnceAndNobodyInIt() {
        var other = new CalendarEntry(
                "Møde", "Europe/Copenhagen", List.of(part("2026-11-05T09:00", "1")), null, false, CHANGED);
        String calendar = CalendarFile.of(List.of(
                new CalendarFile.Item(UUID.randomUUID(), 0, entry("2026-03-20T09:00", "1")),
                new CalendarFile.Item(UUID.randomUUID(), 0, entry("2026-11-20T09:00", "1")),
                new CalendarFile.Item(INVITATION, 4, other)));

        ICalendar parsed = parsed(calendar);
        assertThat(parsed.getEvents())
                .extracting(SessionMessageTest::start)
                .containsExactly("2026-03-20T08:00:00Z", "2026-11-20T08:00:00Z", "2026-11-05T08:00:00Z");
        assertThat(calendar.split("BEGIN:VTIMEZONE", -1)).hasSize(3);
        assertThat(calendar).doesNotContain("ATTENDEE", "ORGANIZER", "METHOD");
    }

    private static CalendarEntry entry(String startsAt, String hours) {
        return new CalendarEntry(
                "Återhämtning, steg 1; för alla",
                ZONE,
                List.of(part(startsAt, hours)),
                "Folkets hus\nSal Å",
                false,
                CHANGED);
    }

    private static Stretch part(String startsAt, String hours) {
        return new Stretch(null, LocalDateTime.parse(startsAt), Duration.ofHours(Long.parseLong(hours)));
    }

    private static String request(CalendarEntry entry) {
        return SessionMessage.of(Method.REQUEST, entry).to(INVITATION, 2, Participation.NEEDS_ACTION);
    }

    private static String start(String startsAt, String hours) {
        return start(parsed(request(entry(startsAt, hours))).getEvents().get(0));
    }

    private static String end(String startsAt, String hours) {
        return end(parsed(request(entry(startsAt, hours))).getEvents().get(0));
    }

    private static String start(VEvent event) {
        return event.getDateStart().getValue().toInstant().toString();
    }

    private static String end(VEvent event) {
        return event.getDateEnd() == null
                ? event.getDateStart()
                        .getValue()
                        .toInstant()
                        .plusMillis(event.getDuration().getValue().toMillis())
                        .toString()
                : event.getDateEnd().getValue().toInstant().toString();
    }

    /** Without a warning of the parser's. */
    private static ICalendar parsed(String text) {
        var warnings = new java.util.ArrayList<java.util.List<biweekly.io.ParseWarning>>();
        ICalendar calendar = Biweekly.parse(text).warnings(warnings).first();
        assertThat(warnings).allSatisfy(each -> assertThat(each).isEmpty());
        assertThat(calendar.validate(ICalVersion.V2_0).isEmpty())
                .as(calendar.validate(ICalVersion.V2_0).toString())
                .isTrue();
        return calendar;
    }
}
