package org.samverka.sessions.planning;

import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Faults;
import org.samverka.sessions.planning.Plan.State;
import org.samverka.sessions.worker.Workers;

/** Searches for the plans that wait, one at a time in each replica, on a worker thread. */
@ApplicationScoped
class Planning {
    private static final Logger LOG = Logger.getLogger(Planning.class);

    private final Plans plans;
    private final Workers workers;
    private final Duration limit;
    private final AtomicReference<@Nullable Running> running = new AtomicReference<>();

    Planning(Plans plans, Workers workers, @ConfigProperty(name = "samverka.planning.limit") Duration limit) {
        this.plans = plans;
        this.workers = workers;
        this.limit = limit;
    }

    /** A search and the best it has found so far. */
    private static final class Running {
        private final UUID plan;
        private final Search search;
        private final long since = System.nanoTime();
        private final HardSoftLongScore first;
        private volatile HardSoftLongScore best;

        Running(UUID plan, Search search, HardSoftLongScore first) {
            this.plan = plan;
            this.search = search;
            this.first = first;
            this.best = first;
        }

        BigDecimal seconds() {
            return BigDecimal.valueOf((System.nanoTime() - since) / 100_000_000, 1);
        }
    }

    @Scheduled(
            every = "${samverka.planning.every:2s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> work() {
        return plans.claim().chain(id -> id == null ? Uni.createFrom().voidItem() : solve(id));
    }

    private Uni<Void> solve(UUID id) {
        return Panache.withSession(() -> plans.known(id)
                        .chain(plan -> plans.taken(plan.wish(), plan.teamsAndRooms())
                                .map(taken -> (Callable<Roster>) () -> search(id, plan.roster(taken)))
                                .map(search -> new Task(plan, search))))
                .chain(task -> workers.run(task.search()).chain(solved -> keep(task.plan(), solved)))
                .onFailure(failure -> !Faults.willPass(failure))
                .recoverWithUni(refusal -> fail(id, refusal))
                .onTermination()
                .invoke(() -> running.set(null));
    }

    private record Task(Plan plan, Callable<Roster> search) {}

    private Roster search(UUID id, Roster first) {
        var search = new Search(limit);
        var now = new Running(id, search, Search.score(first));
        running.set(now);
        return search.improve(first, better -> now.best = better);
    }

    @WithTransaction
    Uni<Void> keep(Plan plan, Roster solved) {
        HardSoftLongScore score = Objects.requireNonNull(solved.score);
        Running done = Objects.requireNonNull(running.get());
        done.best = score;
        return plans.keep(plan.id(), plan.with(solved))
                .chain(() -> tell(done))
                .chain(() -> plans.become(
                        plan.id(), State.proposed, Math.toIntExact(-score.hardScore()), -score.softScore()));
    }

    @WithTransaction
    Uni<Void> fail(UUID id, Throwable refusal) {
        LOG.warnf(refusal, "Plan %s cannot be made", id);
        return plans.become(id, State.failed, null, null);
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> beat() {
        Running now = running.get();
        return now == null ? Uni.createFrom().voidItem() : tell(now);
    }

    private Uni<Void> tell(Running now) {
        return plans.beat(
                now.plan,
                Math.toIntExact(-now.best.hardScore()),
                -now.best.softScore(),
                -now.first.softScore(),
                now.seconds());
    }

    /** A search that is going on comes to its end with what it has, or is taken up by another replica. */
    @PreDestroy
    void stop() {
        Running now = running.get();
        if (now != null) {
            now.search.stop();
        }
    }
}
