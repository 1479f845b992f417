package org.samverka.sessions.booking;

import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Gathering;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.delivery.Writes;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.contracts.rest.Idempotency.Given;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.sessions.booking.Booking.State;
import org.samverka.sessions.booking.BookingResource.BookingView;
import org.samverka.sessions.booking.BookingResource.GroupView;
import org.samverka.sessions.booking.Places.Candidate;
import org.samverka.sessions.booking.SeatRequest.Wanted;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;

/**
 * Who has a seat where. Requests for one session that arrive together are decided in one transaction, each by itself and
 * in their order, so that a session which many want costs few round trips.
 */
@ApplicationScoped
public class Bookings implements PanacheRepositoryBase<Booking, UUID> {
    private final Sessions sessions;
    private final Outbox outbox;
    private final Idempotency idempotency;
    private final Gathering<UUID, SeatRequest, Decision> requests;

    Bookings(Sessions sessions, Outbox outbox, Idempotency idempotency, Vertx vertx) {
        this.sessions = sessions;
        this.outbox = outbox;
        this.idempotency = idempotency;
        this.requests = new Gathering<>(vertx, this::decideTogether);
    }

    Uni<Answer> book(UUID session, SeatRequest request) {
        return requests.add(session, request).map(Decision::orThrow);
    }

    private Uni<List<Decision>> decideTogether(UUID session, List<SeatRequest> together) {
        return Panache.withTransaction(() -> sessions.locked(session)
                        .chain(locked -> SeatCounts.of(locked)
                                .chain(seats -> places(locked, seats, together)
                                        .chain(places -> idempotency
                                                .given(keysOf(together))
                                                .map(given -> decide(places, together, given)))
                                        .call(decisions -> keep(locked, seats, decisions)))))
                .onFailure(Idempotency::anotherWasFirst)
                .retry()
                .atMost(1)
                .onFailure(NotKnown.class)
                .recoverWithItem(unknown -> together.stream()
                        .map(request -> Decision.refused(request, (NotKnown) unknown))
                        .toList());
    }

