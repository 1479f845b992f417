package org.samverka.testing;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A CloudEvent 1.0 with JSON data; publish the same one twice to redeliver it. */
public record CloudEvent(String id, String source, String type, Instant time, String data) {

    /** With a random id, from {@code urn:samverka:test}, of now. */
    public static CloudEvent of(String type, String data) {
        return new CloudEvent(UUID.randomUUID().toString(), "urn:samverka:test", type, Instant.now(), data);
    }

    public CloudEvent from(String otherSource) {
        return new CloudEvent(id, otherSource, type, time, data);
    }

    /** Kafka's binary mode. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id);
        headers.put("ce_source", source);
        headers.put("ce_type", type);
        headers.put("ce_time", time.toString());
        headers.put("content-type", "application/json");
        return headers;
    }
}
