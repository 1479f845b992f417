package org.samverka.sessions.session;

import io.quarkus.arc.All;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.sessions.participant.Programs;
import org.samverka.sessions.session.Session.Change;
import org.samverka.sessions.session.Session.State;
import org.samverka.sessions.supplier.Suppliers;
import org.samverka.sessions.venue.Venues;

/** What takes place. */
@ApplicationScoped
public class Sessions implements PanacheRepositoryBase<Session, UUID> {
    private final Programs programs;
    private final Venues venues;
    private final Suppliers suppliers;
    private final Parts parts;
    private final Outbox outbox;
    private final List<SessionObserver> observers;

    Sessions(
            Programs programs,
            Venues venues,
            Suppliers suppliers,
            Parts parts,
            Outbox outbox,
            @All List<SessionObserver> observers) {
        this.programs = programs;
        this.venues = venues;
        this.suppliers = suppliers;
        this.parts = parts;
        this.outbox = outbox;
        this.observers = observers;
    }

    /**
     * Runs a use case that takes rooms and teams; when somebody else takes the same at the same time it runs once more, and
     * then sees who.
     */
    public static <T> Uni<T> withoutClash(Supplier<Uni<? extends T>> useCase) {
        return Uni.createFrom()
                .deferred(useCase)
                .onFailure(Clash::isRace)
                .retry()
                .atMost(1)
                .onFailure(Clash::isRace)
                .transform(failure -> Clash.unnamed());
    }

    /**
     * Schedules several at once, all or none; within the caller's transaction.
     *
     * @param programsOfCaller those whose sessions may be named when they stand in the way
     */
    public Uni<List<Session>> schedule(
            Description first, List<Timing> timings, State state, @Nullable UUID series, Set<String> programsOfCaller) {
        return placed(first).chain(description -> {
            var sessions = new LinkedHashMap<Session, Timing>();
            timings.forEach(timing -> sessions.put(new Session(description.at(timing), state, series), timing));
            return scheduleAll(sessions, programsOfCaller);
        });
    }

    /** Whose rooms, teams and target groups are known; within the caller's transaction. */
    public Uni<List<Session>> scheduleAll(Map<Session, Timing> sessions, Set<String> programsOfCaller) {
        List<Session> all = List.copyOf(sessions.keySet());
        return parts.check(sessions, programsOfCaller)
                .chain(() -> persist(all.stream()))
                .chain(() -> Panache.flush())
                .chain(() -> parts.insert(sessions))
                .chain(() -> tell(all.stream()
                        .filter(session -> session.state == State.open)
                        .toList()))
                .replaceWith(all);
    }

    private Uni<Void> tell(List<Session> opened) {
        return outbox.append(opened.stream().map(Session::scheduled).toList())
                .chain(() -> each(opened, this::tellOpened));
    }

    private Uni<Void> tellOpened(Session session) {
        return each(observers, observer -> observer.opened(session));
    }

    private static <T> Uni<Void> each(List<T> all, Function<T, Uni<? extends Void>> effect) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(effect)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** The description with what its program, room, team and first session say of it. */
    private Uni<Description> placed(Description description) {
        return programs.known(description.program())
                .invoke(program -> program.checkTargetGroup(description.targetGroup()))
                .chain(() -> description.follows() == null
                        ? Uni.createFrom().voidItem()
                        : checkFirst(description.follows(), description.program()))
                .chain(() -> description.supplierId() == null
                        ? Uni.createFrom().voidItem()
                        : suppliers
                                .known(description.supplierId())
                                .onFailure(NotKnown.class)
                                .transform(unknown -> new Invalid(
                                        "/supplierId", "unknown-supplier", "There is no such supplier; see /suppliers"))
                                .replaceWithVoid())
                .chain(() -> description.roomId() == null
                        ? Uni.createFrom().item(description)
                        : venues.known(description.roomId())
                                .onFailure(NotKnown.class)
                                .transform(unknown ->
                                        new Invalid("/roomId", "unknown-venue", "There is no such room; see /venues"))
                                .map(description::in));
    }

    private Uni<Void> checkFirst(UUID first, String program) {
        return findById(first)
                .invoke(session -> {
                    if (session == null || !session.program.equals(program)) {
                        throw new Invalid("/follows", "unknown-session", "Name a session of the same program");
                    }
                })
                .replaceWithVoid();
    }

    /** Its time, place and what it is; within the caller's transaction, which holds the session's lock. */
    public Uni<Change> change(Session session, Description wanted, Set<String> programsOfCaller) {
        return placed(wanted)
                .chain(description -> parts.of(List.of(session.id))
                        .map(before -> {
                            Change change = session.change(description);
                            boolean same = before.getOrDefault(session.id, List.of())
                                    .equals(description.timing().parts());
                            if (change != Change.moved && !same) {
                                session.partsMoved();
                                return Change.moved;
                            }
                            return change;
                        })
                        .call(change -> change == Change.nothing
                                ? Uni.createFrom().voidItem()
                                : take(session, description.timing(), programsOfCaller))
                        .call(change -> change == Change.moved && session.state != State.draft
                                ? outbox.append(session.rescheduled())
                                        .chain(() -> each(observers, observer -> observer.moved(session)))
                                : Uni.createFrom().voidItem()));
    }

    private Uni<Void> take(Session session, Timing timing, Set<String> programsOfCaller) {
        return parts.check(Map.of(session, timing), programsOfCaller)
                .chain(() -> Panache.flush())
                .chain(() -> parts.replace(session, timing));
    }

    /** Within the caller's transaction, which holds the session's lock. */
    public Uni<Void> open(Session session) {
        return outbox.append(session.open()).chain(() -> tellOpened(session));
    }

    /** Within the caller's transaction, which holds the session's lock. */
    public Uni<Void> cancel(Session session, String reason) {
        List<SessionEvent> told =
                session.cancel(reason).<List<SessionEvent>>map(List::of).orElse(List.of());
        return parts.free(session.id)
                .chain(() -> outbox.append(told))
                .chain(() -> told.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : each(observers, observer -> observer.canceled(session)));
    }

    @WithSession
    public Uni<Session> known(UUID id) {
        return findById(id).onItem().ifNull().failWith(Session::unknown);
    }

    /**
     * Whoever changes who has a seat or was there holds this lock until the transaction ends, so that seats are counted
     * right and the session's events keep their order.
     */
    public Uni<Session> locked(UUID id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE).onItem().ifNull().failWith(Session::unknown);
    }

    /** None means any. */
    record Wanted(
            Collection<String> programs,
            boolean drafts,
            @Nullable State state,
            @Nullable UUID series,
            @Nullable UUID follows,
            @Nullable UUID supplier) {}

    @WithSession
    Uni<List<Session>> list(Wanted wanted, PageQuery page) {
        var where = new StringBuilder("program in :programs and position > :after");
        var parameters = new HashMap<String, Object>(Map.of("programs", wanted.programs(), "after", page.after()));
        if (!wanted.drafts()) {
            where.append(" and state <> draft");
        }
        limit(where, parameters, "state", wanted.state());
        limit(where, parameters, "seriesId", wanted.series());
        limit(where, parameters, "follows", wanted.follows());
        limit(where, parameters, "supplierId", wanted.supplier());
        return find(where + " order by position", parameters)
                .page(0, page.rows())
                .list();
    }

    private static void limit(
            StringBuilder where, Map<String, Object> parameters, String field, @Nullable Object value) {
        if (value != null) {
            where.append(" and ").append(field).append(" = :").append(field);
            parameters.put(field, value);
        }
    }
}
