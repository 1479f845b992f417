package org.samverka.sessions.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.util.DateTimeComponents;
import biweekly.util.ICalDate;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.UUID;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.calendar.SessionMessage.Method;
import org.samverka.sessions.calendar.SessionMessage.Participation;

/** A session of several days, read back by libraries that have nothing to do with how it was written. */
class WorkshopTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final UUID INVITATION = UUID.fromString("7b0c8d5e-3f5d-4f0e-9b57-2f6a1f9d0c11");

    @Test
    void aWorkshopIsShownOnEachOfItsDaysAndNotInBetween() {
        String object = request(
                part("Start", "2022-11-01T09:00", "PT8H"),
                part("Idéer", "2022-11-02T09:00", "PT8H"),
                part("Prov", "2022-11-08T13:00", "PT6H30M"),
                part("Slut", "2022-11-09T09:00", "PT7H30M"));

        assertThat(shown(object))
                .containsExactly(
                        "2022-11-01T08:00:00Z PT8H Workshop: Start",
                        "2022-11-02T08:00:00Z PT8H Workshop: Idéer",
                        "2022-11-08T12:00:00Z PT6H30M Workshop: Prov",
                        "2022-11-09T08:00:00Z PT7H30M Workshop: Slut");
        assertThat(object)
                .contains("RRULE:FREQ=DAILY;INTERVAL=1;COUNT=9")
                // Outlook passes over what has dates without a rule.
                .doesNotContain("RDATE");
    }

    @Test
    void allOfItIsOneThingUnderOneUidWithOneAttendee() {
        ICalendar calendar = Biweekly.parse(
                        request(part("a", "2022-11-01T09:00", "PT8H"), part("b", "2022-11-02T10:00", "PT6H")))
                .first();

        assertThat(calendar.validate(ICalVersion.V2_0).isEmpty()).isTrue();
        assertThat(calendar.getEvents()).hasSize(2).allSatisfy(event -> {
            assertThat(event.getUid().getValue()).isEqualTo(INVITATION + "@samverka");
            assertThat(event.getSequence().getValue()).isEqualTo(3);
            assertThat(event.getAttendees())
                    .singleElement()
                    .satisfies(attendee -> assertThat(attendee.getUri()).isEqualTo("urn:uuid:" + INVITATION));
            assertThat(event.getOrganizer().getUri()).isEqualTo(SessionMessage.ORGANIZER);
        });
    }

    @Test
    void aCancellationTakesEveryDayBack() {
        ICalendar calendar = Biweekly.parse(SessionMessage.of(
                                Method.CANCEL,
                                entry(part("a", "2022-11-01T09:00", "PT8H"), part("b", "2022-11-02T10:00", "PT6H")))
                        .to(INVITATION, 4, Participation.ACCEPTED))
                .first();

        assertThat(calendar.getEvents()).singleElement().satisfies(event -> {
            assertThat(event.getStatus().isCancelled()).isTrue();
            assertThat(event.getRecurrenceId()).isNull();
        });
    }

    @Test
    void acrossBothChangesOfTheClockEachDayKeepsItsLocalHour() {
        assertThat(shown(request(part(null, "2026-03-28T09:00", "PT6H"), part(null, "2026-03-29T09:00", "PT6H"))))
                .containsExactly("2026-03-28T08:00:00Z PT6H Workshop", "2026-03-29T07:00:00Z PT6H Workshop");
        assertThat(shown(request(part(null, "2026-10-24T09:00", "PT6H"), part(null, "2026-10-25T09:00", "PT6H"))))
                .containsExactly("2026-10-24T07:00:00Z PT6H Workshop", "2026-10-25T08:00:00Z PT6H Workshop");
    }

    @Test
    void whatIsWeeklyIsWrittenAsSuch() {
        assertThat(request(
                        part(null, "2026-02-02T09:00", "PT3H"),
                        part(null, "2026-02-09T09:00", "PT3H"),
                        part(null, "2026-02-23T09:00", "PT3H")))
                .contains("RRULE:FREQ=DAILY;INTERVAL=7;COUNT=4", "EXDATE;TZID=Europe/Stockholm:20260216T090000\r\n");
    }

    @Test
    void partsOfOneDayAreOneEntryOfThatDay() {
        assertThat(shown(request(
                        part("Morgon", "2026-02-02T09:00", "PT3H"),
                        part("Kväll", "2026-02-02T13:00", "PT2H"),
                        part(null, "2026-02-03T09:00", "PT3H"))))
                .containsExactly(
                        "2026-02-02T08:00:00Z PT6H Workshop: Morgon, Kväll", "2026-02-03T08:00:00Z PT3H Workshop");
    }

    @Test
    void aCalendarToSubscribeToShowsTheDaysToo() {
        String file = CalendarFile.of(List.of(new CalendarFile.Item(
                INVITATION, 2, entry(part("a", "2022-11-01T09:00", "PT8H"), part("b", "2022-11-04T10:00", "PT6H")))));

        assertThat(shown(file))
                .containsExactly("2022-11-01T08:00:00Z PT8H Workshop: a", "2022-11-04T09:00:00Z PT6H Workshop: b");
    }

    @Property(tries = 200)
    void whicheverDaysItHasThoseAndNoOthersAreShown(
            @ForAll @Size(min = 1, max = 12) Set<@IntRange(min = 0, max = 90) Integer> days,
            @ForAll @IntRange(min = 0, max = 3) int later) {
        List<Stretch> parts = new ArrayList<>();
        for (int day : new TreeSet<>(days)) {
            LocalDate date = LocalDate.of(2026, 3, 1).plusDays(day);
            parts.add(new Stretch(null, date.atTime(9 + (parts.size() % 2) * later, 0), Duration.ofHours(4)));
        }

        assertThat(shown(request(parts.toArray(Stretch[]::new))))
                .containsExactlyElementsOf(parts.stream()
                        .map(part -> "%s PT4H Workshop".formatted(part.start(ZONE)))
                        .toList());
    }

    private static Stretch part(@Nullable String title, String startsAt, String length) {
        return new Stretch(title, LocalDateTime.parse(startsAt), Duration.parse(length));
    }

    private static CalendarEntry entry(Stretch... parts) {
        return new CalendarEntry(
                "Workshop", ZONE.getId(), List.of(parts), null, false, Instant.parse("2022-06-01T08:00:00Z"));
    }

    private static String request(Stretch... parts) {
        return SessionMessage.of(Method.REQUEST, entry(parts)).to(INVITATION, 3, Participation.NEEDS_ACTION);
    }

    /** What a calendar would show, in its order: when, how long and what. */
    private static List<String> shown(String object) {
        List<VEvent> events = Biweekly.parse(object).first().getEvents();
        var shown = new TreeSet<String>();
        VEvent first = events.get(0);
        first.getDateIterator(TimeZone.getTimeZone(ZONE))
                .forEachRemaining(date -> shown.add(line(date.toInstant(), first)));
        for (VEvent event : events.subList(1, events.size())) {
            Instant instead = event.getRecurrenceId().getValue().toInstant();
            assertThat(shown.remove(line(instead, first))).as(object).isTrue();
            shown.add(line(event.getDateStart().getValue().toInstant(), event));
        }
        return List.copyOf(shown);
    }

    private static String line(Instant at, VEvent event) {
        Duration length = Duration.between(
                written(event.getDateStart().getValue()),
                written(event.getDateEnd().getValue()));
        return "%s %s %s".formatted(at, length, event.getSummary().getValue());
    }

    /** By the clock of the zone: the library itself takes some hours after a change of the clock for before it. */
    private static Instant written(ICalDate date) {
        DateTimeComponents clock = date.getRawComponents();
        return LocalDateTime.of(clock.getYear(), clock.getMonth(), clock.getDate(), clock.getHour(), clock.getMinute())
                .atZone(ZONE)
                .toInstant();
    }

    @Test
    void aSecondLibraryFindsNothingWrongWithIt() throws Exception {
        var calendar = new CalendarBuilder()
                .build(new StringReader(request(
                        part("a", "2022-11-01T09:00", "PT8H"),
                        part("b", "2022-11-02T10:00", "PT6H"),
                        part(null, "2022-11-07T10:00", "PT6H"))));

        assertThat(calendar.validate().hasErrors()).isFalse();
    }
}
