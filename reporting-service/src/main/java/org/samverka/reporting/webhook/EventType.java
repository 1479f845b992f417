package org.samverka.reporting.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a system can be told of, by the name that goes over the wire. No event holds a figure about people, nor a person. */
@Schema(enumeration = {"goal.state_changed", "statistics.changed", "enrollments.changed"})
public enum EventType {
    /** A goal of the program came into another state. */
    GOAL_STATE_CHANGED("goal.state_changed"),
    /** Some figure of the program may be another; ask for the statistics. */
    STATISTICS_CHANGED("statistics.changed"),
    /** Somebody entered or left the program, or moved on its waiting lists; ask for the statistics. */
    ENROLLMENTS_CHANGED("enrollments.changed");

    private final String key;

    EventType(String key) {
        this.key = key;
    }

    @JsonValue
    public String key() {
        return key;
    }

    @JsonCreator
    public static EventType of(String key) {
        return Arrays.stream(values())
                .filter(type -> type.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Known here: "
                        + Arrays.stream(values()).map(EventType::key).collect(Collectors.joining(", "))));
    }
}
