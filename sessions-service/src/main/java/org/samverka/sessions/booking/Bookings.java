package org.samverka.sessions.booking;

import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Gathering;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.contracts.rest.Idempotency.Given;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.sessions.booking.Booking.State;
import org.samverka.sessions.booking.BookingResource.BookingView;
import org.samverka.sessions.participant.Enrollments;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;

/**
 * Who has a seat where. Requests for one session that arrive together are decided in one transaction, each by itself and
 * in their order, so that a session which many want costs few round trips.
 */
@ApplicationScoped
public class Bookings implements PanacheRepositoryBase<Booking, UUID> {
    private final Sessions sessions;
    private final Enrollments enrollments;
    private final Outbox outbox;
    private final Idempotency idempotency;
    private final Gathering<UUID, SeatRequest, Decision> requests;

    Bookings(Sessions sessions, Enrollments enrollments, Outbox outbox, Idempotency idempotency, Vertx vertx) {
        this.sessions = sessions;
        this.enrollments = enrollments;
        this.outbox = outbox;
        this.idempotency = idempotency;
        this.requests = new Gathering<>(vertx, this::decideTogether);
    }

    Uni<Answer> book(UUID session, SeatRequest request) {
        return requests.add(session, request).map(Decision::orThrow);
    }

    private Uni<List<Decision>> decideTogether(UUID session, List<SeatRequest> together) {
        return Panache.withTransaction(() -> sessions.locked(session)
                        .chain(locked -> decide(locked, together)
                                .call(decisions -> insert(locked, made(decisions)))
                                .call(decisions -> outbox.appendEntries(entries(locked, made(decisions))))
                                .call(decisions -> keepAnswers(made(decisions)))))
                .onFailure(Idempotency::anotherWasFirst)
                .retry()
                .atMost(1)
                .onFailure(NotKnown.class)
                .recoverWithItem(unknown -> together.stream()
                        .map(request -> Decision.refused(request, (NotKnown) unknown))
                        .toList());
    }

    private Uni<List<Decision>> decide(Session session, List<SeatRequest> together) {
        return seats(session, together)
                .chain(seats -> idempotency
                        .given(together.stream()
                                .map(SeatRequest::key)
                                .filter(Objects::nonNull)
                                .toList())
                        .map(given -> together.stream()
                                .map(request -> decide(seats, given, request))
                                .toList()));
    }

    /** Read after the lock was taken: while waiting for it, others took seats. */
    private Uni<Seats> seats(Session session, List<SeatRequest> together) {
        List<UUID> people =
                together.stream().map(SeatRequest::personId).distinct().toList();
        return enrollments
                .confirmed(session.program(), people)
                .chain(enrolled -> Panache.getSession()
                        .chain(database -> seatsTaken(database, session, people, together))
                        .map(rows -> new Seats(
                                session, ((Number) rows.get(0)[0]).intValue(), bookings(session, rows), enrolled)));
    }

    /** How many, and beside it the bookings that the requests may be about; one row without any where there are none. */
    private static Uni<List<Object[]>> seatsTaken(
            Mutiny.Session database, Session session, List<UUID> people, List<SeatRequest> together) {
        return database.createNativeQuery("""
                        select taken.seats, b.id, b.person_id, b.pseudonym, b.organization, b.state, b.version
                        from (select count(*) as seats from booking where session_id = :session and state = 'booked') taken
                        left join booking b on b.session_id = :session
                            and (b.id = any(:ids) or b.state = 'booked' and b.person_id = any(:people))
                        """, Object[].class)
                .setParameter("session", session.id())
                .setParameter(
                        "ids", together.stream().map(SeatRequest::bookingId).toArray(UUID[]::new))
                .setParameter("people", people.toArray(UUID[]::new))
                .getResultList();
    }

    private static List<Booking> bookings(Session session, List<Object[]> rows) {
        return rows.stream()
                .filter(row -> row[1] != null)
                .map(row -> new Booking(
                        (UUID) row[1],
                        session,
                        (UUID) row[2],
                        (UUID) row[3],
                        (String) row[4],
                        State.valueOf((String) row[5]),
                        (Integer) row[6]))
                .toList();
    }

    private Decision decide(Seats seats, Given given, SeatRequest request) {
        try {
            Answer before = request.key() == null ? null : given.to(request.key());
            if (before != null) {
                return Decision.repeated(request, before);
            }
            Booking committed = seats.committed(request);
            if (committed != null) {
                return Decision.repeated(request, answer(committed));
            }
            Booking made = seats.book(request);
            Answer answer = answer(made);
            if (request.key() != null) {
                given.add(request.key(), answer);
            }
            return Decision.made(request, made, answer);
        } catch (DomainException refusal) {
            return Decision.refused(request, refusal);
        }
    }

    private Answer answer(Booking booking) {
        return idempotency.created(BookingView.of(booking), "/api/v1/bookings/" + booking.id, booking.version);
    }

