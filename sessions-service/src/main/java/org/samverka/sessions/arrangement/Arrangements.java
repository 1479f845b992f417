package org.samverka.sessions.arrangement;

import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent.LapseCause;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.need.Need;
import org.samverka.sessions.need.Needs;
import org.samverka.sessions.session.Description;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;
import org.samverka.sessions.supplier.Suppliers;

/** What whoever arranges a session does with it, from draft to confirmed, and what those who come need. */
@ApplicationScoped
class Arrangements {
    private final Sessions sessions;
    private final Suppliers suppliers;
    private final Needs needs;
    private final Rechecks rechecks;
    private final Outbox outbox;
    private final Clock clock;

    Arrangements(Sessions sessions, Suppliers suppliers, Needs needs, Rechecks rechecks, Outbox outbox, Clock clock) {
        this.sessions = sessions;
        this.suppliers = suppliers;
        this.needs = needs;
        this.rechecks = rechecks;
        this.outbox = outbox;
        this.clock = clock;
    }

    private Uni<Session> checked(Session session, Arranger arranger) {
        UUID team = session.supplierId();
        return (arranger.dependsOnTheSupplier() && team != null
                        ? suppliers.known(team).invoke(supplier -> arranger.require(session, supplier))
                        : Uni.createFrom().voidItem().invoke(() -> arranger.require(session, null)))
                .replaceWith(session);
    }

    private Uni<Session> locked(UUID id, Arranger arranger, @Nullable String ifMatch) {
        return sessions.locked(id)
                .chain(session -> checked(session, arranger))
                .invoke(session -> ETags.require(ifMatch, session.version()));
    }

    @WithTransaction
    Uni<Session> change(UUID id, Arranger arranger, @Nullable String ifMatch, Description wanted) {
        return locked(id, arranger, ifMatch)
                .invoke(session -> checkFixed(session, wanted))
                .call(session -> checkSeats(id, wanted.capacity()))
                .call(session -> change(Map.of(session, wanted), arranger));
    }

    /** All or none; within the caller's transaction, which holds the sessions' locks. */
    Uni<Void> change(Map<Session, Description> wanted, Arranger arranger) {
        return sessions.change(wanted, arranger.planner())
                .call(changed -> needs.keepFor(changed.stream().collect(toMap(Session::id, Session::lastDay))))
                .chain(changed -> rechecks.look(changed, LapseCause.place_or_team_changed));
    }

    private static void checkFixed(Session session, Description wanted) {
        if (!session.program().equals(wanted.program())) {
            throw new Invalid("/program", "fixed", "A session stays in its program; schedule another one");
        }
    }

    /** Seats that are taken, or offered, stay. */
    private static Uni<Void> checkSeats(UUID id, int capacity) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select count(*) from booking where session_id = :session and state in ('booked', 'offered')
                                """, Long.class)
                        .setParameter("session", id)
                        .getSingleResult())
                .invoke(taken -> {
                    if (taken > capacity) {
                        throw new SeatsTaken(taken);
                    }
                })
                .replaceWithVoid();
    }

    static final class SeatsTaken extends Refused {
        SeatsTaken(long taken) {
            super("%d seats are taken; offer at least as many, or cancel bookings first".formatted(taken));
        }
    }

    @WithTransaction
    Uni<Session> open(UUID id, Arranger arranger, @Nullable String ifMatch) {
        return locked(id, arranger, ifMatch).call(session -> sessions.open(List.of(session)));
    }

    /** @param despite why, where something that is needed is missing; kept with what is missing */
    @WithTransaction
    Uni<Session> confirm(UUID id, Arranger arranger, @Nullable String ifMatch, @Nullable String despite) {
        return locked(id, arranger, ifMatch)
                .call(session ->
                        rechecks.readiness(session).chain(readiness -> confirm(session, readiness, arranger, despite)));
    }

    private Uni<Void> confirm(Session session, Readiness readiness, Arranger arranger, @Nullable String despite) {
        if (despite == null) {
            readiness.requireMet();
        }
        List<String> missing = readiness.missing();
        var confirmed = session.confirm(missing);
        return (missing.isEmpty() || despite == null
                        ? Uni.createFrom().voidItem()
                        : keepOverride(session.id(), arranger.account(), despite, missing))
                .chain(() -> outbox.append(confirmed));
    }

    private Uni<Void> keepOverride(UUID session, String by, String reason, Collection<String> missing) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                insert into needs_override (session_id, at, by, reason, missing)
                                values (:session, :at, :by, :reason, string_to_array(:missing, ','))
                                """)
                        .setParameter("session", session)
                        .setParameter("at", clock.instant().atOffset(ZoneOffset.UTC))
                        .setParameter("by", by)
                        .setParameter("reason", reason)
                        .setParameter("missing", String.join(",", missing))
                        .executeUpdate())
                .replaceWithVoid();
    }

    @WithTransaction
    Uni<Session> cancel(UUID id, Arranger arranger, @Nullable String ifMatch, String reason) {
        return locked(id, arranger, ifMatch).call(session -> cancel(List.of(session), reason));
    }

    /** Within the caller's transaction, which holds the sessions' locks. */
    Uni<Void> cancel(List<Session> all, String reason) {
        return sessions.cancel(all, reason)
                .chain(() -> needs.deleteAll(all.stream().map(Session::id).toList()));
    }

    /** What is seen to for this session alone, all of it anew. */
    @WithTransaction
    Uni<Session> arrange(UUID id, Arranger arranger, @Nullable String ifMatch, Collection<Need> arranged) {
        return locked(id, arranger, ifMatch)
                .invoke(session ->
                        session.arrange(arranged.stream().map(Need::name).toList()))
                .call(session -> rechecks.look(List.of(session), LapseCause.arrangements_changed));
    }

    /** Why it was confirmed though something was missing. */
    record Overridden(Instant at, String reason, List<String> missing) {}

    /** @param elsewhere how many of those who have a seat have one in another session at the same time */
    record Standing(Session session, Readiness readiness, List<Overridden> overrides, int elsewhere) {}

    @WithTransaction
    Uni<Standing> readiness(UUID id, Arranger arranger) {
        return sessions.known(id)
                .chain(session -> checked(session, arranger))
                .chain(session -> rechecks.readiness(session)
                        .chain(readiness -> overrides(id)
                                .chain(overrides -> elsewhere(id)
                                        .map(elsewhere -> new Standing(session, readiness, overrides, elsewhere)))));
    }

    private static Uni<Integer> elsewhere(UUID session) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select cast(count(distinct here.person_id) as int)
                                from booking here
                                join session_part part on part.session_id = here.session_id
                                join booking there on there.person_id = here.person_id and there.session_id <> here.session_id
                                    and there.state = 'booked'
                                join session_part other on other.session_id = there.session_id and other.takes_place
                                    and other.during && part.during
                                where here.session_id = :session and here.state = 'booked'
                                """, Integer.class)
                        .setParameter("session", session)
                        .getSingleResult());
    }

    private static Uni<List<Overridden>> overrides(UUID session) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select at, reason, array_to_string(missing, ',') from needs_override
                                where session_id = :session order by position
                                """, Object[].class)
                        .setParameter("session", session)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Overridden(
                                ((OffsetDateTime) row[0]).toInstant(),
                                (String) row[1],
                                Arrays.asList(((String) row[2]).split(",", -1))))
                        .toList());
    }

    @WithSession
    Uni<List<Needs.Row>> needs(UUID id, Arranger arranger, PageQuery page) {
        return sessions.known(id).chain(session -> checked(session, arranger)).chain(() -> needs.list(id, page));
    }
}
