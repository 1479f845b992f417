package org.samverka.contracts.delivery;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Writes to Kafka through the producer of the channel {@code outbox}: records leave in the order given, all at once, and
 * the answer comes when Kafka has acknowledged every one.
 */
@ApplicationScoped
class EventLog {
    static final String CHANNEL = "outbox";

    private final KafkaClientService clients;

    /** The emitter is what makes the framework create, check and close the channel's producer; ordered sending bypasses it. */
    @SuppressWarnings("UnusedVariable")
    private final MutinyEmitter<byte[]> channel;

    EventLog(KafkaClientService clients, @Channel(CHANNEL) MutinyEmitter<byte[]> channel) {
        this.clients = clients;
        this.channel = channel;
    }

    Uni<Void> write(List<ProducerRecord<String, byte[]>> records) {
        if (records.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        KafkaProducer<String, byte[]> producer = clients.getProducer(CHANNEL);
        var acknowledged = new Acknowledgments(records.size());
        Consumer<Producer<String, byte[]>> sending =
                kafka -> records.forEach(record -> kafka.send(record, acknowledged));
        return producer.runOnSendingThread(sending)
                .chain(() -> Uni.createFrom().completionStage(acknowledged.all))
                .emitOn(where(Vertx.currentContext()));
    }

    /** Comes true when Kafka has answered for each of so many records, and fails if it did not take one of them. */
    private static final class Acknowledgments implements Callback {
        private final CompletableFuture<Void> all = new CompletableFuture<>();
        private final AtomicInteger missing;
        private volatile @Nullable Exception failure;

        Acknowledgments(int records) {
            missing = new AtomicInteger(records);
        }

        @Override
        public void onCompletion(RecordMetadata taken, @Nullable Exception refused) {
            if (refused != null) {
                failure = refused;
            }
            if (missing.decrementAndGet() == 0) {
                Exception why = failure;
                if (why == null) {
                    all.complete(null);
                } else {
                    all.completeExceptionally(why);
                }
            }
        }
    }

    /** Kafka acknowledges on a thread of its own; the caller goes on where it was. */
    private static Executor where(@Nullable Context context) {
        return context == null ? Runnable::run : then -> context.runOnContext(ignored -> then.run());
    }
}
