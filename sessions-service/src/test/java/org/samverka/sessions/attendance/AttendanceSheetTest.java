package org.samverka.sessions.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.rest.Invalid;
import org.samverka.sessions.attendance.AttendanceSheet.Mark;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.SomeSession;

class AttendanceSheetTest {
    private final Session session = SomeSession.withSeats(10);
    private final UUID anna = UUID.randomUUID();
    private final UUID bo = UUID.randomUUID();
    private final Map<UUID, UUID> pseudonyms = Map.of(anna, pseudonym(anna), bo, pseudonym(bo));

    @Test
    void whatIsFilledInFirstIsVersionOne() {
        List<Attendance> changed = blank().changedBy(List.of(mark(anna, "3"), mark(bo, "0")));

        assertThat(changed)
                .containsExactly(
                        new Attendance(anna, pseudonym(anna), new BigDecimal("3.00"), 1),
                        new Attendance(bo, pseudonym(bo), new BigDecimal("0.00"), 1));
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
        assertThatThrownBy(() -> blank().changedBy(
                                List.of(mark(UUID.randomUUID(), "1"), mark(anna, "1"), mark(UUID.randomUUID(), "1"))))
                .asInstanceOf(type(Invalid.class))
                .satisfies(invalid -> assertThat(invalid.errors())
                        .extracting(Invalid.Error::pointer, Invalid.Error::code)
                        .containsExactly(
                                tuple("/attended/0/personId", "not-booked"),
                                tuple("/attended/2/personId", "not-booked")));
    }

    @Test
    void hoursGoFromNoneToTheSessions() {
        assertThat(blank().changedBy(List.of(mark(anna, "0"), mark(bo, "3.00"))))
                .hasSize(2);
        assertThatThrownBy(() -> blank().changedBy(List.of(mark(anna, "-0.01"), mark(bo, "3.01"))))
                .asInstanceOf(type(Invalid.class))
                .satisfies(invalid -> assertThat(invalid.errors())
                        .extracting(Invalid.Error::pointer, Invalid.Error::code, Invalid.Error::detail)
                        .containsExactly(
                                tuple("/attended/0/hours", "hours-out-of-range", "Give 0 to 3.00 hours"),
                                tuple("/attended/1/hours", "hours-out-of-range", "Give 0 to 3.00 hours")));
    }

    @Test
    void nobodyIsNamedTwice() {
        assertThatThrownBy(() -> blank().changedBy(List.of(mark(anna, "1"), mark(anna, "2"))))
                .asInstanceOf(type(Invalid.class))
                .satisfies(invalid -> assertThat(invalid.errors())
                        .extracting(Invalid.Error::pointer, Invalid.Error::code)
                        .containsExactly(tuple("/attended/1/personId", "twice")));
    }

    private AttendanceSheet blank() {
        return new AttendanceSheet(session, pseudonyms, Map.of());
    }

    private AttendanceSheet filledIn() {
        return new AttendanceSheet(
                session, pseudonyms, Map.of(anna, attendance(anna, "3.00", 1), bo, attendance(bo, "1.50", 4)));
    }

    private Attendance attendance(UUID person, String hours, int version) {
        return new Attendance(person, pseudonym(person), new BigDecimal(hours), version);
    }

    private static UUID pseudonym(UUID person) {
        return new UUID(~person.getMostSignificantBits(), person.getLeastSignificantBits());
    }

    private static Mark mark(UUID person, String hours) {
        return new Mark(person, new BigDecimal(hours));
    }
}
