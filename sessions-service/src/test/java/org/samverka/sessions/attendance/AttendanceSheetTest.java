package org.samverka.sessions.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.SessionEvent.DayHours;
import org.samverka.contracts.rest.Invalid;
import org.samverka.sessions.attendance.Attendance.Party;
import org.samverka.sessions.attendance.AttendanceSheet.Taken;
import org.samverka.sessions.attendance.Mark.PartHours;
import org.samverka.sessions.session.Part;
import org.samverka.sessions.session.SomeSession;

class AttendanceSheetTest {
    private static final Instant NOW = Instant.parse("2018-03-01T12:00:00Z");
    private static final List<Part> ONE = List.of(part("2018-03-01", "3"));
    private static final List<Part> THREE =
            List.of(part("2018-03-01", "8"), part("2018-03-01", "2"), part("2018-03-02", "7.5"));

    private final UUID anna = UUID.randomUUID();
    private final UUID bo = UUID.randomUUID();
    private final Map<UUID, UUID> pseudonyms = Map.of(anna, pseudonym(anna), bo, pseudonym(bo));

    @Test
    void whatIsFilledInFirstIsVersionOne() {
        List<Attendance> changed = sheet(ONE).changedBy(List.of(mark(anna, "3"), mark(bo, "0")));

        assertThat(changed)
                .extracting(Attendance::personId, Attendance::pseudonym, Attendance::hours, Attendance::version)
                .containsExactly(
                        tuple(anna, pseudonym(anna), new BigDecimal("3.00"), 1),
                        tuple(bo, pseudonym(bo), new BigDecimal("0.00"), 1));
    }

    @Test
    void onlyAnotherNumberOfHoursIsAChangeAndRaisesTheVersion() {
        List<Attendance> changed = filledIn().changedBy(List.of(mark(anna, "3.0"), mark(bo, "0")));

        assertThat(changed)
                .extracting(Attendance::personId, Attendance::hours, Attendance::version)
                .containsExactly(tuple(bo, new BigDecimal("0.00"), 5));
    }

    @Test
    void whoHadNoSeatIsNamedRowByRow() {
        assertRefused(
                sheet(ONE),
                List.of(mark(UUID.randomUUID(), "1"), mark(anna, "1"), mark(UUID.randomUUID(), "1")),
                "/attended/0/personId not-booked",
                "/attended/2/personId not-booked");
    }

    @Test
    void hoursGoFromNoneToTheSessions() {
        assertThat(sheet(ONE).changedBy(List.of(mark(anna, "0"), mark(bo, "3.00"))))
                .hasSize(2);
        assertRefused(
                sheet(ONE),
                List.of(mark(anna, "-0.01"), mark(bo, "3.01")),
                "/attended/0/hours hours-out-of-range",
                "/attended/1/hours hours-out-of-range");
        assertThatThrownBy(() -> sheet(ONE).changedBy(List.of(mark(anna, "3.01"))))
                .asInstanceOf(type(Invalid.class))
                .satisfies(
                        invalid -> assertThat(invalid.errors().get(0).detail()).isEqualTo("Give 0 to 3.00 hours"));
    }

    @Test
    void nobodyIsNamedTwice() {
        assertRefused(sheet(ONE), List.of(mark(anna, "1"), mark(anna, "2")), "/attended/1/personId twice");
    }

    @Test
    void somePartsAreAttendedAndOthersStayAsTheyWere() {
        Attendance first = only(sheet(THREE).changedBy(List.of(parts(anna, null, "1=8", "2=0.5"))));
        assertThat(first.parts()).containsOnlyKeys(1, 2);
        assertThat(first.hours()).isEqualByComparingTo("8.5");

        Attendance second = only(sheet(THREE, first).changedBy(List.of(parts(anna, null, "3=7.5"))));

        assertThat(second.hours()).isEqualByComparingTo("16");
        assertThat(second.version()).isEqualTo(2);
        assertThat(sheet(THREE, second).changedBy(List.of(parts(anna, null, "3=7.50", "1=8"))))
                .isEmpty();
    }

    @Test
    void ofASessionInPartsTheWholeIsAllOrNothing() {
        assertThat(only(sheet(THREE).changedBy(List.of(mark(anna, "17.5")))).parts())
                .isEqualTo(Map.of(1, new BigDecimal("8.00"), 2, new BigDecimal("2.00"), 3, new BigDecimal("7.50")));
        assertThat(only(sheet(THREE).changedBy(List.of(mark(anna, "0")))).hours())
                .isZero();
        assertRefused(sheet(THREE), List.of(mark(anna, "9")), "/attended/0/hours parts-needed");
    }

    @Test
    void partsThatAreNotThereOrTooLongAreNamed() {
        assertRefused(
                sheet(THREE),
                List.of(parts(anna, null, "4=1", "2=2.01", "1=1", "1=2")),
                "/attended/0/parts/0/part unknown-part",
                "/attended/0/parts/1/hours hours-out-of-range",
                "/attended/0/parts/3/part twice");
        assertRefused(
                sheet(THREE), List.of(new Mark(anna, null, List.of(), null, null)), "/attended/0/hours hours-or-parts");
    }

