package org.samverka.contracts.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Event;

/**
 * Reads CloudEvents 1.0, binary or structured, into one family of events. A tolerant reader passes over types it does
 * not know; a strict one holds every record against its JSON Schema and turns unknown types away.
 */
public final class EventReader<E extends Event> {
    private final EventJson json;
    private final @Nullable Schemas schemas;
    private final Map<String, Class<? extends E>> types;

    private EventReader(Class<E> family, EventJson json, @Nullable Schemas schemas) {
        this.json = json;
        this.schemas = schemas;
        this.types = Event.recordsOf(family).stream().collect(Collectors.toMap(Event::typeOf, Function.identity()));
    }

    public static <E extends Event> EventReader<E> tolerant(Class<E> family, EventJson json) {
        return new EventReader<>(family, json, null);
    }

    public static <E extends Event> EventReader<E> strict(Class<E> family, EventJson json, Schemas schemas) {
        return new EventReader<>(family, json, schemas);
    }

    sealed interface Reading<E extends Event> {}

    record Readable<E extends Event>(Received<E> received) implements Reading<E> {}

    record Unknown<E extends Event>(String type) implements Reading<E> {}

    record Unreadable<E extends Event>(DeadLetter letter) implements Reading<E> {}

    Reading<E> read(ConsumerRecord<String, byte[]> record) {
        CloudEvent envelope;
        try {
            envelope = KafkaMessageFactory.createReader(record).toEvent();
        } catch (RuntimeException e) {
            // The library has many ways to say so, and a structured "null" is even a NullPointerException.
            return unreadable(record, DeadLetter.NOT_A_CLOUDEVENT, e.getClass().getSimpleName());
        }
        return read(record, envelope);
    }

    /** What of these can be read, in their order: for whoever reads the log anew, when what cannot is a dead letter already. */
    public List<Received<E>> readable(Iterable<ConsumerRecord<String, byte[]>> records) {
        var readable = new ArrayList<Received<E>>();
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.value() != null && read(record) instanceof Readable<E> reading) {
                readable.add(reading.received());
            }
        }
        return readable;
    }

    private Reading<E> read(ConsumerRecord<String, byte[]> record, CloudEvent envelope) {
        Class<? extends E> type = types.get(envelope.getType());
        if (type == null) {
            return schemas == null
                    ? new Unknown<>(envelope.getType())
                    : unreadable(record, DeadLetter.UNKNOWN_TYPE, "type");
        }
        CloudEventData data = envelope.getData();
        if (data == null) {
            return unreadable(record, DeadLetter.NOT_JSON, "no data");
        }
        try {
            byte[] body = data.toBytes();
            if (schemas == null) {
                return new Readable<>(received(record, envelope, json.read(body, type)));
            }
            JsonNode tree = json.tree(body);
            E event = tree.isObject() ? json.read(tree, type) : json.read(body, type);
            String violations = schemas.violations(envelope.getType(), tree, body);
            return violations.isEmpty()
                    ? new Readable<>(received(record, envelope, event))
                    : unreadable(record, DeadLetter.SCHEMA_VIOLATION, violations);
        } catch (JsonMappingException e) {
            return e.getCause() instanceof StreamReadException malformed
                    ? unreadable(record, DeadLetter.NOT_JSON, place(malformed))
                    : unreadable(record, DeadLetter.SCHEMA_VIOLATION, pointer(e));
        } catch (JsonProcessingException e) {
            return unreadable(record, DeadLetter.NOT_JSON, place(e));
        } catch (IOException | RuntimeException e) {
            // Whatever a parser stumbles over: a record that cannot be read must never stop the others.
            return unreadable(record, DeadLetter.NOT_JSON, e.getClass().getSimpleName());
        }
    }

    private Received<E> received(ConsumerRecord<String, byte[]> record, CloudEvent envelope, E event) {
        OffsetDateTime time = envelope.getTime();
        Object sequence = envelope.getExtension("sequence");
        return new Received<>(
                event,
                Objects.requireNonNullElse(record.key(), ""),
                envelope.getSource().toString(),
                envelope.getId(),
                time == null ? java.time.Instant.ofEpochMilli(record.timestamp()) : time.toInstant(),
                sequence == null ? "" : sequence.toString(),
                traceparent(record, envelope));
    }

    private static @Nullable String traceparent(ConsumerRecord<String, byte[]> record, CloudEvent envelope) {
        Header header = record.headers().lastHeader(Trace.HEADER);
        if (header != null && header.value() != null) {
            return Trace.valid(new String(header.value(), UTF_8));
        }
        Object extension = envelope.getExtension(Trace.HEADER);
        return extension == null ? null : Trace.valid(extension.toString());
    }

    private static <E extends Event> Reading<E> unreadable(
            ConsumerRecord<String, byte[]> record, String reason, String detail) {
        return new Unreadable<>(new DeadLetter(record, reason, detail));
    }

    private static String pointer(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("/", "/", ""));
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? "data"
                : "line %d column %d"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }
}
