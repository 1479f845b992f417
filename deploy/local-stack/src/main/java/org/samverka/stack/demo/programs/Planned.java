package org.samverka.stack.demo.programs;

import com.fasterxml.jackson.databind.JsonNode;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;

/** The numbers that a program's description plans, each met by what there is. */
public final class Planned {
    private final Checks checks;
    private final String program;
    private final Api coordinator;

    public Planned(Platform platform, Checks checks, String program) {
        this.checks = checks;
        this.program = program;
        this.coordinator = platform.as("coordinator", Listener.PARTICIPANTS);
    }

    public void check() {
        JsonNode progress = coordinator
                .get("/programs/%s/progress".formatted(program))
                .require(200)
                .body();
        progress.path("planned").forEach(this::check);
    }

    private void check(JsonNode planned) {
        JsonNode count = planned.path("count");
        String name = planned.path("name").asText();
        if (count.path("actual").isNumber()) {
            checks.holds(
                    "%s: planned %s"
                            .formatted(name, Checks.text(count.path("planned").asLong())),
                    count.path("state").asText().equals("met"),
                    count.path("actual").asLong());
        } else {
            checks.holds(
                    name + ": who counts it is said",
                    planned.path("countedBy").isTextual(),
                    planned.path("countedBy").asText());
        }
    }
}
