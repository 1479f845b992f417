package org.samverka.sessions.arrangement;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent.LapseCause;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.sessions.need.ChecklistObserver;
import org.samverka.sessions.need.Need;
import org.samverka.sessions.need.Needs;
import org.samverka.sessions.need.NeedsObserver;
import org.samverka.sessions.need.Today;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Session.State;
import org.samverka.sessions.session.Sessions;
import org.samverka.sessions.supplier.Supplier;
import org.samverka.sessions.supplier.Supplier.Standing;
import org.samverka.sessions.supplier.Suppliers;
import org.samverka.sessions.venue.Venue;
import org.samverka.sessions.venue.Venues;

/** Looks again at confirmed sessions whenever what is needed, the room or the team changes. */
@ApplicationScoped
class Rechecks implements NeedsObserver, ChecklistObserver {
    private final Sessions sessions;
    private final Needs needs;
    private final Venues venues;
    private final Suppliers suppliers;
    private final Outbox outbox;
    private final Today today;

    Rechecks(Sessions sessions, Needs needs, Venues venues, Suppliers suppliers, Outbox outbox, Today today) {
        this.sessions = sessions;
        this.needs = needs;
        this.venues = venues;
        this.suppliers = suppliers;
        this.outbox = outbox;
        this.today = today;
    }

    /** What was read once in a pass over several sessions. */
    private final class Read {
        private final Map<UUID, Set<Need>> needed;
        private final Map<UUID, Uni<Venue>> rooms = new HashMap<>();
        private final Map<UUID, Uni<Supplier>> teams = new HashMap<>();
        private final Map<String, Uni<Standing>> standings = new HashMap<>();

        Read(Map<UUID, Set<Need>> needed) {
            this.needed = needed;
        }

        private Uni<Readiness> readiness(Session session) {
            return room(session.roomId())
                    .chain(room -> team(session.supplierId())
                            .chain(team -> standing(session)
                                    .map(standing -> Readiness.of(
                                            needed.getOrDefault(session.id(), Set.of()),
                                            session.arranged(),
                                            room.orElse(null),
                                            team.orElse(null),
                                            standing.orElse(null)))));
        }

        private Uni<Optional<Venue>> room(@Nullable UUID id) {
            return id == null
                    ? Uni.createFrom().item(Optional.empty())
                    : rooms.computeIfAbsent(
                                    id, one -> venues.steady(one).memoize().indefinitely())
                            .map(Optional::of);
        }

        private Uni<Optional<Supplier>> team(@Nullable UUID id) {
            return id == null
                    ? Uni.createFrom().item(Optional.empty())
                    : teams.computeIfAbsent(
                                    id, one -> suppliers.steady(one).memoize().indefinitely())
                            .map(Optional::of);
        }

        private Uni<Optional<Standing>> standing(Session session) {
            UUID team = session.supplierId();
            return team == null
                    ? Uni.createFrom().item(Optional.empty())
                    : standing(team, session.program()).map(Optional::of);
        }

        private Uni<Standing> standing(UUID team, String program) {
            return standings.computeIfAbsent(
                    team + program,
                    both -> suppliers.standing(team, program).memoize().indefinitely());
        }
    }

    /** Within the caller's transaction. */
    Uni<Readiness> readiness(Session session) {
        return needs.at(List.of(session.id())).chain(needed -> new Read(needed).readiness(session));
    }

    /** Whoever calls may have read the session before it was locked here: then it is read again. */
    @Override
    public Uni<Void> needsChanged(UUID session) {
        return Panache.flush()
                .chain(() -> Panache.getSession())
                .chain(database -> versionIfConfirmed(database, session)
                        .chain(version -> version == null
                                ? Uni.createFrom().voidItem()
                                : database.find(Session.class, session)
                                        .call(found -> found.version() == version
                                                ? Uni.createFrom().voidItem()
                                                : database.refresh(found))
                                        .chain(found -> look(List.of(found), LapseCause.needs_changed))));
    }

    private static Uni<@Nullable Integer> versionIfConfirmed(Mutiny.Session database, UUID session) {
        return database.createNativeQuery(
                        "select version from session where id = :id and state = 'confirmed' for no key update",
                        Integer.class)
                .setParameter("id", session)
                .getSingleResultOrNull();
    }

    @Override
    public Uni<Void> venueChanged(UUID venue) {
        return lookWhere("roomId", venue);
    }

    @Override
    public Uni<Void> supplierChanged(UUID supplier) {
        return lookWhere("supplierId", supplier);
    }

    private Uni<Void> lookWhere(String field, UUID id) {
        return sessions.find(
                        field + " = ?1 and state = ?2 and lastDay >= ?3 order by id", id, State.confirmed, today.date())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list()
                .chain(found -> look(found, LapseCause.place_or_team_changed));
    }

    /** Within the caller's transaction, which holds the sessions' locks. */
    Uni<Void> look(List<Session> found, LapseCause cause) {
        List<Session> confirmed = found.stream().filter(Session::isConfirmed).toList();
        if (confirmed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return needs.at(confirmed.stream().map(Session::id).toList())
                .map(Read::new)
                .chain(read -> Multi.createFrom()
                        .iterable(confirmed)
                        .onItem()
                        .transformToUniAndConcatenate(session ->
                                read.readiness(session).map(readiness -> session.lapse(readiness.missing(), cause)))
                        .collect()
                        .asList())
                .chain(lapsed ->
                        outbox.append(lapsed.stream().flatMap(Optional::stream).toList()));
    }
}
