package org.samverka.sessions.blocked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.contracts.rest.Invalid;
import org.samverka.sessions.blocked.BusyCalendar.Busy;

class BusyCalendarTest {
    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-12-31T00:00:00Z");

    @Test
    void timesAreReadInTheirZoneInUtcAndAsWholeDays() {
        assertThat(busy(
                        event(
                                "DTSTART;TZID=Europe/Stockholm:20260330T090000",
                                "DTEND;TZID=Europe/Stockholm:20260330T100000"),
                        event("DTSTART:20260327T090000Z", "DURATION:PT1H30M"),
                        event("DTSTART;VALUE=DATE:20260402", "DTEND;VALUE=DATE:20260404"),
                        event("DTSTART;TZID=W. Europe Standard Time:20260501T080000", "DURATION:PT1H")))
                .containsExactly(
                        stretch("2026-03-27T09:00:00Z", "2026-03-27T10:30:00Z"),
                        stretch("2026-03-30T07:00:00Z", "2026-03-30T08:00:00Z"),
                        stretch("2026-04-01T22:00:00Z", "2026-04-03T22:00:00Z"),
                        stretch("2026-05-01T06:00:00Z", "2026-05-01T07:00:00Z"));
    }

    @Test
    void whatComesAgainKeepsItsLocalHourAndLeavesOutWhatIsLeftOut() {
        assertThat(busy(event(
                        "DTSTART;TZID=Europe/Stockholm:20260323T090000",
                        "DURATION:PT1H",
                        "RRULE:FREQ=WEEKLY;UNTIL=20260413T235959Z",
                        "EXDATE;TZID=Europe/Stockholm:20260406T090000")))
                .containsExactly(
                        stretch("2026-03-23T08:00:00Z", "2026-03-23T09:00:00Z"),
                        stretch("2026-03-30T07:00:00Z", "2026-03-30T08:00:00Z"),
                        stretch("2026-04-13T07:00:00Z", "2026-04-13T08:00:00Z"));
    }

    @Test
    void aTimeThatWasMovedIsBusyWhereItWasMovedToAlone() {
        assertThat(busy(
                        event("UID:1", "DTSTART:20260401T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2"),
                        event("UID:1", "RECURRENCE-ID:20260402T090000Z", "DTSTART:20260402T150000Z", "DURATION:PT1H")))
                .containsExactly(
                        stretch("2026-04-01T09:00:00Z", "2026-04-01T10:00:00Z"),
                        stretch("2026-04-02T15:00:00Z", "2026-04-02T16:00:00Z"));
    }

    @Test
    void whatIsFreeOrCanceledOrPastOrHasNoLengthBlocksNothing() {
        assertThat(busy(
                        event("DTSTART:20260401T090000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT"),
                        event("DTSTART:20260401T090000Z", "DURATION:PT1H", "STATUS:CANCELLED"),
                        event("DTSTART:20250401T090000Z", "DURATION:PT1H"),
                        event("DTSTART:20260401T090000Z")))
                .isEmpty();
    }

    @Test
    void whatOverlapsIsOneStretch() {
        assertThat(busy(
                        event("DTSTART:20260401T090000Z", "DURATION:PT2H"),
                        event("DTSTART:20260401T100000Z", "DURATION:PT2H"),
                        event("DTSTART:20260401T120000Z", "DURATION:PT1H")))
                .containsExactly(stretch("2026-04-01T09:00:00Z", "2026-04-01T13:00:00Z"));
    }

    @Test
    void foldedLinesAlarmsAndUnknownPropertiesAreTakenAsTheyAre() {
        assertThat(
                        busy(
                                "BEGIN:VEVENT\r\nDTSTART;TZID=\"Europe/Sto\r\n ckholm\":20260401T0900\r\n 00\r\nDURATION:PT1H\r\n"
                                        + "X-ODD;P=\"a:b;c\":d\r\nBEGIN:VALARM\r\nDTSTART:nonsense\r\nEND:VALARM\r\nEND:VEVENT\r\n"))
                .containsExactly(stretch("2026-04-01T07:00:00Z", "2026-04-01T08:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no calendar",
                "BEGIN:VCALENDAR\r\n",
                "BEGIN:VEVENT\r\nEND:VEVENT\r\n",
                "BEGIN:VCALENDAR\r\nEND:VEVENT\r\n",
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2026\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR",
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Mars/Olympus:20260401T090000\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR",
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260401T090000Z\r\nDURATION:soon\r\nEND:VEVENT\r\nEND:VCALENDAR",
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260401T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR",
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260401T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;BYSECOND=1,2\r\nEND:VEVENT\r\nEND:VCALENDAR",
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260401T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;BYDAY=XX\r\nEND:VEVENT\r\nEND:VCALENDAR",
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:00010101T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR",
                "BEGIN:VCALENDAR\r\nBEGIN:A\r\nBEGIN:A\r\nBEGIN:A\r\nBEGIN:A\r\nBEGIN:A\r\nBEGIN:A\r\n",
            })
    void whatIsNoCalendarOrWantsTooMuchIsRefused(String text) {
        assertThatThrownBy(() -> BusyCalendar.read(text, ZoneId.of("Europe/Stockholm"), FROM, UNTIL))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void howMuchThereIsIsBounded() {
        String endless = event("DTSTART:20260301T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY");
        assertThatThrownBy(
                        () -> busy(IntStream.range(0, 50).mapToObj(i -> endless).toArray(String[]::new)))
                .isInstanceOfSatisfying(
                        Invalid.class, e -> assertThat(e.errors().get(0).code()).isEqualTo("too-many-times"));
        assertThatThrownBy(() -> busy(IntStream.range(0, 2001)
                        .mapToObj(i -> event("DTSTART:20260301T090000Z"))
                        .toArray(String[]::new)))
                .isInstanceOfSatisfying(
                        Invalid.class, e -> assertThat(e.errors().get(0).code()).isEqualTo("too-many-events"));
    }

    private static Busy stretch(String from, String until) {
        return new Busy(Instant.parse(from), Instant.parse(until));
    }

    private static String event(String... lines) {
        return "BEGIN:VEVENT\r\n"
                + List.of(lines).stream().map(line -> line + "\r\n").collect(Collectors.joining()) + "END:VEVENT\r\n";
    }

    private static List<Busy> busy(String... events) {
        return BusyCalendar.read(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + String.join("", events) + "END:VCALENDAR\r\n",
                ZoneId.of("Europe/Stockholm"),
                FROM,
                UNTIL);
    }
}
