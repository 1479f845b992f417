package org.samverka.contracts.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Event;
import org.samverka.contracts.delivery.EventReader.Readable;
import org.samverka.contracts.delivery.EventReader.Reading;
import org.samverka.contracts.delivery.EventReader.Unknown;
import org.samverka.contracts.delivery.EventReader.Unreadable;

/**
 * Lets every event take effect once: what a poll brought is applied in one transaction together with the events' names
 * (CloudEvent source and id), so a redelivered one changes nothing. A record that cannot be processed becomes a dead
 * letter, alone; a fault that passes, such as the database being away, is waited out and never dead-letters anything.
 */
@ApplicationScoped
public class Inbox {
    private static final Logger LOG = Logger.getLogger(Inbox.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final EventLog log;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final int keptDays;
    private final AtomicInteger waiting;

    Inbox(
            EventLog log,
            MeterRegistry metrics,
            Clock clock,
            @ConfigProperty(name = "samverka.inbox.kept-days", defaultValue = "30") int keptDays) {
        this.log = log;
        this.metrics = metrics;
        this.clock = clock;
        this.keptDays = keptDays;
        this.waiting = metrics.gauge("samverka.inbox.waiting", new AtomicInteger());
    }

    /** What a batch does, inside the transaction. */
    @FunctionalInterface
    public interface Effect<E extends Event> extends Function<Batch<E>, Uni<Void>> {}

    /** @param consumer a stable name: each consumer sees every event once */
    public <E extends Event> Uni<Void> receive(
            String consumer, EventReader<E> reader, ConsumerRecords<String, byte[]> records, Effect<E> effect) {
        var arrived = new LinkedHashMap<UUID, Arrival<E>>();
        var unreadable = new ArrayList<DeadLetter>();
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.value() == null) {
                if (record.key() != null) {
                    arrived.put(name(consumer, record), new Arrival<>(record, null));
                }
                continue;
            }
            Reading<E> reading = reader.read(record);
            if (reading instanceof Readable<E> readable) {
                Received<E> received = readable.received();
                if (arrived.putIfAbsent(name(consumer, received), new Arrival<>(record, received)) != null) {
                    count(consumer, "duplicate", 1);
                }
            } else if (reading instanceof Unreadable<E> letter) {
                unreadable.add(letter.letter());
            } else if (reading instanceof Unknown<E>) {
                count(consumer, "unknown-type", 1);
            }
        }
        return waitingOutFaults(consumer, () -> bury(consumer, unreadable))
                .chain(() -> apply(consumer, new Arrived<>(arrived), effect));
    }

    /** By name, in the order of their partitions. */
    private record Arrived<E extends Event>(Map<UUID, Arrival<E>> all) {
        boolean isSingle() {
            return all.size() == 1;
        }

        List<Arrived<E>> halves() {
            List<UUID> names = List.copyOf(all.keySet());
            int middle = names.size() / 2;
            return List.of(part(names.subList(0, middle)), part(names.subList(middle, names.size())));
        }

        private Arrived<E> part(List<UUID> names) {
            var part = new LinkedHashMap<UUID, Arrival<E>>();
            names.forEach(name -> part.put(name, all.get(name)));
            return new Arrived<>(part);
        }
    }

    /** Tries the whole, and where that fails for good the halves, down to the one record that is at fault. */
    private <E extends Event> Uni<Void> apply(String consumer, Arrived<E> arrived, Effect<E> effect) {
        if (arrived.all().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return waitingOutFaults(consumer, () -> applyOnce(consumer, arrived, effect))
                .onFailure()
                .recoverWithUni(failure -> arrived.isSingle()
                        ? waitingOutFaults(consumer, () -> bury(consumer, List.of(poison(arrived, failure))))
                        : applyHalves(consumer, arrived.halves(), effect));
    }

    private <E extends Event> Uni<Void> applyHalves(String consumer, List<Arrived<E>> halves, Effect<E> effect) {
        return apply(consumer, halves.get(0), effect).chain(() -> apply(consumer, halves.get(1), effect));
    }

    private <E extends Event> Uni<Void> applyOnce(String consumer, Arrived<E> arrived, Effect<E> effect) {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> firstTimers(session, arrived.all().keySet()))
                .chain(first -> applyFirst(consumer, arrived, first, effect)));
    }

    private <E extends Event> Uni<Void> applyFirst(
            String consumer, Arrived<E> arrived, Set<UUID> first, Effect<E> effect) {
        List<Arrival<E>> fresh = arrived.all().entrySet().stream()
                .filter(entry -> first.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        var batch = new Batch<>(fresh);
        Uni<Void> applied = fresh.isEmpty() ? Uni.createFrom().voidItem() : effect.apply(batch);
        return applied.chain(() -> bury(consumer, batch.rejected()))
                .invoke(() -> count(
                        consumer,
                        "applied",
                        fresh.size() - batch.tombstones() - batch.rejected().size()))
                .invoke(() -> count(consumer, "tombstone", batch.tombstones()))
                .invoke(() -> count(consumer, "duplicate", arrived.all().size() - fresh.size()));
    }

    private static Uni<Set<UUID>> firstTimers(Mutiny.Session session, Set<UUID> names) {
        return session.createNativeQuery(
                        "insert into inbox (id) select unnest(cast(:names as uuid[])) on conflict do nothing returning id",
                        UUID.class)
                .setParameter("names", names.stream().sorted().toArray(UUID[]::new))
                .getResultList()
                .map(Set::copyOf);
    }

    private static <E extends Event> DeadLetter poison(Arrived<E> arrived, Throwable failure) {
        Arrival<E> arrival = arrived.all().values().iterator().next();
        LOG.errorf(failure, "An event of type %s cannot be processed", arrival.type());
        return new DeadLetter(arrival.record(), DeadLetter.PROCESSING_FAILED, Faults.nameOf(failure));
    }

    private Uni<Void> bury(String consumer, List<DeadLetter> letters) {
        return log.write(letters.stream()
                        .map(letter -> letter.forTopic(consumer, clock))
                        .toList())
                .invoke(() -> letters.forEach(letter -> count(consumer, letter.reason(), 1)));
    }

    /** Each attempt runs where the record arrived: a database session belongs to its event loop. */
    private Uni<Void> waitingOutFaults(String consumer, Supplier<Uni<Void>> attempt) {
        Context context = Vertx.currentContext();
        var hindered = new Hindered(consumer);
        return Uni.createFrom()
                .deferred(attempt::get)
                .runSubscriptionOn(run -> runOn(context, run))
                .onFailure(Faults::willPass)
                .invoke(hindered::by)
                .onFailure(Faults::willPass)
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .indefinitely()
                .eventually(hindered::over);
    }

    private static void runOn(@Nullable Context context, Runnable run) {
        if (context == null || context == Vertx.currentContext()) {
            run.run();
        } else {
            context.runOnContext(ignored -> run.run());
        }
    }

    /** Says once that a consumer waits, and counts it among the waiting until it is through. */
    private final class Hindered {
        private final String consumer;
        private volatile boolean waits;

        private Hindered(String consumer) {
            this.consumer = consumer;
        }

        private void by(Throwable fault) {
            if (!waits) {
                waits = true;
                waiting.incrementAndGet();
                LOG.warnf("Consumer %s waits for a fault to pass: %s", consumer, Faults.nameOf(fault));
            }
        }

        private void over() {
            if (waits) {
                waits = false;
                waiting.decrementAndGet();
                LOG.infof("Consumer %s goes on", consumer);
            }
        }
    }

    /** A name is kept for as long as its event might be delivered again. */
    @Scheduled(every = "1h", delayed = "7m", skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> forget() {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from inbox where received_at < current_timestamp - make_interval(days => :days)")
                        .setParameter("days", keptDays)
                        .executeUpdate())
                .replaceWithVoid());
    }

    private void count(String consumer, String outcome, int events) {
        metrics.counter("samverka.inbox.events", "consumer", consumer, "outcome", outcome)
                .increment(events);
    }

    private static UUID name(String consumer, Received<?> received) {
        return digest(consumer + '\n' + received.source() + '\n' + received.id());
    }

    /** A tombstone is no CloudEvent: its place in the log names it. Taken twice, it would erase what came after it. */
    private static UUID name(String consumer, ConsumerRecord<String, byte[]> tombstone) {
        return digest("%s\n%s-%d@%d\n%d"
                .formatted(
                        consumer, tombstone.topic(), tombstone.partition(), tombstone.offset(), tombstone.timestamp()));
    }

    private static UUID digest(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
            ByteBuffer bits = ByteBuffer.wrap(digest);
            return new UUID(bits.getLong(), bits.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
