package org.samverka.reporting.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.webhook.Queue.Next;
import org.samverka.reporting.webhook.Retries.Answer;

/**
 * Sends what is due, to several endpoints at once and to each one message after the other: who is slow or away holds up
 * nobody else. Nothing in the database is locked meanwhile; an endpoint is lent for a while, and if the process dies it
 * is sent to again, under the same webhook-id.
 */
@ApplicationScoped
class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final int AT_ONCE = 16;
    private static final int IN_A_ROW = 50;

    private final Queue queue;
    private final Line line;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Semaphore lanes = new Semaphore(AT_ONCE);

    Dispatcher(Queue queue, Line line, MeterRegistry metrics, Clock clock) {
        this.queue = queue;
        this.line = line;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Each second anew, also while some are still being sent to. */
    @Scheduled(every = "1s", skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> send() {
        int free = lanes.drainPermits();
        if (free == 0) {
            return Uni.createFrom().voidItem();
        }
        return queue.lend(free)
                .onFailure()
                .invoke(failure -> lanes.release(free))
                .invoke(lent -> lanes.release(free - lent.size()))
                .chain(this::serveAll)
                .onFailure()
                .invoke(Dispatcher::complain)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Void> serveAll(List<UUID> endpoints) {
        return Multi.createFrom()
                .iterable(endpoints)
                .onItem()
                .transformToUni(this::serve)
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> serve(UUID endpoint) {
        return Uni.createFrom()
                .deferred(() -> sendNext(endpoint))
                .repeat()
                .atMost(IN_A_ROW)
                .select()
                .first(more -> more)
                .collect()
                .last()
                .chain(() -> queue.giveBack(endpoint))
                .onFailure()
                .invoke(Dispatcher::complain)
                .onFailure()
                .recoverWithNull()
                .onTermination()
                .invoke(() -> lanes.release())
                .replaceWithVoid();
    }

    private static void complain(Throwable failure) {
        LOG.warnf("Webhooks wait: %s", failure.getClass().getName());
    }

    /** Answers whether there was something to send. */
    private Uni<Boolean> sendNext(UUID endpoint) {
        return queue.next(endpoint)
                .chain(next -> next == null
                        ? Uni.createFrom().item(false)
                        : attempt(next).replaceWith(true));
    }

    private Uni<Void> attempt(Next next) {
        Instant begun = clock.instant();
        return line.post(next.endpoint(), next.message(), next.payload())
                .chain(answer -> record(next, answer, begun, Duration.between(begun, clock.instant())));
    }

    private Uni<Void> record(Next next, Answer answer, Instant begun, Duration took) {
        Duration pause = answer.isTaken() || answer.isGone()
                ? null
                : Retries.OVER_DAYS.pauseAfter(
                        next.tries() + 1, answer, ThreadLocalRandom.current().nextDouble());
        return queue.record(next, answer, pause, begun, took).invoke(() -> count(answer, pause));
    }

    private void count(Answer answer, @Nullable Duration pause) {
        String outcome =
                answer.isTaken() ? "delivered" : answer.isGone() ? "gone" : pause == null ? "failed" : "put-off";
        metrics.counter("samverka.webhooks", "outcome", outcome).increment();
    }
}
