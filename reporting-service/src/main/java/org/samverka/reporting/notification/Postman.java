package org.samverka.reporting.notification;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is pending, a batch at a time, on several connections to the mail server. A batch is locked while it is
 * sent, so replicas share the work. What the server does not take now is tried again after growing pauses; what it
 * refuses for good is not. If the process dies between the server's yes and the commit, a letter leaves once more, under
 * the same Message-ID.
 */
@ApplicationScoped
class Postman {
    private static final Logger LOG = Logger.getLogger(Postman.class);
    private static final int BATCH = 100;
    private static final int AT_ONCE = 8;

    private final NotificationRole role;
    private final Mailbag mailbag;
    private final Courier courier;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Duration oldest;
    private final int perDay;
    private volatile boolean hindered;

    Postman(
            NotificationRole role,
            Mailbag mailbag,
            Courier courier,
            MeterRegistry metrics,
            Clock clock,
            @ConfigProperty(name = "samverka.notification.oldest") Duration oldest,
            @ConfigProperty(name = "samverka.notification.per-day") int perDay) {
        this.role = role;
        this.mailbag = mailbag;
        this.courier = courier;
        this.metrics = metrics;
        this.clock = clock;
        this.oldest = oldest;
        this.perDay = perDay;
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> deliver() {
        return untilNothingIsLeft(this::deliverBatch)
                .chain(() -> untilNothingIsLeft(this::deliverGathered))
                .invoke(() -> hindered = false)
                .onFailure()
                .invoke(this::complainOnce)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** @param some in a transaction; answers whether there may be more to send at once */
    private Uni<Void> untilNothingIsLeft(Function<SqlConnection, Uni<Boolean>> some) {
        return Uni.createFrom()
                .deferred(() -> role.within(some))
                .repeat()
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private void complainOnce(Throwable fault) {
        if (!hindered) {
            hindered = true;
            LOG.warnf("Notifications wait: %s", fault.getClass().getName());
        }
    }

    private Uni<Boolean> deliverBatch(SqlConnection connection) {
        return mailbag.due(connection, BATCH)
                .chain(this::sendAllowed)
                .call(outcomes -> mailbag.record(connection, outcomes))
                .invoke(outcomes -> outcomes.forEach(this::count))
                .map(outcomes -> outcomes.size() == BATCH && !outcomes.stream().allMatch(Postman::serverIsAway));
    }

    private static boolean serverIsAway(Outcome outcome) {
        return outcome.isPutOff() && outcome.tried();
    }

    private Uni<List<Outcome>> sendAllowed(List<Pending> batch) {
        var sorted = sorted(batch, policy()::against);
        return Multi.createFrom()
                .iterable(sorted.allowed())
                .onItem()
                .transformToUni(courier::send)
                .merge(AT_ONCE)
                .collect()
                .asList()
                .map(sorted::with);
    }

    private Uni<Boolean> deliverGathered(SqlConnection connection) {
        return mailbag.gatheredForOne(connection)
                .chain(this::sendTogether)
                .call(outcomes -> mailbag.record(connection, outcomes))
                .invoke(outcomes -> outcomes.forEach(this::count))
                .map(outcomes -> !outcomes.isEmpty());
    }

    private Uni<List<Outcome>> sendTogether(List<Pending> gathered) {
        var sorted = sorted(gathered, policy()::againstGathered);
        return sorted.allowed().isEmpty()
                ? Uni.createFrom().item(sorted.others())
                : courier.sendTogether(sorted.allowed()).map(sorted::with);
    }

    private Policy policy() {
        return Policy.of(clock.instant(), oldest, perDay);
    }

    /** @param others what becomes of those that are not sent now */
    private record Sorted(List<Pending> allowed, List<Outcome> others) {
        List<Outcome> with(List<Outcome> sent) {
            List<Outcome> all = new ArrayList<>(others);
            all.addAll(sent);
            return all;
        }
    }

    private static Sorted sorted(List<Pending> pending, Function<Pending, @Nullable Outcome> against) {
        var sorted = new Sorted(new ArrayList<>(), new ArrayList<>());
        pending.forEach(each -> {
            Outcome outcome = against.apply(each);
            if (outcome == null) {
                sorted.allowed().add(each);
            } else {
                sorted.others().add(outcome);
            }
        });
        return sorted;
    }

    private void count(Outcome outcome) {
        metrics.counter(
                        "samverka.notifications",
                        "kind",
                        outcome.kind().key(),
                        "outcome",
                        outcome.isPutOff() ? "put-off" : outcome.state().name())
                .increment();
    }
}
