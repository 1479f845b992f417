package org.samverka.reporting.rebuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.samverka.contracts.EvaluationEvent;
import org.samverka.contracts.Event;
import org.samverka.contracts.ParticipantEvent;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.Topic;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Received;

/**
 * What statistics are made of, from the beginning of the log or from where somebody stopped, in a consumer group of its own.
 * Blocks, and is used by one thread at a time.
 */
final class PastEvents implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int AT_ONCE = 5000;

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<Topic, EventReader<? extends Event>> readers;
    private final Map<TopicPartition, Long> beginning;
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    /** @param name of the event, wherever in the log it is told again */
    record PastEvent(UUID name, Event event) {}

    /** @param unreadable how many records beside them cannot be read */
    record Told(List<PastEvent> events, int unreadable) {}

    /** @param from by topic and partition; those that are left out from the beginning */
    PastEvents(Map<String, Object> kafka, String group, EventJson json, Map<String, Long> from) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, AT_ONCE);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        readers = Map.of(
                Topic.PARTICIPANTS, EventReader.tolerant(ParticipantEvent.class, json),
                Topic.SESSIONS, EventReader.tolerant(SessionEvent.class, json),
                Topic.EVALUATION, EventReader.tolerant(EvaluationEvent.class, json));
        consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = readers.keySet().stream()
                .flatMap(topic -> consumer.partitionsFor(topic.wireName()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        beginning = consumer.beginningOffsets(partitions);
        beginning.forEach((partition, first) -> {
            long next = Math.max(first, from.getOrDefault(partition.toString(), 0L));
            positions.put(partition, next);
            consumer.seek(partition, next);
        });
    }

    /** What comes next, in the order of its partitions; nothing where there is no more for now. */
    Told next() {
        ConsumerRecords<String, byte[]> records = consumer.poll(PATIENCE);
        List<PastEvent> events = new ArrayList<>();
        int unreadable = 0;
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<String, byte[]>> told = records.records(partition);
            EventReader<? extends Event> reader = Objects.requireNonNull(readers.get(Topic.of(partition.topic())));
            List<? extends Received<? extends Event>> readable = reader.readable(told);
            readable.forEach(received -> events.add(new PastEvent(name(partition, received), received.event())));
            unreadable += told.size() - readable.size();
        }
        positions.replaceAll((partition, known) -> consumer.position(partition));
        return new Told(events, unreadable);
    }

    private static UUID name(TopicPartition partition, Received<? extends Event> received) {
        return UUID.nameUUIDFromBytes(
                (partition.topic() + '\n' + received.source() + '\n' + received.id()).getBytes(UTF_8));
    }

    /** Where the log ends now, as a number of records from its beginning. */
    long end() {
        return sum(consumer.endOffsets(positions.keySet())) - sum(beginning);
    }

    long read() {
        return sum(positions) - sum(beginning);
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Long> positions() {
        Map<String, Long> named = new TreeMap<>();
        positions.forEach((partition, next) -> named.put(partition.toString(), next));
        return named;
    }

    /** So that whoever watches consumer groups sees how far it is. */
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((partition, next) -> offsets.put(partition, new OffsetAndMetadata(next)));
        consumer.commitAsync(offsets, null);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
