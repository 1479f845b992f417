package org.samverka.sessions.booking;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.samverka.sessions.session.Sessions;

/**
 * Forgets who wanted to come and did not: bookings that hold no seat, some time after the session. Seats, attendance and
 * what was attested are a funder's evidence and stay.
 */
@ApplicationScoped
class Retention {
    private static final int SESSIONS_AT_ONCE = 100;

    private final Sessions sessions;
    private final Clock clock;
    private final Period kept;

    Retention(
            Sessions sessions,
            Clock clock,
            @ConfigProperty(name = "samverka.retention.bookings-without-seat") String kept) {
        this.sessions = sessions;
        this.clock = clock;
        this.kept = Period.parse(kept);
    }

    @Scheduled(every = "6h", delayed = "10m", skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> forget() {
        return due().onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUniAndConcatenate(session -> Panache.withTransaction(() -> forget(session)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    @WithSession
    Uni<List<UUID>> due() {
        LocalDateTime before =
                LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).minus(kept);
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select s.id from session s where s.starts_at < :before
                                    and exists (select from booking b where b.session_id = s.id and b.state in ('canceled', 'requested', 'waitlisted'))
                                limit :some
                                """, UUID.class)
                        .setParameter("before", before)
                        .setParameter("some", SESSIONS_AT_ONCE)
                        .getResultList());
    }

    private Uni<Void> forget(UUID session) {
        return sessions.locked(session)
                .chain(() -> Panache.getSession()
                        .chain(database -> database.createNativeQuery(
                                        "delete from booking where session_id = :session and state in ('canceled', 'requested', 'waitlisted')")
                                .setParameter("session", session)
                                .executeUpdate()
                                .chain(() -> database.createNativeQuery(
                                                "update seat_count set waiting = 0 where session_id = :session")
                                        .setParameter("session", session)
                                        .executeUpdate()))
                        .replaceWithVoid());
    }
}
