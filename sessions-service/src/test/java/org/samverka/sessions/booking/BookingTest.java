package org.samverka.sessions.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.SessionEvent.BookingCanceled;
import org.samverka.contracts.SessionEvent.BookingChanged;
import org.samverka.contracts.SessionEvent.BookingState;
import org.samverka.contracts.SessionEvent.SessionBooked;
import org.samverka.sessions.booking.Booking.AlreadyHeld;
import org.samverka.sessions.booking.Booking.State;
import org.samverka.sessions.booking.Places.Candidate;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.SomeSession;

class BookingTest {
    private final UUID person = UUID.randomUUID();
    private final UUID pseudonym = UUID.randomUUID();

    @Test
    void whatIsToldDependsOnWhetherThereIsASeat() {
        Session session = SomeSession.withSeats(5);

        assertThat(booking(session, State.booked).told(session)).isInstanceOf(SessionBooked.class);
        assertThat(booking(session, State.waitlisted).told(session))
                .isInstanceOfSatisfying(
                        BookingChanged.class, told -> assertThat(told.state()).isEqualTo(BookingState.waitlisted));
    }

    @Test
    void aSeatThatIsCanceledIsToldAsASeatAndAnythingElseAsAChange() {
        Session session = SomeSession.withSeats(5);
        Booking booked = booking(session, State.booked);
        Booking offered = booking(session, State.waitlisted);
        offered.offer(session, Instant.parse("2018-02-01T09:00:00Z"), "seat-came-free");

        assertThat(booked.cancel(session, "canceled"))
                .isEqualTo(new BookingCanceled(booked.id, session.id(), "heja-halsan", person, pseudonym));
        assertThat(offered.cancel(session, "offer-expired"))
                .isEqualTo(new BookingChanged(
                        offered.id,
                        session.id(),
                        "heja-halsan",
                        null,
                        person,
                        pseudonym,
                        BookingState.canceled,
                        "offer-expired",
                        null,
                        3));
    }

    @Test
    void whoDidNotComeToASessionThatWasHeldIsRecordedAsAbsentRatherThanCanceled() {
        Session session = SomeSession.held();

        assertThatThrownBy(() -> booking(session, State.booked).cancel(session, "canceled"))
                .isInstanceOf(AlreadyHeld.class);
        assertThat(booking(session, State.waitlisted).cancel(session, "canceled"))
                .isNotNull();
    }

    @Test
    void eachCallersShareIsAConditionOfItsOwn() {
        UUID self = UUID.randomUUID();

        assertThat(new Scope(Set.of("plus"), null, null).condition().parameters())
                .isEqualTo(Map.of("programs", Set.of("plus")));
        assertThat(new Scope(Set.of("plus"), Set.of("olofstrom"), null)
                        .condition()
                        .text())
                .contains("b.program in :programs", "b.organization in :organizations and not b.support");
        assertThat(new Scope(null, null, self).condition().text())
                .contains("b.personId = :person")
                .doesNotContain("support");
        assertThat(new Scope(null, null, null, self, null).condition().text())
                .contains("b.approval and not b.support", "w.unit = m.unit", "1 = 0");
    }

    @Test
    void anEmployerSeesNobodyInASupportGroup() {
        assertThat(new Scope(Set.of("plus"), Set.of("olofstrom"), null).seesSupport())
                .isFalse();
        assertThat(new Scope(null, null, null, person, null).seesSupport()).isFalse();
        assertThat(new Scope(Set.of("plus"), null, null).seesSupport()).isTrue();
        assertThat(new Scope(null, null, person).seesSupport()).isTrue();
    }

    private Booking booking(Session session, State state) {
        var candidate = new Candidate(person, pseudonym, "inspirers", "olofstrom", false, false);
        return new Booking(UUID.randomUUID(), session, candidate, state, null, 1);
    }
}
