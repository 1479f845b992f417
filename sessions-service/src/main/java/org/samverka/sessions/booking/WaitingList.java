package org.samverka.sessions.booking;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.delivery.Trace;
import org.samverka.contracts.delivery.Writes;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;

/**
 * Whoever came first gets the seat that comes free, at once or as an offer that lasts so many hours. When an offer ends is
 * stored with it, and every replica looks for those that have: the session's lock lets one of them act.
 */
@ApplicationScoped
class WaitingList {
    private static final int AT_ONCE = 500;
    private static final int SESSIONS_AT_ONCE = 100;

    private final Sessions sessions;
    private final Outbox outbox;
    private final Clock clock;

    WaitingList(Sessions sessions, Outbox outbox, Clock clock) {
        this.sessions = sessions;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Holds the session's lock until the transaction ends. */
    Uni<Desk> open(UUID session) {
        return sessions.locked(session)
                .chain(locked -> SeatCounts.of(locked).map(seats -> new Desk(locked, seats, clock.instant())));
    }

    /** Gives away what has come free, keeps the counts and tells the others; the last step at a desk. */
    Uni<Void> close(Desk desk) {
        return giveFreeSeats(desk).chain(() -> {
            var writes = new Writes();
            SeatCounts.keep(desk.session(), desk.seats(), writes);
            outbox.appendEntries(entries(desk), writes);
            return writes.execute();
        });
    }

    private static List<Outbox.Entry> entries(Desk desk) {
        String trace = Trace.current();
        return desk.told().stream().map(event -> new Outbox.Entry(event, trace)).toList();
    }

    private static Uni<Void> giveFreeSeats(Desk desk) {
        return desk.givesSeats()
                ? Panache.getSession()
                        .chain(database -> next(database, desk))
                        .invoke(desk::giveFreeSeats)
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    /** The first of each organization that has room, as many as there is room for. */
    private static Uni<List<Booking>> next(Mutiny.Session database, Desk desk) {
        Map<String, Integer> free = desk.seats().freeForWaiting();
        return database.createNativeQuery("""
                        select * from booking where id in (
                            select w.id from unnest(cast(:organizations as text[]), cast(:free as int[])) as o (organization, free)
                            cross join lateral (
                                select b.id from booking b
                                where b.session_id = :session and coalesce(b.organization, '') = o.organization and b.state = 'waitlisted'
                                order by b.position limit least(o.free, :some)) w)
                        order by position
                        """, Booking.class)
                .setParameter("organizations", free.keySet().toArray(String[]::new))
                .setParameter("free", free.values().toArray(Integer[]::new))
                .setParameter("session", desk.session().id())
                .setParameter("some", AT_ONCE)
                .getResultList();
    }

    @Scheduled(
            every = "{samverka.waiting-list.every}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> goOn() {
        return due().onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUniAndConcatenate(session -> Panache.withTransaction(() -> goOn(session)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Sessions with offers that have ended, or with room for somebody who waits: it may have been made larger. */
    @WithSession
    Uni<List<UUID>> due() {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select session_id from (
                                    select session_id from booking where state = 'offered' and offer_until <= :now
                                    union
                                    select c.session_id from seat_count c
                                    join session s on s.id = c.session_id
                                    left join seat_rule r on r.session_id = c.session_id
                                    where c.waiting > 0 and s.state not in ('draft', 'held', 'canceled') and (r.per_organization is null or c.taken < r.per_organization)
                                        and s.capacity > (select sum(a.taken) from seat_count a where a.session_id = c.session_id)) due
                                limit :some
                                """, UUID.class)
                        .setParameter("now", clock.instant())
                        .setParameter("some", SESSIONS_AT_ONCE)
                        .getResultList());
    }

    private Uni<Void> goOn(UUID session) {
        return open(session)
                .chain(desk -> endedOffers(desk)
                        .invoke(ended -> ended.forEach(booking -> desk.cancel(booking, "offer-expired")))
                        .chain(() -> close(desk)));
    }

    private static Uni<List<Booking>> endedOffers(Desk desk) {
        return Panache.getSession()
                .chain(database -> database.createQuery(
                                "from Booking b where b.sessionId = :session and b.state = offered and b.offerUntil <= :now"
                                        + " order by b.position",
                                Booking.class)
                        .setParameter("session", desk.session().id())
                        .setParameter("now", desk.now())
                        .getResultList());
    }

    /** Somebody who waits, or is offered a seat; {@code place} counts from 1 among those who wait for the same seats. */
    record Waiting(
            UUID bookingId,
            long position,
            UUID personId,
            @Nullable String organization,
            Booking.State state,
            @Nullable UUID party,
            @Nullable Instant offerUntil,
            int place) {
        private static Waiting of(Object[] row) {
            return new Waiting(
                    (UUID) row[0],
                    ((Number) row[1]).longValue(),
                    (UUID) row[2],
                    (String) row[3],
                    Booking.State.valueOf((String) row[4]),
                    (UUID) row[5],
                    row[6] instanceof OffsetDateTime time ? time.toInstant() : (Instant) row[6],
                    ((Number) row[7]).intValue());
        }
    }

    @WithSession
    Uni<List<Waiting>> list(UUID id, Scope scope, PageQuery page, Predicate<String> seesProgram) {
        return sessions.known(id)
                .map(session -> session.seenBy(seesProgram))
                .chain(session -> waiting(session, scope, page));
    }

    private static Uni<List<Waiting>> waiting(Session session, Scope scope, PageQuery page) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select id, position, person_id, organization, state, party, offer_until, place from (
                                    select b.*, row_number() over (
                                        partition by case when r.per_organization is not null then b.organization end
                                        order by b.state, b.position) as place
                                    from booking b left join seat_rule r on r.session_id = b.session_id where b.session_id = :session and b.state in ('waitlisted', 'offered')) w
                                where position > :after and (:all or organization = any(cast(:within as text[])) and not support)
                                order by position limit :rows
                                """, Object[].class)
                        .setParameter("session", session.id())
                        .setParameter("after", page.after())
                        .setParameter("all", scope.organizations() == null)
                        .setParameter(
                                "within",
                                scope.organizations() == null
                                        ? new String[0]
                                        : scope.organizations().toArray(String[]::new))
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Waiting::of).toList());
    }
}
