package org.samverka.participants.hr;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.HrEvent;
import org.samverka.contracts.Topic;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;
import org.samverka.contracts.delivery.Received;
import org.samverka.participants.hr.Verdicts.Verdict;

/**
 * Takes in HR events that do not come over Kafka: held against the same schemas, through the same inbox, with the same
 * effects, all in one transaction. Whoever sent them is told what became of each; what is turned away is not kept.
 */
@ApplicationScoped
class Ingress {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HrEvents hrEvents;
    private final Inbox inbox;
    private final Partners partners;
    private final HrEventReader strict;
    private final EventReader<HrEvent> again;
    private final Clock clock;

    Ingress(HrEvents hrEvents, Inbox inbox, Partners partners, HrEventReader strict, EventJson json, Clock clock) {
        this.hrEvents = hrEvents;
        this.inbox = inbox;
        this.partners = partners;
        this.strict = strict;
        this.again = EventReader.tolerant(HrEvent.class, json);
        this.clock = clock;
    }

    /** An event that could be read, and what it came as. */
    private record Readable(CloudEvent event, Received<HrEvent> received) {}

    /**
     * What became of each, in their order.
     *
     * @param within the organizations that the sender speaks for, or none for all
     */
    Uni<List<Verdict>> take(List<CloudEvent> events, @Nullable Set<String> within) {
        var verdicts = new Verdicts();
        return onAWorker(() -> read(events, verdicts))
                .chain(readable -> allowed(readable, within, verdicts))
                .chain(allowed -> receive(allowed, verdicts))
                .replaceWith(() -> verdicts.of(events))
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> new TimeoutException("The events wait for something that does not answer"));
    }

    /** Holding many events against their schemas takes longer than an event loop may be kept. */
    private static <T> Uni<T> onAWorker(java.util.concurrent.Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() ->
                        Vertx.currentContext().executeBlocking(work, false).toCompletionStage());
    }

    private List<Readable> read(List<CloudEvent> events, Verdicts verdicts) {
        var readable = new ArrayList<Readable>();
        for (CloudEvent event : events) {
            if (verdicts.isNew(event)) {
                strict.read(event, clock.instant())
                        .ifReadable(received -> readable.add(new Readable(event, received)))
                        .orElse(refusal -> verdicts.reject(event, refusal));
            }
        }
        return readable;
    }

    /** Judged before the inbox, so that a corrected event may come again under its name. */
    private Uni<List<Readable>> allowed(List<Readable> readable, @Nullable Set<String> within, Verdicts verdicts) {
        if (readable.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Intake intake = Intake.of(
                readable.stream().map(Readable::received).toList(),
                clock.instant(),
                (event, reason, detail) -> verdicts.reject(event, reason, detail));
        return Panache.withSession(() -> partners.check(intake, within))
                .map(checked -> readable.stream()
                        .filter(each -> !verdicts.isRejected(each.event()))
                        .toList());
    }

    private Uni<Void> receive(List<Readable> allowed, Verdicts verdicts) {
        if (allowed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return inbox.receive(HrEvents.CONSUMER, again, records(allowed), batch -> apply(batch, verdicts));
    }

    private Uni<Void> apply(Batch<HrEvent> batch, Verdicts verdicts) {
        verdicts.begin(batch.events());
        return hrEvents.takeIn(batch, verdicts::reject).invoke(() -> verdicts.accept(batch.events()));
    }

    private ConsumerRecords<String, byte[]> records(List<Readable> allowed) {
        var partition = new TopicPartition(Topic.HR.wireName(), 0);
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>(allowed.size());
        for (Readable each : allowed) {
            records.add(record(partition, records.size(), each));
        }
        return new ConsumerRecords<>(Map.of(partition, records), Map.of());
    }

    private ConsumerRecord<String, byte[]> record(TopicPartition partition, int offset, Readable each) {
        ProducerRecord<String, byte[]> written = KafkaMessageFactory.<String>createWriter(
                        partition.topic(), each.received().key())
                .writeBinary(each.event());
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                each.received().time().toEpochMilli(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                written.key(),
                written.value(),
                written.headers(),
                Optional.empty());
    }
}
