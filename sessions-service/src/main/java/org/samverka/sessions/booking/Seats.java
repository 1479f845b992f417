package org.samverka.sessions.booking;

import static java.util.stream.Collectors.toMap;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.booking.Booking.State;
import org.samverka.sessions.participant.Enrollment;
import org.samverka.sessions.session.Session;

/** The seats of one session, while nobody else can take any: who gets one is decided here, one request at a time. */
final class Seats {
    private final Session session;
    private final Map<UUID, List<Enrollment>> enrolled;
    private final Map<UUID, Booking> known;
    private final Set<UUID> booked = new HashSet<>();
    private int free;

    /**
     * @param taken how many seats are taken, by anybody
     * @param known the bookings that requests may be about
     * @param enrolled people's confirmed places in the session's program
     */
    Seats(Session session, int taken, List<Booking> known, Map<UUID, List<Enrollment>> enrolled) {
        this.session = session;
        this.free = session.capacity() - taken;
        this.known = known.stream().collect(toMap(booking -> booking.id, Function.identity()));
        this.enrolled = enrolled;
        known.stream()
                .filter(booking -> booking.state == State.booked)
                .forEach(booking -> booked.add(booking.personId));
    }

    /** What an earlier attempt at the request has come to, if it came through. */
    @Nullable
    Booking committed(SeatRequest request) {
        return known.get(request.bookingId());
    }

    Booking book(SeatRequest request) {
        session.seenBy(request.scope()::coversProgram).checkBookable();
        Enrollment enrollment = enrolled.getOrDefault(request.personId(), List.of()).stream()
                .filter(place ->
                        session.targetGroup() == null || session.targetGroup().equals(place.targetGroup()))
                .filter(place -> request.scope().coversOrganization(place.organization()))
                .findFirst()
                .orElseThrow(NotEnrolled::new);
        if (booked.contains(request.personId())) {
            throw new AlreadyBooked();
        }
        if (free <= 0) {
            throw new SessionFull(session.capacity());
        }
        free--;
        booked.add(request.personId());
        return new Booking(request.bookingId(), session, enrollment);
    }

    static final class NotEnrolled extends Refused {
        NotEnrolled() {
            super("The person has no confirmed enrollment in what this session is for; one that was made just now may"
                    + " be on its way: try again in a moment");
        }
    }

    static final class AlreadyBooked extends Refused {
        AlreadyBooked() {
            super("The person has a seat in this session already");
        }
    }

    static final class SessionFull extends Refused {
        SessionFull(int capacity) {
            super("All %d seats are taken; choose another session, or try again when somebody has canceled"
                    .formatted(capacity));
        }
    }
}