    /** A request and the booking that it was given. */
    private record Made(SeatRequest request, Booking booking, Answer answer) {}

    private static List<Made> made(List<Decision> decisions) {
        var made = new ArrayList<Made>();
        for (Decision decision : decisions) {
            if (decision.made() != null) {
                made.add(new Made(decision.request(), decision.made(), decision.orThrow()));
            }
        }
        return made;
    }

    /** One statement for all, which Hibernate's own batching would make one for each. */
    private static Uni<Void> insert(Session session, List<Made> made) {
        if (made.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Booking> bookings = made.stream().map(Made::booking).toList();
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                insert into booking (session_id, program, state, version, id, person_id, pseudonym, organization)
                                select :session, :program, 'booked', 1, id, person_id, pseudonym, organization
                                from unnest(cast(:ids as uuid[]), cast(:people as uuid[]), cast(:pseudonyms as uuid[]), cast(:organizations as text[])) with ordinality
                                    as seat (id, person_id, pseudonym, organization, n)
                                order by n
                                """)
                        .setParameter("session", session.id())
                        .setParameter("program", session.program())
                        .setParameter("ids", bookings.stream().map(b -> b.id).toArray(UUID[]::new))
                        .setParameter(
                                "people", bookings.stream().map(b -> b.personId).toArray(UUID[]::new))
                        .setParameter(
                                "pseudonyms",
                                bookings.stream().map(b -> b.pseudonym).toArray(UUID[]::new))
                        .setParameter(
                                "organizations",
                                bookings.stream().map(b -> b.organization).toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static List<Outbox.Entry> entries(Session session, List<Made> made) {
        return made.stream()
                .map(m -> new Outbox.Entry(
                        m.booking().booked(session), m.request().traceparent()))
                .toList();
    }

    private Uni<Void> keepAnswers(List<Made> made) {
        var keys = new ArrayList<Idempotency.Key>();
        var answers = new ArrayList<Answer>();
        for (Made m : made) {
            if (m.request().key() != null) {
                keys.add(m.request().key());
                answers.add(m.answer());
            }
        }
        return idempotency.keep(keys, answers);
    }

    /** The seat comes free; canceling once more changes nothing. */
    @WithTransaction
    Uni<Void> cancel(UUID id, Scope scope, @Nullable String ifMatch) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE)
                .map(booking -> visible(booking, scope))
                .invoke(booking -> ETags.require(ifMatch, booking.version))
                .chain(booking -> sessions.locked(booking.sessionId).map(booking::cancel))
                .chain(events -> outbox.append(events));
    }

    @WithSession
    Uni<Booking> get(UUID id, Scope scope) {
        return findById(id).map(booking -> visible(booking, scope));
    }

    private static Booking visible(@Nullable Booking booking, Scope scope) {
        if (booking == null || !scope.covers(booking)) {
            throw new NotKnown("There is no such booking among those you may see");
        }
        return booking;
    }

    @WithSession
    Uni<List<Booking>> list(Scope scope, @Nullable UUID session, @Nullable UUID person, State state, PageQuery page) {
        var where = new StringBuilder("state = :state and position > :after");
        var parameters = new HashMap<String, Object>(Map.of("state", state, "after", page.after()));
        limit(where, parameters, "sessionId =", session);
        limit(where, parameters, "personId =", person);
        limit(where, parameters, "personId =", scope.person());
        limit(where, parameters, "program in", scope.programs());
        limit(where, parameters, "organization in", scope.organizations());
        return find(where + " order by position", parameters)
                .page(0, page.rows())
                .list();
    }

    private static void limit(
            StringBuilder where, Map<String, Object> parameters, String condition, @Nullable Object value) {
        if (value != null) {
            String name = "p" + parameters.size();
            where.append(" and ").append(condition).append(" :").append(name);
            parameters.put(name, value);
        }
    }

    /** A session and the seat that somebody has in it. */
    record Seat(Booking booking, Session session) {}

    @WithSession
    Uni<List<Seat>> of(UUID person, PageQuery page) {
        return Panache.getSession()
                .chain(database -> database.createQuery("""
                                select b, s from Booking b join Session s on s.id = b.sessionId
                                where b.personId = :person and b.state = booked and b.position > :after order by b.position
                                """, Object[].class)
                        .setParameter("person", person)
                        .setParameter("after", page.after())
                        .setMaxResults(page.rows())
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Seat((Booking) row[0], (Session) row[1]))
                        .toList());
    }

    /** Which of the people have a seat in the session: the pseudonym of each. */
    public Uni<Map<UUID, UUID>> pseudonyms(UUID session, Collection<UUID> people) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select person_id, pseudonym from booking
                                where session_id = :session and state = 'booked' and person_id = any(:people)
                                """, Object[].class)
                        .setParameter("session", session)
                        .setParameter("people", people.toArray(UUID[]::new))
                        .getResultList())
                .map(rows -> rows.stream().collect(toMap(row -> (UUID) row[0], row -> (UUID) row[1])));
    }
}
