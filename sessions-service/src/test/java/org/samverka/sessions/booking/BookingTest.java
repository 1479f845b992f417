package org.samverka.sessions.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.SessionEvent.BookingCanceled;
import org.samverka.sessions.booking.Booking.AlreadyHeld;
import org.samverka.sessions.booking.Booking.State;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.SomeSession;

class BookingTest {
    private final UUID person = UUID.randomUUID();

    @Test
    void aCancellationIsSaidOnce() {
        Session session = SomeSession.withSeats(5);
        Booking booking = booking(session);

        assertThat(booking.cancel(session))
                .containsExactly(
                        new BookingCanceled(booking.id, session.id(), "heja-halsan", person, booking.pseudonym));
        assertThat(booking.cancel(session)).isEmpty();
        assertThat(booking.state).isEqualTo(State.canceled);
        assertThat(booking.version).isEqualTo(2);
    }

    @Test
    void whoDidNotComeToASessionThatWasHeldIsRecordedAsAbsentRatherThanCanceled() {
        Session session = SomeSession.held();

        assertThatThrownBy(() -> booking(session).cancel(session)).isInstanceOf(AlreadyHeld.class);
    }

    @Test
    void eachCallerSeesTheirShare() {
        Booking booking = booking(SomeSession.withSeats(5));

        assertThat(new Scope(Set.of("heja-halsan"), null, null).covers(booking)).isTrue();
        assertThat(new Scope(Set.of("plus"), null, null).covers(booking)).isFalse();
        assertThat(new Scope(Set.of("heja-halsan"), Set.of("olofstrom"), null).covers(booking))
                .isTrue();
        assertThat(new Scope(Set.of("heja-halsan"), Set.of("blekinge"), null).covers(booking))
                .isFalse();
        assertThat(new Scope(null, null, person).covers(booking)).isTrue();
        assertThat(new Scope(null, null, UUID.randomUUID()).covers(booking)).isFalse();
    }

    private Booking booking(Session session) {
        return new Booking(UUID.randomUUID(), session, person, UUID.randomUUID(), "olofstrom", State.booked, 1);
    }
}
