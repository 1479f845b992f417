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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.sessions.session.Session.Change;
import org.samverka.sessions.session.Session.State;

/** What takes place. */
@ApplicationScoped
public class Sessions implements PanacheRepositoryBase<Session, UUID> {
    private final Placing placing;
    private final Parts parts;
    private final Outbox outbox;
    private final List<SessionObserver> observers;

    Sessions(Placing placing, Parts parts, Outbox outbox, @All List<SessionObserver> observers) {
        this.placing = placing;
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

    /** Schedules several at once, all or none; within the caller's transaction. */
    public Uni<List<Session>> schedule(
            Description first, List<Timing> timings, State state, @Nullable UUID series, Planner planner) {
        return placing.placed(List.of(first), planner)
                .map(placed -> placed.get(0))
                .call(this::checkFirst)
                .chain(description -> {
                    var sessions = new LinkedHashMap<Session, Timing>();
                    timings.forEach(timing -> sessions.put(new Session(description.at(timing), state, series), timing));
                    return scheduleAll(sessions, planner.programs());
                });
    }

    private Uni<Void> checkFirst(Description description) {
        return description.follows() == null
                ? Uni.createFrom().voidItem()
                : findById(description.follows())
                        .invoke(first -> {
                            if (first == null || !first.program.equals(description.program())) {
                                throw new Invalid("/follows", "unknown-session", "Name a session of the same program");
                            }
                        })
                        .replaceWithVoid();
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
                .chain(() -> each(opened, session -> each(observers, observer -> observer.opened(session))));
    }

    private static <T> Uni<Void> each(Collection<T> all, Function<T, Uni<? extends Void>> effect) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(effect)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /**
     * Their times, places and what they are, all or none; within the caller's transaction, which holds the sessions' locks.
     *
     * @return those that are not what they were
     */
    public Uni<List<Session>> change(Map<Session, Description> wanted, Planner planner) {
        List<Session> all = List.copyOf(wanted.keySet());
        return placing.placed(List.copyOf(wanted.values()), planner)
                .chain(placed ->
                        parts.of(all.stream().map(Session::id).toList()).map(before -> changes(all, placed, before)))
                .call(changes -> take(changes, planner.programs()))
                .call(changes -> tellMoved(changes.stream()
                        .filter(changed -> changed.change() == Change.moved)
                        .map(Changed::session)
                        .filter(session -> session.state != State.draft)
                        .toList()))
                .map(changes -> changes.stream().map(Changed::session).toList());
    }

    private record Changed(Session session, Change change, Timing timing) {}

    private static List<Changed> changes(
            List<Session> sessions, List<Description> wanted, Map<UUID, List<Part>> before) {
        return IntStream.range(0, sessions.size())
                .mapToObj(i -> changed(sessions.get(i), wanted.get(i), before))
                .filter(changed -> changed.change() != Change.nothing)
                .toList();
    }

    private static Changed changed(Session session, Description wanted, Map<UUID, List<Part>> before) {
        Change change = session.change(wanted);
        boolean same = before.getOrDefault(session.id, List.of())
                .equals(wanted.timing().parts());
        if (change != Change.moved && !same) {
            session.partsMoved();
            change = Change.moved;
        }
        return new Changed(session, change, wanted.timing());
    }

    /** What they took up is free for each other before anything is taken. */
    private Uni<Void> take(List<Changed> changes, Set<String> programsOfCaller) {
        var timings = new LinkedHashMap<Session, Timing>();
        changes.forEach(changed -> timings.put(changed.session(), changed.timing()));
        return timings.isEmpty()
                ? Uni.createFrom().voidItem()
                : parts.check(timings, programsOfCaller)
                        .chain(() -> Panache.flush())
                        .chain(() -> parts.replace(timings));
    }

    private Uni<Void> tellMoved(List<Session> moved) {
        return outbox.append(moved.stream().map(Session::rescheduled).toList())
                .chain(() -> each(moved, session -> each(observers, observer -> observer.moved(session))));
    }

    /** Within the caller's transaction, which holds the sessions' locks. */
    public Uni<Void> open(List<Session> drafts) {
        drafts.forEach(Session::open);
        return tell(drafts);
    }

    /** Within the caller's transaction, which holds the sessions' locks. */
    public Uni<Void> cancel(List<Session> all, String reason) {
        var told = new LinkedHashMap<Session, SessionEvent>();
        all.forEach(session -> session.cancel(reason).ifPresent(event -> told.put(session, event)));
        return parts.free(all.stream().map(Session::id).toList())
                .chain(() -> outbox.append(List.copyOf(told.values())))
                .chain(() -> each(told.keySet(), session -> each(observers, observer -> observer.canceled(session))));
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
