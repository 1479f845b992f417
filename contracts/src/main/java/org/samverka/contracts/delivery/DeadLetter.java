package org.samverka.contracts.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A record that cannot be processed: goes to {@code <topic>.dlq} as it came, with the reason in headers. The reason is a
 * stable code, the detail says where, never what: values may be personal.
 */
record DeadLetter(ConsumerRecord<String, byte[]> record, String reason, String detail) {
    static final String NOT_A_CLOUDEVENT = "not-a-cloudevent";
    static final String NOT_JSON = "not-json";
    static final String UNKNOWN_TYPE = "unknown-type";
    static final String SCHEMA_VIOLATION = "schema-violation";
    static final String PROCESSING_FAILED = "processing-failed";

    ProducerRecord<String, byte[]> forTopic(String consumer, Clock clock) {
        var letter = new ProducerRecord<>(
                record.topic() + ".dlq", null, record.timestamp(), record.key(), record.value(), record.headers());
        Headers headers = letter.headers();
        put(headers, "samverka-dlq-reason", reason);
        put(headers, "samverka-dlq-detail", detail);
        put(headers, "samverka-dlq-consumer", consumer);
        put(headers, "samverka-dlq-topic", record.topic());
        put(headers, "samverka-dlq-partition", Integer.toString(record.partition()));
        put(headers, "samverka-dlq-offset", Long.toString(record.offset()));
        put(headers, "samverka-dlq-time", clock.instant().toString());
        return letter;
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(UTF_8));
    }
}