    @Test
    void whatIsAttestedIsCorrectedWithAReasonAndHasToBeAttestedAnew() {
        Attendance certified =
                attendance(anna, "3.00", 1).attestedBy(Party.participant).attestedBy(Party.leader);
        assertThat(certified.isCertified()).isTrue();
        AttendanceSheet sheet = sheet(ONE, certified);

        assertRefused(sheet, List.of(mark(anna, "2")), "/attended/0/reason reason-required");
        assertThat(sheet.changedBy(List.of(mark(anna, "3")))).as("nothing new").isEmpty();
        Attendance corrected =
                only(sheet.changedBy(List.of(new Mark(anna, new BigDecimal("2"), List.of(), "left early", null))));

        assertThat(corrected.isAttestedByAny()).isFalse();
        assertThat(corrected.attestedBy(Party.leader).isCertified()).isFalse();
        assertThat(corrected
                        .attestedBy(Party.leader)
                        .attestedBy(Party.participant)
                        .isCertified())
                .isTrue();
    }

    @Test
    void aListFromElsewhereIsTakenAsFarAsItIsRight() {
        Attendance later = attendance(bo, "1.00", 2);
        Taken taken = sheet(ONE, later)
                .take(
                        List.of(
                                noted(anna, "3", NOW.minusSeconds(7200)),
                                noted(bo, "3", NOW.minusSeconds(7200)),
                                noted(UUID.randomUUID(), "3", NOW.minusSeconds(60))),
                        "/rows");

        assertThat(taken.changed()).extracting(Attendance::personId).containsExactly(anna);
        assertThat(taken.errors())
                .extracting(error -> error.pointer() + " " + error.code())
                .containsExactly("/rows/1/at outdated", "/rows/2/personId not-booked");
        assertThat(sheet(ONE)
                        .take(List.of(noted(anna, "3", NOW.plusSeconds(1))), "/rows")
                        .errors())
                .extracting(Invalid.Error::code)
                .containsExactly("in-the-future");
    }

    @Test
    void aListThatIsSentTwiceChangesNothingTheSecondTime() {
        List<Mark> list = List.of(noted(anna, "2", NOW.minusSeconds(60)));
        Attendance first = only(sheet(ONE).take(list, "/rows").changed());

        Taken again = sheet(ONE, first).take(list, "/rows");

        assertThat(again.changed()).isEmpty();
        assertThat(again.errors()).isEmpty();
        assertThat(again.unchanged()).isEqualTo(1);
    }

    @Test
    void attestedHoursAreToldByDay() {
        Attendance attendance = only(sheet(THREE).changedBy(List.of(parts(anna, null, "1=8", "2=1.25", "3=7.5"))));

        assertThat(attendance
                        .attested(SomeSession.withSeats(5), Attendances.dates(THREE))
                        .days())
                .containsExactly(
                        new DayHours(LocalDate.parse("2018-03-01"), new BigDecimal("9.25")),
                        new DayHours(LocalDate.parse("2018-03-02"), new BigDecimal("7.50")));
    }

    /** Ten times a tenth is one. */
    @Property(tries = 200)
    void hoursAddUpExactly(@ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 2400) Integer> hundredths) {
        var parts = new TreeMap<Integer, BigDecimal>();
        for (int i = 0; i < hundredths.size(); i++) {
            parts.put(i + 1, BigDecimal.valueOf(hundredths.get(i), 2));
        }

        var attendance = new Attendance(anna, anna, parts, 1, NOW, 0, 0);

        assertThat(attendance.hours())
                .isEqualByComparingTo(BigDecimal.valueOf(
                        hundredths.stream().mapToInt(Integer::intValue).sum(), 2));
    }

    private static void assertRefused(AttendanceSheet sheet, List<Mark> marks, String... errors) {
        assertThatThrownBy(() -> sheet.changedBy(marks))
                .asInstanceOf(type(Invalid.class))
                .satisfies(invalid -> assertThat(invalid.errors())
                        .extracting(error -> error.pointer() + " " + error.code())
                        .containsExactly(errors));
    }

    private static Attendance only(List<Attendance> all) {
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private AttendanceSheet sheet(List<Part> parts) {
        return new AttendanceSheet(parts, pseudonyms, Map.of(), NOW);
    }

    private AttendanceSheet sheet(List<Part> parts, Attendance recorded) {
        return new AttendanceSheet(parts, pseudonyms, Map.of(recorded.personId(), recorded), NOW);
    }

    private AttendanceSheet filledIn() {
        return new AttendanceSheet(
                ONE, pseudonyms, Map.of(anna, attendance(anna, "3.00", 1), bo, attendance(bo, "1.50", 4)), NOW);
    }

    private static Attendance attendance(UUID person, String hours, int version) {
        return new Attendance(
                person,
                pseudonym(person),
                new TreeMap<>(Map.of(1, new BigDecimal(hours))),
                version,
                NOW.minusSeconds(3600),
                0,
                0);
    }

    private static Part part(String date, String hours) {
        return new Part(null, LocalDate.parse(date).atTime(9, 0), new BigDecimal(hours));
    }

    private static UUID pseudonym(UUID person) {
        return new UUID(~person.getMostSignificantBits(), person.getLeastSignificantBits());
    }

    private static Mark mark(UUID person, String hours) {
        return new Mark(person, new BigDecimal(hours));
    }

    private static Mark noted(UUID person, String hours, Instant at) {
        return new Mark(person, new BigDecimal(hours), List.of(), null, at);
    }

    private static Mark parts(UUID person, @Nullable String reason, String... hours) {
        List<PartHours> parts = List.of(hours).stream()
                .map(each -> each.split("="))
                .map(each -> new PartHours(Integer.parseInt(each[0]), new BigDecimal(each[1])))
                .toList();
        return new Mark(person, null, parts, reason, null);
    }
}
