package org.samverka.participants.hr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.samverka.testing.EventLog;

/** A partner's feed, as it is written down; every event has a time of its own unless it is given one. */
final class HrFeed implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    final String source;
    final String organization;
    private final EventLog log = EventLog.of("samverka.hr.v1");
    private final List<Message> messages = new ArrayList<>();

    record Message(String key, String id, String type, Instant time, String sequence, String data) {}

    HrFeed(String organization) {
        this.organization = organization;
        this.source = "urn:partner:" + organization;
    }

    List<Message> messages() {
        return messages;
    }

    /** @param values what stands for each {@code %s}, as JSON */
    Message write(String type, String key, String data, @Nullable Object... values) {
        int n = messages.size();
        var message = new Message(
                key,
                "%s-%05d".formatted(organization, n),
                "org.samverka.hr." + type + ".v1",
                BEGINNING.plusSeconds(n / 3),
                "%08d".formatted(n),
                data.formatted(Arrays.stream(values).map(HrFeed::json).toArray()));
        messages.add(message);
        return message;
    }

    void publish(List<Message> some) {
        some.forEach(message -> publish(message.key(), message));
    }

    /** With any key, so that related events meet in no order at all. */
    void scatter(List<Message> some, Random random) {
        some.forEach(message -> publish("k" + random.nextInt(), message));
    }

    private void publish(String key, Message message) {
        log.publishRaw(
                key,
                message.data().getBytes(UTF_8),
                Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", message.id(),
                        "ce_source", source,
                        "ce_type", message.type(),
                        "ce_time", message.time().toString(),
                        "ce_sequence", message.sequence(),
                        "content-type", "application/json"));
    }

    EventLog log() {
        return log;
    }

    private static String json(@Nullable Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
