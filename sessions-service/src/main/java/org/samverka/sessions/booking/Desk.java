package org.samverka.sessions.booking;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.booking.Booking.State;
import org.samverka.sessions.session.Session;

/** Where the bookings of one session are changed, while nobody else does; remembers what the others have to be told. */
final class Desk {
    private static final String APPROVED = "approved";
    private static final String NOT_APPROVED = "not-approved";

    private final Session session;
    private final Seats seats;
    private final Instant now;
    private final List<SessionEvent> told = new ArrayList<>();

    Desk(Session session, Seats seats, Instant now) {
        this.session = session;
        this.seats = seats;
        this.now = now;
    }

    Session session() {
        return session;
    }

    Seats seats() {
        return seats;
    }

    Instant now() {
        return now;
    }

    List<SessionEvent> told() {
        return told;
    }

    /** The place comes free, whatever it was; canceling once more changes nothing. */
    void cancel(Booking booking, String why) {
        if (booking.state == State.canceled) {
            return;
        }
        State before = booking.state;
        boolean heldSeat = booking.holdsSeat();
        told.add(booking.cancel(session, why));
        if (heldSeat) {
            seats.release(booking.organization);
        } else if (before == State.waitlisted) {
            seats.leave(booking.organization);
        }
    }

    /** Who was offered a seat takes it. */
    void accept(Booking booking) {
        if (booking.state == State.booked) {
            return;
        }
        if (booking.state != State.offered || booking.offerUntil == null) {
            throw new NotOffered();
        }
        if (!booking.offerUntil.isAfter(now)) {
            throw new OfferEnded();
        }
        told.add(booking.seat(session, "offer-accepted"));
    }

    /** A seat where there is one, a place on the waiting list where there is none; once more changes nothing. */
    void approve(Booking booking) {
        if (APPROVED.equals(booking.reason)) {
            return;
        }
        requireRequested(booking);
        told.add(
                seats.admit(booking.organization, 1) == State.booked
                        ? booking.seat(session, APPROVED)
                        : booking.waitlist(session, APPROVED));
    }

    void decline(Booking booking) {
        if (NOT_APPROVED.equals(booking.reason)) {
            return;
        }
        requireRequested(booking);
        cancel(booking, NOT_APPROVED);
    }

    private static void requireRequested(Booking booking) {
        if (booking.state != State.requested) {
            throw new NotRequested();
        }
    }

    /** A colleague takes the seat over. */
    void transfer(Booking from, Booking to) {
        if (from.state != State.booked) {
            throw new NoSeat();
        }
        told.add(from.cancel(session, "transferred"));
        told.add(to.told(session));
    }

    /** Nobody gets a seat in what has been held or will not be. */
    boolean givesSeats() {
        boolean open = session.state() == Session.State.open || session.isConfirmed();
        return open && !seats.freeForWaiting().isEmpty();
    }

    /** @param waiting in the order of their arrival */
    void giveFreeSeats(List<Booking> waiting) {
        Integer hours = seats.rule().offerHours();
        for (Booking next : seats.promote(waiting)) {
            told.add(
                    hours == null
                            ? next.seat(session, "seat-came-free")
                            : next.offer(session, offerEnd(hours), "seat-came-free"));
        }
    }

    /** No later than the session begins, if that is to come. */
    private Instant offerEnd(int hours) {
        Instant end = now.plus(Duration.ofHours(hours));
        Instant start = session.startsAt().atZone(ZoneId.of(session.zone())).toInstant();
        return start.isAfter(now) && start.isBefore(end) ? start : end;
    }

    static final class NotOffered extends Refused {
        NotOffered() {
            super("There is no offer to accept; who waits is offered a seat when one comes free");
        }
    }

    static final class OfferEnded extends Refused {
        OfferEnded() {
            super("The offer has ended and the seat goes to whoever is next; book again to wait anew");
        }
    }

    static final class NotRequested extends Refused {
        NotRequested() {
            super("This booking does not wait for approval");
        }
    }

    static final class NoSeat extends Refused {
        NoSeat() {
            super("This booking holds no seat for sure; only who has one can show its code or hand it over");
        }
    }
}
