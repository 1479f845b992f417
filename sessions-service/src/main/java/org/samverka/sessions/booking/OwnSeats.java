package org.samverka.sessions.booking;

import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.samverka.contracts.delivery.Trace;
import org.samverka.sessions.booking.Booking.State;
import org.samverka.sessions.booking.Seats.AlreadyBooked;

/** Seats of people who ask for themselves, by the same rules as any other. */
@ApplicationScoped
public class OwnSeats {
    private final Bookings bookings;

    OwnSeats(Bookings bookings) {
        this.bookings = bookings;
    }

    /** What asking for a seat came to. */
    public enum Outcome {
        seat,
        waiting
    }

    /**
     * Who has a seat already keeps it.
     *
     * @param bookingId the same one again is the same request
     */
    public Uni<Outcome> take(UUID session, UUID person, UUID bookingId) {
        return bookings.book(session, new SeatRequest(bookingId, person, own(person), null, Trace.current()))
                .replaceWith(Outcome.seat)
                .onFailure(AlreadyBooked.class)
                .recoverWithItem(Outcome.seat);
    }

    /** Changes nothing where there is none. */
    public Uni<Void> giveUp(UUID session, UUID person) {
        return find(session, person)
                .chain(booking -> booking == null
                        ? Uni.createFrom().voidItem()
                        : bookings.cancel(booking.id, own(person), null));
    }

    @WithSession
    Uni<Booking> find(UUID session, UUID person) {
        return bookings.find("sessionId = ?1 and personId = ?2 and state = ?3", session, person, State.booked)
                .firstResult();
    }

    private static Scope own(UUID person) {
        return new Scope(null, null, person);
    }
}
