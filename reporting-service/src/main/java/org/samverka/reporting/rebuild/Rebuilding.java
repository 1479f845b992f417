package org.samverka.reporting.rebuild;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.samverka.contracts.EvaluationEvent;
import org.samverka.contracts.Event;
import org.samverka.contracts.ParticipantEvent;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.Faults;
import org.samverka.reporting.rebuild.PastEvents.PastEvent;
import org.samverka.reporting.rebuild.PastEvents.Told;
import org.samverka.reporting.rebuild.Rebuild.State;
import org.samverka.reporting.rebuild.Rebuilds.Overtaken;
import org.samverka.reporting.statistics.Counting;
import org.samverka.reporting.statistics.Generation;

/**
 * Builds statistics from the log: first all facts, then their sums, then what came meanwhile; at last, while nobody else
 * counts, the very last and the change of places. Whoever takes over from a replica that died goes on where it was, and
 * counts nothing twice.
 */
@ApplicationScoped
class Rebuilding {
    private static final Logger LOG = Logger.getLogger(Rebuilding.class);

    /** So few events are read while others wait. */
    private static final int FEW = 500;

    private final UUID worker = UUID.randomUUID();
    private final Rebuilds rebuilds;
    private final Counting counting;
    private final EventJson json;
    private final Map<String, Object> kafka;
    private final String group;
    private final Clock clock;

