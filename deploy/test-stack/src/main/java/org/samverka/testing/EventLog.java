package org.samverka.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * One topic as a test sees it from outside: publish to it, and read it from its beginning. All the tests of a JVM share
 * the topics, so ask for records by their own random keys.
 */
public final class EventLog implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String topic;
    private final Producer<@Nullable String, byte @Nullable []> producer;

    private EventLog(String topic) {
        this.topic = topic;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", RealStack.kafka(), "acks", "all", "linger.ms", 0),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    public static EventLog of(String topic) {
        return new EventLog(topic);
    }

    /** Returns when Kafka has it. */
    public CloudEvent publish(String key, CloudEvent event) {
        publishRaw(key, event.data().getBytes(UTF_8), event.headers());
        return event;
    }

    public CloudEvent publish(String key, String type, String data) {
        return publish(key, CloudEvent.of(type, data));
    }

    /** A tombstone: a key without a value. */
    public void erase(String key) {
        publishRaw(key, null, Map.of());
    }

    /** Any record at all, such as one that no consumer can read. */
    public void publishRaw(@Nullable String key, byte @Nullable [] value, Map<String, String> headers) {
        ProducerRecord<@Nullable String, byte @Nullable []> message = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
        try {
            producer.send(message).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(topic + " did not take the record", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** All that is in the topic now; within a key in their order. */
    public List<Entry> entries() {
        try (Consumer<@Nullable String, byte @Nullable []> consumer = fromTheBeginning()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            List<Entry> read = new ArrayList<>();
            Instant deadline = Instant.now().plus(PATIENCE);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (Instant.now().isAfter(deadline)) {
                    throw new AssertionError(topic + " could not be read to its end within " + PATIENCE);
                }
                consumer.poll(POLL).forEach(message -> read.add(Entry.of(message)));
            }
            return read;
        }
    }

    /** Waits until at least so many wanted records are in the topic, and returns all it has seen of them. */
    public List<Entry> await(int count, Predicate<Entry> wanted) {
        try (Consumer<@Nullable String, byte @Nullable []> consumer = fromTheBeginning()) {
            List<Entry> found = new ArrayList<>();
            int others = 0;
            Instant deadline = Instant.now().plus(PATIENCE);
            while (found.size() < count) {
                if (Instant.now().isAfter(deadline)) {
                    throw new AssertionError("%s held %d of the %d wanted records (and %d others) after %s: %s"
                            .formatted(topic, found.size(), count, others, PATIENCE, found));
                }
                for (ConsumerRecord<@Nullable String, byte @Nullable []> message : consumer.poll(POLL)) {
                    Entry entry = Entry.of(message);
                    if (wanted.test(entry)) {
                        found.add(entry);
                    } else {
                        others++;
                    }
                }
            }
            return found;
        }
    }

    /** Waits for the first wanted record. */
    public Entry awaitOne(Predicate<Entry> wanted) {
        return await(1, wanted).get(0);
    }

    @Override
    public void close() {
        producer.close();
    }

    private Consumer<@Nullable String, byte @Nullable []> fromTheBeginning() {
        Consumer<@Nullable String, byte @Nullable []> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", RealStack.kafka(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    /** A record of the topic, its headers and value as text; a tombstone has no value. */
    public record Entry(@Nullable String key, @Nullable String value, Map<String, String> headers) {

        private static Entry of(ConsumerRecord<@Nullable String, byte @Nullable []> message) {
            Map<String, String> headers = new LinkedHashMap<>();
            message.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
            byte[] value = message.value();
            return new Entry(message.key(), value == null ? null : new String(value, UTF_8), headers);
        }

        /** The CloudEvent's id, or empty. */
        public String id() {
            return headers.getOrDefault("ce_id", "");
        }

        /** The CloudEvent's type, or empty. */
        public String type() {
            return headers.getOrDefault("ce_type", "");
        }

        /** The value read as JSON. */
        public JsonNode data() {
            try {
                return JSON.readTree(value == null ? "null" : value);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + value, e);
            }
        }
    }
}
