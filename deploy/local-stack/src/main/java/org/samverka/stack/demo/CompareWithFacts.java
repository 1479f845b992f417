package org.samverka.stack.demo;

import static org.samverka.stack.demo.Demo.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import org.samverka.contracts.Gender;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.programs.Planned;

/** What was planned and granted, against what there is: target groups with their women and men, money, head count. */
final class CompareWithFacts {
    private final Checks checks;
    private final Cast cast;
    private final Api coordinator;
    private final Planned planned;

    CompareWithFacts(Platform platform, Checks checks, Cast cast) {
        this.checks = checks;
        this.cast = cast;
        this.coordinator = platform.as("coordinator", Listener.PARTICIPANTS);
        this.planned = new Planned(platform, checks, PROGRAM);
    }

    void play() {
        checks.step("Heja Hälsan against its plan");
        JsonNode financing =
                coordinator.get("/programs/" + PROGRAM).require(200).body().path("financing");
        checks.equal(
                "of SEK 5 108 772, ESF's share and what the municipality pays itself",
                "0.75, 1277798",
                financing.path("grantRate").path("value").decimalValue().setScale(2, RoundingMode.HALF_UP)
                        + ", "
                        + new BigDecimal(financing
                                        .path("coFinancing")
                                        .path("amount")
                                        .asText("0"))
                                .toBigInteger());
        JsonNode progress = coordinator
                .get("/programs/%s/progress".formatted(PROGRAM))
                .require(200)
                .body();
        checks.equal(
                "head count, whoever is in several groups once",
                (long) cast.people().size(),
                progress.path("headCount").asLong());
        progress.path("targetGroups").forEach(this::compare);
        planned.check();
    }

    private void compare(JsonNode group) {
        String key = group.path("key").asText();
        Map<String, Long> expected = new TreeMap<>(Map.of(
                "size", (long) cast.in(key).size(),
                "women", cast.in(key, Gender.woman),
                "men", cast.in(key, Gender.man)));
        Map<String, Long> told = new TreeMap<>();
        expected.keySet()
                .forEach(what -> told.put(what, group.path(what).path("actual").asLong()));
        checks.equal(
                "%s: planned %s"
                        .formatted(key, group.path("size").path("planned").asText("no number")),
                expected,
                told);
    }
}
