package org.samverka.participants.hr;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Faults;
import org.samverka.participants.hr.DeadLetters.Arrived;

/** Keeps the feed's dead letters where they can be looked at. Whatever they hold, none stops the others. */
@ApplicationScoped
class DeadLetterEvents {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int LONGEST_TEXT = 500;
    private static final String PREFIX = "samverka-dlq-";

    private final DeadLetters letters;

    DeadLetterEvents(DeadLetters letters) {
        this.letters = letters;
    }

    @Incoming("hr-dead-letters")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        var arrived = new ArrayList<Arrived>();
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.value() != null) {
                arrived.add(letter(record));
            }
        }
        return Uni.createFrom()
                .deferred(() -> letters.keep(arrived))
                .onFailure(Faults::willPass)
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .indefinitely();
    }

    private static Arrived letter(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = headers(record);
        CloudEvent event = event(record);
        String time = headers.getOrDefault(PREFIX + "time", "");
        return new Arrived(
                DeadLetters.id("%s-%d@%d %s".formatted(record.topic(), record.partition(), record.offset(), time)),
                headers.getOrDefault(PREFIX + "reason", "unknown"),
                headers.getOrDefault(PREFIX + "detail", ""),
                event == null ? null : text(event.getSource().toString()),
                event == null ? null : text(event.getId()),
                event == null ? null : text(event.getType()),
                record.key() == null ? null : text(record.key()),
                headers,
                record.value(),
                instant(time, record.timestamp()));
    }

    private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        var headers = new LinkedHashMap<String, String>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(text(header.key()), text(new String(header.value(), UTF_8)));
            }
        }
        return headers;
    }

    /** None where it is no event: the library has many ways to say so. */
    private static @Nullable CloudEvent event(ConsumerRecord<String, byte[]> record) {
        try {
            return KafkaMessageFactory.createReader(record).toEvent();
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static Instant instant(String time, long otherwise) {
        try {
            return Instant.parse(time);
        } catch (DateTimeParseException e) {
            return Instant.ofEpochMilli(otherwise);
        }
    }

    /** PostgreSQL stores no NUL. */
    private static String text(String any) {
        String clean = Objects.requireNonNull(any).replace("\0", "");
        return clean.length() > LONGEST_TEXT ? clean.substring(0, LONGEST_TEXT) : clean;
    }
}