    Rebuilding(
            Rebuilds rebuilds,
            Counting counting,
            EventJson json,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "samverka.statistics.group") String group,
            Clock clock) {
        this.rebuilds = rebuilds;
        this.counting = counting;
        this.json = json;
        this.kafka = new HashMap<>(kafka);
        this.group = group;
        this.clock = clock;
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> goOn() {
        return rebuilds.claim(worker)
                .chain(rebuild -> rebuild == null ? Uni.createFrom().voidItem() : goOn(rebuild))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf(failure, "The statistics could not be built anew for now; they will be");
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> goOn(Rebuild rebuild) {
        return begun(rebuild)
                .chain(begun -> blocking(
                                () -> new PastEvents(kafka, group + "-rebuild-" + begun.id(), json, begun.positions()))
                        .chain(log -> new Work(begun, log).toTheEnd().eventually(() -> blocking(() -> closed(log)))))
                .onFailure(failure -> !Faults.willPass(failure) && !(failure instanceof Overtaken))
                .recoverWithUni(failure -> givenUp(rebuild, failure));
    }

    private static boolean closed(PastEvents log) {
        log.close();
        return true;
    }

    private Uni<Void> givenUp(Rebuild rebuild, Throwable failure) {
        LOG.errorf(failure, "The statistics cannot be built anew");
        return rebuilds.required(rebuild.id())
                .chain(now -> rebuilds.keep(
                        worker, now.over(State.failed, failure.getClass().getSimpleName(), clock.instant())));
    }

    /** Whatever an earlier one left behind is gone. */
    private Uni<Rebuild> begun(Rebuild rebuild) {
        if (rebuild.state() != State.waiting) {
            return Uni.createFrom().item(rebuild);
        }
        return Panache.withTransaction(() -> call("statistics.prepare_next()"))
                .chain(() -> rebuilds.keep(worker, rebuild.in(State.reading)))
                .replaceWith(rebuild.in(State.reading));
    }

    /** Off the event loop, and then back on it: a database session belongs there. */
    private static <T> Uni<T> blocking(Supplier<T> work) {
        return Uni.createFrom().deferred(() -> {
            Context here = Vertx.currentContext();
            return Uni.createFrom()
                    .item(work)
                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                    .emitOn(run -> here.runOnContext(ignored -> run.run()));
        });
    }

    private static Uni<Void> call(String function) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("select 1 from " + function, Integer.class)
                        .getSingleResult())
                .replaceWithVoid();
    }

    /** One rebuild on its way. */
    private final class Work {
        private final PastEvents log;
        private Rebuild rebuild;

        private Work(Rebuild rebuild, PastEvents log) {
            this.rebuild = rebuild;
            this.log = log;
        }

        Uni<Void> toTheEnd() {
            return blocking(log::end)
                    .invoke(end -> rebuild = rebuild.of(end))
                    .chain(() -> rebuild.state() == State.reading ? readAll().chain(this::addUp) : addUpAgain())
                    .chain(() -> catchUp())
                    .chain(this::switchOver)
                    .invoke(() -> LOG.infof("The statistics were built anew from %d records", rebuild.read()));
        }

        private Uni<Void> readAll() {
            return repeated(() -> step(true).map(more -> log.read() < rebuild.total()));
        }

        private Uni<Void> addUpAgain() {
            return rebuild.state() == State.addingUp
                    ? addUp()
                    : Uni.createFrom().voidItem();
        }

        private Uni<Void> addUp() {
            return become(State.addingUp)
                    .chain(() -> Panache.withTransaction(() -> rebuilds.requireMine(worker, rebuild.id())
                            .chain(() -> call("statistics.add_up('statistics_next')"))))
                    .chain(() -> become(State.catchingUp));
        }

        private Uni<Void> catchUp() {
            return repeated(() -> step(false).chain(() -> blocking(() -> log.end() - log.read() > FEW)));
        }

        private Uni<Void> repeated(Supplier<Uni<Boolean>> step) {
            return Uni.createFrom()
                    .deferred(step::get)
                    .repeat()
                    .whilst(more -> more)
                    .collect()
                    .last()
                    .replaceWithVoid();
        }

        private Uni<Void> become(State state) {
            rebuild = rebuild.in(state);
            return rebuilds.keep(worker, rebuild);
        }

        private Uni<Boolean> step(boolean inBulk) {
            return blocking(log::next)
                    .chain(told -> countInParts(told.events(), inBulk)
                            .invoke(failed ->
                                    rebuild = rebuild.at(log.read(), log.positions(), told.unreadable() + failed)))
                    .chain(() -> rebuilds.keep(worker, rebuild))
                    .chain(() -> blocking(() -> {
                        log.commit();
                        return true;
                    }));
        }

        /** @return how many could not be counted: each is found by halving, as the live consumers do */
        private Uni<Integer> countInParts(List<PastEvent> events, boolean inBulk) {
            if (events.isEmpty()) {
                return Uni.createFrom().item(0);
            }
            return Panache.withTransaction(() -> count(events, inBulk))
                    .replaceWith(0)
                    .onFailure(failure -> !Faults.willPass(failure) && !(failure instanceof Overtaken))
                    .recoverWithUni(failure -> events.size() == 1
                            ? Uni.createFrom().item(1)
                            : countInParts(events.subList(0, events.size() / 2), inBulk)
                                    .chain(failed -> countInParts(
                                                    events.subList(events.size() / 2, events.size()), inBulk)
                                            .map(more -> failed + more)));
        }

        private Uni<Void> count(List<PastEvent> events, boolean inBulk) {
            return rebuilds.requireMine(worker, rebuild.id())
                    .chain(() -> call("set_config('samverka.bulk', '%s', true)".formatted(inBulk ? "on" : "off")))
                    .chain(() -> firstTold(events))
                    .chain(fresh -> counting.participants(of(ParticipantEvent.class, fresh), Generation.next)
                            .chain(() -> counting.sessions(of(SessionEvent.class, fresh), Generation.next))
                            .chain(() -> counting.evaluation(of(EvaluationEvent.class, fresh), Generation.next)));
        }

        private static Uni<List<Event>> firstTold(List<PastEvent> events) {
            Map<UUID, Event> named = new LinkedHashMap<>();
            events.forEach(event -> named.putIfAbsent(event.name(), event.event()));
            return Panache.getSession()
                    .chain(session -> session.createNativeQuery("""
                        insert into statistics_next.seen (id) select unnest(cast(:names as uuid[]))
                        on conflict do nothing returning id
                        """, UUID.class)
                            .setParameter(
                                    "names", named.keySet().stream().sorted().toArray(UUID[]::new))
                            .getResultList())
                    .map(Set::copyOf)
                    .map(fresh -> named.entrySet().stream()
                            .filter(event -> fresh.contains(event.getKey()))
                            .map(Map.Entry::getValue)
                            .toList());
        }

        private static <T> List<T> of(Class<T> type, List<Event> events) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        /** What the others have counted is in the log by now, and they count no more until this is done. */
        private Uni<Void> switchOver() {
            return Panache.withTransaction(() -> counting.takeTurn()
                    .chain(this::readTheLast)
                    .chain(() -> call("statistics.switch_over('%s', '%s')".formatted(rebuild.id(), worker))));
        }

        private Uni<Void> readTheLast() {
            return blocking(log::end)
                    .chain(end -> repeated(() -> Uni.createFrom()
                            .deferred(() -> log.read() >= end
                                    ? Uni.createFrom().item(false)
                                    : blocking(log::next)
                                            .chain(this::countTheLast)
                                            .replaceWith(true))));
        }

        private Uni<Void> countTheLast(Told told) {
            return count(told.events(), false)
                    .invoke(() -> rebuild = rebuild.at(log.read(), log.positions(), told.unreadable()));
        }
    }
}
