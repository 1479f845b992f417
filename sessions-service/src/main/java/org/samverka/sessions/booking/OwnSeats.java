package org.samverka.sessions.booking;

import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.samverka.contracts.delivery.Trace;
import org.samverka.sessions.booking.Booking.State;
import org.samverka.sessions.booking.Places.AlreadyBooked;
import org.samverka.sessions.booking.Places.AlreadyWaiting;
import org.samverka.sessions.booking.SeatRequest.Wanted;

/** Seats of people who ask for themselves, by the same rules as any other. */
@ApplicationScoped
public class OwnSeats {
    private final Bookings bookings;
    private final BookingChanges changes;

    OwnSeats(Bookings bookings, BookingChanges changes) {
        this.bookings = bookings;
        this.changes = changes;
    }

    /** What asking for a seat came to. */
    public enum Outcome {
        seat,
        waiting
    }

    /**
     * Who has a seat, or waits for one, keeps it.
     *
     * @param bookingId the same one again is the same request
     */
    public Uni<Outcome> take(UUID session, UUID person, UUID bookingId) {
        var request = new SeatRequest(List.of(new Wanted(bookingId, person)), null, own(person), null, Trace.current());
        return bookings.book(session, request)
                .replaceWithVoid()
                .onFailure(failure -> failure instanceof AlreadyBooked || failure instanceof AlreadyWaiting)
                .recoverWithNull()
                .chain(() -> find(session, person))
                .map(booking -> booking != null && booking.state == State.booked ? Outcome.seat : Outcome.waiting);
    }

    /** Changes nothing where there is none. */
    public Uni<Void> giveUp(UUID session, UUID person) {
        return find(session, person)
                .chain(booking -> booking == null
                        ? Uni.createFrom().voidItem()
                        : changes.cancel(booking.id, own(person), null).replaceWithVoid());
    }

    @WithSession
    Uni<Booking> find(UUID session, UUID person) {
        return bookings.find("sessionId = ?1 and personId = ?2 and state <> ?3", session, person, State.canceled)
                .firstResult();
    }

    private static Scope own(UUID person) {
        return new Scope(null, null, person);
    }
}