    private static List<Idempotency.Key> keysOf(List<SeatRequest> together) {
        return together.stream()
                .map(SeatRequest::key)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    static Uni<Places> places(Session session, Seats seats, List<SeatRequest> together) {
        List<Wanted> wanted =
                together.stream().flatMap(request -> request.wanted().stream()).toList();
        return Panache.getSession()
                .chain(database -> asked(database, session, wanted))
                .map(rows -> read(session, seats, rows));
    }

    /** Who is asked for: by which enrollments they may come, and what there is of their bookings. */
    private static Uni<List<Object[]>> asked(Mutiny.Session database, Session session, List<Wanted> wanted) {
        return database.createNativeQuery("""
                        select r.person_id, e.pseudonym, e.target_group, e.organization, e.target_group = any(p.support_groups) as support,
                            e.target_group = any(p.approval_groups) as approval, present.state, r.booking_id, own.state, own.party,
                            own.party_size, own.version
                        from unnest(cast(:ids as uuid[]), cast(:people as uuid[])) as r (booking_id, person_id)
                        left join enrollment e on e.person_id = r.person_id and e.program = :program and e.state = 'confirmed'
                        left join program p on p.key = e.program
                        left join booking present on present.session_id = :session and present.person_id = r.person_id
                            and present.state <> 'canceled'
                        left join booking own on own.id = r.booking_id
                        order by e.id
                        """, Object[].class)
                .setParameter("ids", wanted.stream().map(Wanted::bookingId).toArray(UUID[]::new))
                .setParameter("people", wanted.stream().map(Wanted::personId).toArray(UUID[]::new))
                .setParameter("program", session.program())
                .setParameter("session", session.id())
                .getResultList();
    }

    private static Places read(Session session, Seats seats, List<Object[]> rows) {
        var candidates = new HashMap<UUID, List<Candidate>>();
        var committed = new LinkedHashMap<UUID, Booking>();
        var present = new HashMap<UUID, State>();
        for (Object[] row : rows) {
            UUID person = (UUID) row[0];
            if (row[6] != null) {
                present.put(person, State.valueOf((String) row[6]));
            }
            if (row[1] != null) {
                var candidate = new Candidate(
                        person,
                        (UUID) row[1],
                        (String) row[2],
                        (String) row[3],
                        Boolean.TRUE.equals(row[4]),
                        Boolean.TRUE.equals(row[5]));
                candidates.computeIfAbsent(person, first -> new ArrayList<>()).add(candidate);
                if (row[8] != null) {
                    committed.put((UUID) row[7], committed(session, candidate, row));
                }
            }
        }
        return new Places(session, seats, candidates, List.copyOf(committed.values()), present);
    }

    private static Booking committed(Session session, Candidate candidate, Object[] row) {
        var booking = new Booking(
                (UUID) row[7], session, candidate, State.valueOf((String) row[8]), (UUID) row[9], (Integer) row[10]);
        booking.version = (Integer) row[11];
        return booking;
    }

    private List<Decision> decide(Places places, List<SeatRequest> together, Given given) {
        var decisions = new ArrayList<Decision>(together.size());
        for (SeatRequest request : together) {
            decisions.add(decide(places, given, request));
        }
        return decisions;
    }

    private Decision decide(Places places, Given given, SeatRequest request) {
        try {
            Answer before = request.key() == null ? null : given.to(request.key());
            if (before != null) {
                return Decision.repeated(request, before);
            }
            List<Booking> committed = places.committed(request);
            if (!committed.isEmpty()) {
                return Decision.repeated(request, answer(request, committed));
            }
            List<Booking> made = places.book(request);
            Answer answer = answer(request, made);
            if (request.key() != null) {
                given.add(request.key(), answer);
            }
            return Decision.made(request, made, answer);
        } catch (DomainException refusal) {
            return Decision.refused(request, refusal);
        }
    }

    private Answer answer(SeatRequest request, List<Booking> bookings) {
        Booking first = bookings.get(0);
        return request.party() == null
                ? idempotency.created(BookingView.of(first), "/api/v1/bookings/" + first.id, first.version)
                : idempotency.created(
                        GroupView.of(request.party(), bookings), "/api/v1/bookings?party=" + request.party(), 1);
    }

    /** What follows from the decisions, in one statement. */
    private Uni<Void> keep(Session session, Seats seats, List<Decision> decisions) {
        var writes = new Writes();
        insert(
                session,
                decisions.stream().flatMap(decision -> decision.made().stream()).toList(),
                writes);
        SeatCounts.keep(session, seats, writes);
        keepAnswers(decisions, writes);
        outbox.appendEntries(entries(session, decisions), writes);
        return writes.execute();
    }

    /** One statement for all, which Hibernate's own batching would make one for each. */
    private static void insert(Session session, List<Booking> bookings, Writes writes) {
        if (bookings.isEmpty()) {
            return;
        }
        var parameters = new HashMap<String, Object>();
        parameters.put("session", session.id());
        parameters.put("program", session.program());
        parameters.put("ids", bookings.stream().map(b -> b.id).toArray(UUID[]::new));
        parameters.put("people", bookings.stream().map(b -> b.personId).toArray(UUID[]::new));
        parameters.put("pseudonyms", bookings.stream().map(b -> b.pseudonym).toArray(UUID[]::new));
        parameters.put("organizations", texts(bookings, b -> b.organization));
        parameters.put("groups", texts(bookings, b -> b.targetGroup));
        parameters.put("support", bookings.stream().map(b -> b.support).toArray(Boolean[]::new));
        parameters.put("approval", bookings.stream().map(b -> b.approval).toArray(Boolean[]::new));
        parameters.put("states", texts(bookings, b -> b.state.name()));
        parameters.put("parties", bookings.stream().map(b -> b.party).toArray(UUID[]::new));
        parameters.put("sizes", bookings.stream().map(b -> b.partySize).toArray(Integer[]::new));
        writes.add("""
                placed as (
                    insert into booking (session_id, program, version, id, person_id, pseudonym, organization, target_group, support, approval, state, party, party_size)
                    select :session, :program, 1, id, person_id, pseudonym, organization, target_group, support, approval, state, party, party_size
                    from unnest(cast(:ids as uuid[]), cast(:people as uuid[]), cast(:pseudonyms as uuid[]), cast(:organizations as text[]), cast(:groups as text[]),
                        cast(:support as boolean[]), cast(:approval as boolean[]), cast(:states as text[]), cast(:parties as uuid[]), cast(:sizes as int[])) with ordinality
                        as place (id, person_id, pseudonym, organization, target_group, support, approval, state, party, party_size, n)
                    order by n)""", parameters);
    }

    private static @Nullable String[] texts(List<Booking> bookings, Function<Booking, @Nullable String> text) {
        return bookings.stream().map(text).toArray(String[]::new);
    }

    private static List<Outbox.Entry> entries(Session session, List<Decision> decisions) {
        return decisions.stream()
                .flatMap(decision -> decision.made().stream()
                        .map(booking -> new Outbox.Entry(
                                booking.told(session), decision.request().traceparent())))
                .toList();
    }

    private void keepAnswers(List<Decision> decisions, Writes writes) {
        var keys = new ArrayList<Idempotency.Key>();
        var answers = new ArrayList<Answer>();
        for (Decision decision : decisions) {
            Idempotency.Key key = decision.request().key();
            if (key != null && !decision.made().isEmpty()) {
                keys.add(key);
                answers.add(decision.orThrow());
            }
        }
        idempotency.keep(keys, answers, writes);
    }

    @WithSession
    Uni<Booking> get(UUID id, Scope scope) {
        return visible(id, scope);
    }

    /** What whoever has a seat shows at the door, in fours. */
    @WithSession
    Uni<String> code(UUID id, Scope scope) {
        return visible(id, scope).map(booking -> {
            if (booking.state != State.booked || booking.code == null) {
                throw new Desk.NoSeat();
            }
            return booking.code.replaceAll("(.{4})(?=.)", "$1-");
        });
    }

    /** Within a session: the booking, for who may see it. */
    Uni<Booking> visible(UUID id, Scope scope) {
        return visible("", Booking.class, id, scope);
    }

    /** The session that a booking is in, for who may see the booking; it stays the same whatever becomes of it. */
    Uni<UUID> sessionOf(UUID id, Scope scope) {
        return visible("select b.sessionId ", UUID.class, id, scope);
    }

    private static <T> Uni<T> visible(String what, Class<T> type, UUID id, Scope scope) {
        Scope.Condition condition = scope.condition();
        return Panache.getSession()
                .chain(database -> {
                    var query = database.createQuery(
                            what + "from Booking b where b.id = :id and " + condition.text(), type);
                    condition.parameters().forEach(query::setParameter);
                    return query.setParameter("id", id).getSingleResultOrNull();
                })
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("There is no such booking among those you may see"));
    }

