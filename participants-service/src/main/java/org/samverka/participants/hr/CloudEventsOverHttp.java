package org.samverka.participants.hr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.jackson.JsonFormat;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.StorableText;

/** CloudEvents 1.0 in an HTTP request: one as JSON, one in the headers, or many as a JSON array. */
final class CloudEventsOverHttp {
    static final String SINGLE = "application/cloudevents+json";
    static final String BATCH = "application/cloudevents-batch+json";

    static final int MOST_EVENTS = 1000;
    static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final String PREFIX = "ce-";
    private static final EventFormat FORMAT = new JsonFormat();
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private CloudEventsOverHttp() {}

    /** What stands in one place of a request. */
    record Sent(@Nullable CloudEvent event, List<Invalid.Error> errors) {}

    static List<Sent> read(String contentType, MultivaluedMap<String, String> headers, byte[] body) {
        if (body.length > MOST_BYTES) {
            throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
        }
        if (contentType.startsWith(BATCH)) {
            return batch(body);
        }
        return List.of(new Sent(contentType.startsWith(SINGLE) ? event(body, "") : binary(headers, body), List.of()));
    }

    private static List<Sent> batch(byte[] body) {
        JsonNode array = json(body);
        if (!array.isArray()) {
            throw new Invalid("/", "array", "A batch is an array of CloudEvents");
        }
        if (array.size() > MOST_EVENTS) {
            throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
        }
        var sent = new ArrayList<Sent>(array.size());
        for (int i = 0; i < array.size(); i++) {
            sent.add(sent(bytes(array.get(i)), "/" + i));
        }
        return sent;
    }

    private static Sent sent(byte[] json, String pointer) {
        try {
            return new Sent(event(json, pointer), List.of());
        } catch (Invalid e) {
            return new Sent(null, e.errors());
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ClientErrorException(Status.BAD_REQUEST, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The library has many ways to say that it cannot read something. */
    private static CloudEvent event(byte[] json, String pointer) {
        @Nullable CloudEvent event;
        try {
            event = FORMAT.deserialize(json);
        } catch (RuntimeException e) {
            throw notACloudEvent(pointer);
        }
        if (event == null) {
            throw notACloudEvent(pointer);
        }
        return storable(event, pointer);
    }

    private static CloudEvent storable(CloudEvent event, String pointer) {
        Stream.concat(event.getAttributeNames().stream(), event.getExtensionNames().stream())
                .filter(name -> !StorableText.is(Objects.toString(value(event, name), "")))
                .findFirst()
                .ifPresent(name -> {
                    throw new Invalid(pointer + "/" + name, "unreadable-value", "A character in it cannot be stored");
                });
        return event;
    }

    private static @Nullable Object value(CloudEvent event, String name) {
        return event.getAttributeNames().contains(name) ? event.getAttribute(name) : event.getExtension(name);
    }

    private static CloudEvent binary(MultivaluedMap<String, String> headers, byte[] body) {
        if (!"1.0".equals(headers.getFirst(PREFIX + "specversion"))) {
            throw new Invalid("/specversion", "not-a-cloudevent", "Send the header ce-specversion: 1.0");
        }
        try {
            CloudEventBuilder event = CloudEventBuilder.v1().withData("application/json", body);
            headers.forEach((name, values) -> attribute(event, name.toLowerCase(Locale.ROOT), values.get(0)));
            return storable(event.build(), "");
        } catch (Invalid e) {
            throw e;
        } catch (RuntimeException e) {
            throw notACloudEvent("");
        }
    }

    private static void attribute(CloudEventBuilder event, String header, String encoded) {
        if (!header.startsWith(PREFIX)) {
            return;
        }
        String value = URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8);
        String name = header.substring(PREFIX.length());
        switch (name) {
            case "specversion", "datacontenttype" -> {}
            case "id" -> event.withId(value);
            case "source" -> event.withSource(URI.create(value));
            case "type" -> event.withType(value);
            case "subject" -> event.withSubject(value);
            case "time" -> event.withTime(OffsetDateTime.parse(value));
            case "dataschema" -> event.withDataSchema(URI.create(value));
            default -> event.withExtension(name, value);
        }
    }

    private static Invalid notACloudEvent(String pointer) {
        return new Invalid(pointer, "not-a-cloudevent", "A CloudEvent 1.0 has specversion, id, source and type");
    }
}
