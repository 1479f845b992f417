package org.samverka.contracts.delivery;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.producer.ProducerRecord;
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
        return Uni.join()
                .all(records.stream().map(producer::send).toList())
                .andCollectFailures()
                .replaceWithVoid()
                .emitOn(where(Vertx.currentContext()));
    }

    /** Kafka acknowledges on a thread of its own; the caller goes on where it was. */
    private static Executor where(@Nullable Context context) {
        return context == null ? Runnable::run : then -> context.runOnContext(ignored -> then.run());
    }
}
