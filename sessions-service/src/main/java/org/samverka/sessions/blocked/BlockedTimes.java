package org.samverka.sessions.blocked;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.sessions.blocked.BusyCalendar.Busy;
import org.samverka.sessions.person.ErasureObserver;
import org.samverka.sessions.worker.Workers;

/** When rooms, teams and people have no time. An import says all of it; what was imported before no longer counts. */
@ApplicationScoped
class BlockedTimes implements ErasureObserver {
    private static final Duration BACK = Duration.ofDays(1);
    private static final Duration AHEAD = Duration.ofDays(2 * 366);
    /** Of whole days, and of times without a zone. */
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    private final Workers workers;
    private final Clock clock;

    BlockedTimes(Workers workers, Clock clock) {
        this.workers = workers;
        this.clock = clock;
    }

    enum OwnerKind {
        room,
        team,
        person
    }

    record Owner(OwnerKind kind, UUID id) {}

    record Blocked(long position, Instant from, Instant until) {}

    /** How many stretches of time the calendar blocks, from yesterday on and for two years. */
    Uni<Integer> replace(Owner owner, String calendar) {
        Instant now = clock.instant();
        return workers.run(() -> BusyCalendar.read(calendar, ZONE, now.minus(BACK), now.plus(AHEAD)))
                .chain(busy -> Panache.withTransaction(
                        () -> clear(owner).chain(() -> store(owner, busy)).replaceWith(busy.size())));
    }

    Uni<Void> forget(Owner owner) {
        return Panache.withTransaction(() -> clear(owner)).replaceWithVoid();
    }

    /** Under a lock of the owner's, so that two imports at once do not leave both. */
    private static Uni<Integer> clear(Owner owner) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "select 1 from pg_advisory_xact_lock(hashtextextended(:owner, 0))", Integer.class)
                        .setParameter("owner", "blocked " + owner)
                        .getSingleResult()
                        .chain(() -> database.createNativeQuery(
                                        "delete from blocked_time where owner_kind = :kind and owner = :owner")
                                .setParameter("kind", owner.kind().name())
                                .setParameter("owner", owner.id())
                                .executeUpdate()));
    }

    private static Uni<Integer> store(Owner owner, List<Busy> busy) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                insert into blocked_time (owner_kind, owner, during)
                                select :kind, :owner, tstzrange(cast(since as timestamptz), cast(until as timestamptz))
                                from unnest(cast(:since as text[]), cast(:until as text[])) with ordinality as busy (since, until, n)
                                order by n
                                """)
                        .setParameter("kind", owner.kind().name())
                        .setParameter("owner", owner.id())
                        .setParameter("since", times(busy, Busy::from))
                        .setParameter("until", times(busy, Busy::until))
                        .executeUpdate());
    }

    private static String[] times(List<Busy> busy, Function<Busy, Instant> time) {
        return busy.stream().map(each -> time.apply(each).toString()).toArray(String[]::new);
    }

    @WithSession
    Uni<List<Blocked>> of(Owner owner, PageQuery page) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select position, lower(during), upper(during) from blocked_time
                                where owner_kind = :kind and owner = :owner and position > :after order by position
                                """, Object[].class)
                        .setParameter("kind", owner.kind().name())
                        .setParameter("owner", owner.id())
                        .setParameter("after", page.after())
                        .setMaxResults(page.rows())
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Blocked(((Number) row[0]).longValue(), instant(row[1]), instant(row[2])))
                        .toList());
    }

    private static Instant instant(Object column) {
        return column instanceof OffsetDateTime time ? time.toInstant() : (Instant) column;
    }

    @Override
    public Uni<Void> erased(Collection<UUID> people) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "delete from blocked_time where owner_kind = 'person' and owner = any(cast(:people as uuid[]))")
                        .setParameter("people", people.toArray(UUID[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }
}
