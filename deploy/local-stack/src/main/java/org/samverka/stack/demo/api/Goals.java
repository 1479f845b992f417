package org.samverka.stack.demo.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a program's goals stand, as one caller sees them. */
public final class Goals {
    private final Api reporting;
    private final String program;

    Goals(Api reporting, String program) {
        this.reporting = reporting;
        this.program = program;
    }

    /**
     * One of them.
     *
     * @param figures behind the state; why there are none where they are withheld
     */
    public record Goal(String key, String wording, String state, String figures) {
        static Goal of(JsonNode goal) {
            return new Goal(
                    goal.path("key").asText(),
                    goal.path("wording").asText(),
                    goal.path("state").asText(),
                    figures(goal));
        }

        private static String figures(JsonNode goal) {
            if (!goal.path("value").isNumber()) {
                return goal.path("reason").asText(goal.path("suppressed").asText(""));
            }
            String value = goal.path("value").asText();
            return goal.path("denominator").isNumber()
                    ? "%s (%s of %s)"
                            .formatted(
                                    value,
                                    goal.path("numerator").asText(),
                                    goal.path("denominator").asText())
                    : value;
        }
    }

    /** By their keys, in the order of the definition. */
    public Map<String, Goal> all() {
        Map<String, Goal> goals = new LinkedHashMap<>();
        reporting
                .get("/programs/" + program + "/goals")
                .require(200)
                .body()
                .path("items")
                .forEach(node -> goals.put(node.path("key").asText(), Goal.of(node)));
        return goals;
    }
}