    /** What a list is narrowed to; none means everything that the caller may see. */
    record Filter(
            @Nullable UUID session,
            @Nullable UUID person,
            @Nullable UUID party,
            State state) {}

    @WithSession
    Uni<List<Booking>> list(Scope scope, Filter filter, PageQuery page) {
        Scope.Condition condition = scope.condition();
        var where = new StringBuilder("from Booking b where b.state = :state and b.position > :after and ");
        where.append(condition.text());
        var parameters = new HashMap<>(condition.parameters());
        parameters.put("state", filter.state());
        parameters.put("after", page.after());
        limit(where, parameters, "sessionId", filter.session());
        limit(where, parameters, "personId", filter.person());
        limit(where, parameters, "party", filter.party());
        return find(where + " order by b.position", parameters)
                .page(0, page.rows())
                .list();
    }

    private static void limit(
            StringBuilder where, Map<String, Object> parameters, String property, @Nullable Object value) {
        if (value != null) {
            where.append(" and b.").append(property).append(" = :only").append(property);
            parameters.put("only" + property, value);
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

    /** Somebody who has a seat. */
    public record Comer(long position, UUID bookingId, UUID personId) {}

    /** Within the caller's session. */
    public Uni<List<Comer>> comers(UUID session, PageQuery page) {
        return find(
                        "sessionId = ?1 and state = ?2 and position > ?3 order by position",
                        session,
                        State.booked,
                        page.after())
                .page(0, page.rows())
                .list()
                .map(rows -> rows.stream()
                        .map(booking -> new Comer(booking.position, booking.id, booking.personId))
                        .toList());
    }

    /** Who shows this code at the session's door; none where it is nobody's, or of nobody who has a seat. */
    public Uni<@Nullable UUID> holderOf(UUID session, String code) {
        return find("sessionId = ?1 and state = ?2 and code = ?3", session, State.booked, code.toUpperCase(Locale.ROOT))
                .firstResult()
                .map(booking -> booking == null ? null : booking.personId);
    }
}
