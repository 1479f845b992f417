package org.samverka.stack.demo.hr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.samverka.contracts.Topic;

/** What was put aside from the HR feed, read from the beginning. */
public final class DeadLetters {
    private static final Duration POLL = Duration.ofMillis(200);

    private final String kafka;

    public DeadLetters(String kafka) {
        this.kafka = kafka;
    }

    /** The reasons that were given for the records with these keys, once all are there or patience has ended. */
    public Map<String, String> reasons(List<Poison> poison, Duration patience) {
        Map<String, Poison> wanted = poison.stream().collect(toMap(Poison::key, each -> each));
        Map<String, String> found = new HashMap<>();
        Instant end = Instant.now().plus(patience);
        try (Consumer<String, byte[]> consumer = consumer()) {
            while (found.size() < wanted.size() && Instant.now().isBefore(end)) {
                for (ConsumerRecord<String, byte[]> letter : consumer.poll(POLL)) {
                    if (letter.key() != null && wanted.containsKey(letter.key())) {
                        found.put(letter.key(), reason(letter));
                    }
                }
            }
        }
        return found;
    }

    private Consumer<String, byte[]> consumer() {
        Consumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "enable.auto.commit", "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.HR.deadLetters()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private static String reason(ConsumerRecord<String, byte[]> letter) {
        Header reason = letter.headers().lastHeader("samverka-dlq-reason");
        return reason == null ? "none" : new String(reason.value(), UTF_8);
    }
}
