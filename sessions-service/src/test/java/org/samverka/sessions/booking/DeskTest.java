package org.samverka.sessions.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.SessionEvent.BookingCanceled;
import org.samverka.contracts.SessionEvent.BookingChanged;
import org.samverka.contracts.SessionEvent.SessionBooked;
import org.samverka.sessions.booking.Booking.State;
import org.samverka.sessions.booking.Desk.NoSeat;
import org.samverka.sessions.booking.Desk.NotOffered;
import org.samverka.sessions.booking.Desk.NotRequested;
import org.samverka.sessions.booking.Desk.OfferEnded;
import org.samverka.sessions.booking.Places.Candidate;
import org.samverka.sessions.booking.Seats.Lane;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.SomeSession;

class DeskTest {
    /** The session begins on 1 March 2018 at 09:00 in Stockholm. */
    private static final Instant WEEKS_BEFORE = Instant.parse("2018-02-01T08:00:00Z");

    private static final Instant DAY_BEFORE = Instant.parse("2018-02-28T20:00:00Z");

    private final Session session = SomeSession.withSeats(1);

    @Test
    void aCanceledSeatIsOfferedToWhoeverIsNextAndHeldForThem() {
        Desk desk = desk(WEEKS_BEFORE, 48, 1, 1);
        Booking seated = booking(State.booked);
        Booking next = booking(State.waitlisted);

        desk.cancel(seated, "canceled");
        desk.giveFreeSeats(List.of(next));

        assertThat(next.state).isEqualTo(State.offered);
        assertThat(next.offerUntil).isEqualTo(Instant.parse("2018-02-03T08:00:00Z"));
        assertThat(desk.seats().free()).isZero();
        assertThat(desk.told()).hasExactlyElementsOfTypes(BookingCanceled.class, BookingChanged.class);
    }

    @Test
    void anOfferEndsWhenTheSessionBegins() {
        Desk desk = desk(DAY_BEFORE, 48, 0, 1);
        Booking next = booking(State.waitlisted);

        desk.giveFreeSeats(List.of(next));

        assertThat(next.offerUntil).isEqualTo(Instant.parse("2018-03-01T08:00:00Z"));
    }

    @Test
    void withoutOffersWhoeverIsNextGetsTheSeatAtOnce() {
        Desk desk = desk(WEEKS_BEFORE, null, 0, 1);
        Booking next = booking(State.waitlisted);

        desk.giveFreeSeats(List.of(next));

        assertThat(next.state).isEqualTo(State.booked);
        assertThat(desk.told()).hasExactlyElementsOfTypes(SessionBooked.class);
    }

    @Test
    void anOfferIsAcceptedInTimeOnceAndNotLater() {
        Booking offered = booking(State.waitlisted);
        offered.offer(session, DAY_BEFORE, "seat-came-free");

        assertThatThrownBy(() -> desk(DAY_BEFORE, 48, 1, 0).accept(offered)).isInstanceOf(OfferEnded.class);
        Desk inTime = desk(DAY_BEFORE.minusSeconds(1), 48, 1, 0);
        inTime.accept(offered);
        inTime.accept(offered);

        assertThat(offered.state).isEqualTo(State.booked);
        assertThat(inTime.told()).hasSize(1);
        assertThatThrownBy(() -> inTime.accept(booking(State.waitlisted))).isInstanceOf(NotOffered.class);
    }

    @Test
    void aManagersYesIsASeatOnlyWhereThereIsOne() {
        Booking first = booking(State.requested);
        Booking second = booking(State.requested);
        Desk desk = desk(WEEKS_BEFORE, 48, 0, 0);

        desk.approve(first);
        desk.approve(second);
        desk.approve(first);

        assertThat(first.state).isEqualTo(State.booked);
        assertThat(second.state).isEqualTo(State.waitlisted);
        assertThat(desk.told()).as("once more changes nothing").hasSize(2);
        assertThatThrownBy(() -> desk.decline(first)).isInstanceOf(NotRequested.class);
        assertThatThrownBy(() -> desk.approve(booking(State.booked))).isInstanceOf(NotRequested.class);
    }

    @Test
    void aManagersNoEndsTheRequestAndFreesNothing() {
        Booking asked = booking(State.requested);
        Desk desk = desk(WEEKS_BEFORE, 48, 1, 0);

        desk.decline(asked);

        assertThat(asked.state).isEqualTo(State.canceled);
        assertThat(asked.reason).isEqualTo("not-approved");
        assertThat(desk.seats().free()).isZero();
    }

    @Test
    void aSeatChangesHandsWithoutComingFree() {
        Booking from = booking(State.booked);
        Booking to = booking(State.booked);
        Desk desk = desk(WEEKS_BEFORE, 48, 1, 5);

        desk.transfer(from, to);

        assertThat(from.reason).isEqualTo("transferred");
        assertThat(desk.givesSeats()).isFalse();
        assertThat(desk.told()).hasExactlyElementsOfTypes(BookingCanceled.class, SessionBooked.class);
        assertThatThrownBy(() -> desk.transfer(booking(State.waitlisted), to)).isInstanceOf(NoSeat.class);
    }

    @Test
    void cancelingOnceMoreChangesNothing() {
        Booking seated = booking(State.booked);
        Desk desk = desk(WEEKS_BEFORE, 48, 1, 0);

        desk.cancel(seated, "canceled");
        desk.cancel(seated, "canceled");

        assertThat(desk.told()).hasSize(1);
        assertThat(desk.seats().free()).isEqualTo(1);
    }

    @Test
    void nobodyGetsASeatInWhatHasBeenHeld() {
        var seats = new Seats(10, new SeatRule(null, true, 48, 1), List.of(new Lane("olofstrom", 0, 1, 1)));

        assertThat(new Desk(SomeSession.held(), seats, WEEKS_BEFORE).givesSeats())
                .isFalse();
        assertThat(new Desk(session, seats, WEEKS_BEFORE).givesSeats()).isTrue();
    }

    private Desk desk(Instant now, @Nullable Integer offerHours, int taken, int waiting) {
        var lane = new Lane("olofstrom", taken, waiting, 1);
        return new Desk(session, new Seats(1, new SeatRule(null, true, offerHours, 1), List.of(lane)), now);
    }

    private Booking booking(State state) {
        var candidate = new Candidate(UUID.randomUUID(), UUID.randomUUID(), "inspirers", "olofstrom", false, true);
        return new Booking(UUID.randomUUID(), session, candidate, state, null, 1);
    }
}
