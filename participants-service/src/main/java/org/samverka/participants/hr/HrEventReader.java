package org.samverka.participants.hr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Event;
import org.samverka.contracts.HrEvent;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.Received;
import org.samverka.contracts.delivery.Schemas;
import org.samverka.contracts.rest.Invalid;

/** Reads an HR event as strictly as the feed does, and says where it is wrong: never what it says there. */
@ApplicationScoped
class HrEventReader {
    private final EventJson json;
    private final Schemas schemas;
    private final Map<String, Class<? extends HrEvent>> types =
            Event.recordsOf(HrEvent.class).stream().collect(Collectors.toMap(Event::typeOf, Function.identity()));

    HrEventReader(EventJson json, Schemas schemas) {
        this.json = json;
        this.schemas = schemas;
    }

    /** Why an event is turned away. */
    record Refusal(String code, List<Invalid.Error> errors) {
        static Refusal at(String code, String pointer, String detail) {
            return new Refusal(code, List.of(new Invalid.Error(pointer, code, detail)));
        }
    }

    /** One of the two. */
    record Reading(
            @Nullable Received<HrEvent> received, @Nullable Refusal refusal) {
        Reading ifReadable(Consumer<Received<HrEvent>> then) {
            if (received != null) {
                then.accept(received);
            }
            return this;
        }

        void orElse(Consumer<Refusal> then) {
            if (refusal != null) {
                then.accept(refusal);
            }
        }

        private static Reading refused(String code, String pointer, String detail) {
            return new Reading(null, Refusal.at(code, pointer, detail));
        }
    }

    /** @param arrived stands in for a time that the event does not have */
    Reading read(CloudEvent event, Instant arrived) {
        Class<? extends HrEvent> type = types.get(event.getType());
        CloudEventData data = event.getData();
        if (type == null) {
            return Reading.refused("unknown-type", "/type", "No HR event has this type");
        }
        if (data == null) {
            return Reading.refused("not-json", "/data", "The event has no data");
        }
        try {
            byte[] body = data.toBytes();
            JsonNode tree = json.tree(body);
            HrEvent said = tree.isObject() ? json.read(tree, type) : json.read(body, type);
            String violations = schemas.violations(event.getType(), tree, body);
            return violations.isEmpty()
                    ? new Reading(received(event, said, arrived), null)
                    : new Reading(null, new Refusal("schema-violation", errors(violations)));
        } catch (JsonMappingException e) {
            return e.getCause() instanceof StreamReadException
                    ? Reading.refused("not-json", "/data", "The data is not JSON")
                    : Reading.refused(
                            "schema-violation",
                            pointer(e),
                            "The value is missing or has not the form that is expected");
        } catch (JsonProcessingException e) {
            return Reading.refused("not-json", "/data", "The data is not JSON");
        } catch (IOException | RuntimeException e) {
            return Reading.refused("not-json", "/data", "The data cannot be read");
        }
    }

    private static Received<HrEvent> received(CloudEvent event, HrEvent said, Instant arrived) {
        OffsetDateTime time = event.getTime();
        return new Received<>(
                said,
                Objects.toString(event.getExtension("partitionkey"), said.key()),
                event.getSource().toString(),
                event.getId(),
                time == null ? arrived : time.toInstant(),
                Objects.toString(event.getExtension("sequence"), ""),
                null);
    }

    private static List<Invalid.Error> errors(String violations) {
        return Arrays.stream(violations.split(", "))
                .map(violation -> {
                    int end = violation.lastIndexOf(' ');
                    return new Invalid.Error(
                            "/data" + violation.substring(0, Math.max(end, 0)),
                            violation.substring(end + 1),
                            "The event's JSON Schema does not allow it");
                })
                .toList();
    }

    private static String pointer(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("/", "/data/", ""));
    }
}
