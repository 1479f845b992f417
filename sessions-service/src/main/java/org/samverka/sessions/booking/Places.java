package org.samverka.sessions.booking;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.booking.Booking.State;
import org.samverka.sessions.session.Session;

/** Who asks for a place in a session, and who may have one: decided one request at a time, in their order. */
final class Places {
    private final Session session;
    private final Seats seats;
    private final Map<UUID, List<Candidate>> candidates;
    private final Map<UUID, Booking> committed;
    private final Map<UUID, State> present;

    /**
     * By what a person may come.
     *
     * @param support that they come at all is health data
     * @param approval a manager decides about what they book themself
     */
    record Candidate(
            UUID personId,
            UUID pseudonym,
            String targetGroup,
            @Nullable String organization,
            boolean support,
            boolean approval) {}

    /**
     * @param candidates people's confirmed enrollments in the session's program
     * @param committed by id, bookings that an earlier attempt at a request has made
     * @param present who has a place already
     */
    Places(
            Session session,
            Seats seats,
            Map<UUID, List<Candidate>> candidates,
            List<Booking> committed,
            Map<UUID, State> present) {
        this.session = session;
        this.seats = seats;
        this.candidates = candidates;
        this.committed = new HashMap<>();
        committed.forEach(booking -> this.committed.put(booking.id, booking));
        this.present = new HashMap<>(present);
    }

    Seats seats() {
        return seats;
    }

    /** What an earlier attempt at the request has come to, if it came through. */
    List<Booking> committed(SeatRequest request) {
        return request.wanted().stream()
                .map(wanted -> committed.get(wanted.bookingId()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** For all who are named in the request, or for nobody. */
    List<Booking> book(SeatRequest request) {
        session.seenBy(request.scope()::coversProgram).checkBookable();
        List<Candidate> coming = request.wanted().stream()
                .map(wanted -> candidate(wanted.personId(), request.scope()))
                .toList();
        request.wanted().forEach(wanted -> checkNew(wanted.personId()));
        String organization = organizationOf(coming);
        State state = needsApproval(request, coming) ? State.requested : seats.admit(organization, coming.size());
        List<Booking> bookings = request.wanted().stream()
                .map(wanted -> new Booking(
                        wanted.bookingId(),
                        session,
                        coming.get(request.wanted().indexOf(wanted)),
                        state,
                        request.party(),
                        coming.size()))
                .toList();
        bookings.forEach(booking -> present.put(booking.personId, state));
        return bookings;
    }

    /** Another of the same organization comes instead; the number of seats stays the same. */
    Booking instead(Booking of, SeatRequest request) {
        SeatRequest.Wanted wanted = request.wanted().get(0);
        Candidate colleague = candidate(wanted.personId(), request.scope());
        checkNew(wanted.personId());
        if (!Seats.name(colleague.organization()).equals(Seats.name(of.organization))) {
            throw new OtherOrganization();
        }
        return new Booking(wanted.bookingId(), session, colleague, State.booked, of.party, of.partySize);
    }

    private static boolean needsApproval(SeatRequest request, List<Candidate> coming) {
        return request.scope().person() != null && coming.stream().anyMatch(Candidate::approval);
    }

    /** Whoever may not know that somebody is in a support group books by another enrollment, or not at all. */
    private Candidate candidate(UUID person, Scope scope) {
        return candidates.getOrDefault(person, List.of()).stream()
                .filter(place ->
                        session.targetGroup() == null || session.targetGroup().equals(place.targetGroup()))
                .filter(place -> scope.coversOrganization(place.organization()))
                .filter(place -> !place.support() || scope.seesSupport())
                .min((one, other) -> Boolean.compare(one.support(), other.support()))
                .orElseThrow(NotEnrolled::new);
    }

    private void checkNew(UUID person) {
        State state = present.get(person);
        if (state == State.booked) {
            throw new AlreadyBooked();
        }
        if (state != null) {
            throw new AlreadyWaiting(state);
        }
    }

    private static @Nullable String organizationOf(List<Candidate> coming) {
        Set<String> organizations = new HashSet<>();
        coming.forEach(candidate -> organizations.add(Seats.name(candidate.organization())));
        if (organizations.size() > 1) {
            throw new SeveralOrganizations();
        }
        return coming.get(0).organization();
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

    static final class AlreadyWaiting extends Refused {
        AlreadyWaiting(State state) {
            super(
                    switch (state) {
                        case offered -> "The person is offered a seat in this session: accept the offer";
                        case requested ->
                            "The person has asked for a seat in this session, and a manager has yet to decide";
                        default -> "The person is on this session's waiting list already";
                    });
        }
    }

    static final class OtherOrganization extends Refused {
        OtherOrganization() {
            super("A seat goes to a colleague of the same organization; cancel it, and book another for this person");
        }
    }

    static final class SeveralOrganizations extends Refused {
        SeveralOrganizations() {
            super("A group's people come from one organization; book a group for each");
        }
    }
}
