package org.samverka.stack.demo.programs;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;

/**
 * Who was enrolled, counted three times: by the roster, by participants-service in its tables, and by the statistics from the
 * published events.
 */
public final class CompareWithPlan {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Checks checks;
    private final Roster roster;
    private final Api coordinator;
    private final Statistics statistics;
    private final Planned planned;

    public CompareWithPlan(Platform platform, Checks checks, Roster roster) {
        this.checks = checks;
        this.roster = roster;
        this.coordinator = platform.as("coordinator", Listener.PARTICIPANTS);
        this.statistics = platform.statistics("coordinator", roster.program());
        this.planned = new Planned(platform, checks, roster.program());
    }

    public void play() {
        checks.step(roster.program() + " against its plan");
        compare(coordinator
                .get("/programs/%s/progress".formatted(roster.program()))
                .require(200)
                .body());
        planned.check();
    }

    private void compare(JsonNode progress) {
        long people = roster.members().size();
        Patience.MOMENTS.until(statistics::exist, exists -> exists);
        statistics.await("headCount", count -> count >= people, PATIENCE);
        checks.equal(
                roster.program() + ": people, in the tables and from the events",
                people + ", " + people,
                progress.path("headCount").asLong() + ", " + statistics.total("headCount"));
        for (Map.Entry<String, Long> group : roster.byGroup().entrySet()) {
            String told = cell(statistics.table("headCount", "targetGroup"), "targetGroup", group.getKey());
            checks.equal(
                    "%s: in the tables and from the events".formatted(group.getKey()),
                    group.getValue() + ", " + group.getValue(),
                    size(progress, group.getKey()) + ", " + told);
        }
        compareOrganizations();
    }

    private void compareOrganizations() {
        Map<Map<String, String>, Statistics.Cell> cells = statistics.table("headCount", "organization");
        Map<String, String> told = new TreeMap<>();
        roster.byOrganization()
                .keySet()
                .forEach(organization -> told.put(organization, cell(cells, "organization", organization)));
        Map<String, String> expected = new TreeMap<>();
        roster.byOrganization().forEach((organization, people) -> expected.put(organization, people.toString()));
        checks.holds(
                "the people of each organization, from the events",
                told.equals(expected),
                told.entrySet().stream()
                        .limit(3)
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(joining(", ", "", told.size() > 3 ? " …" : "")));
    }

    private static String cell(Map<Map<String, String>, Statistics.Cell> cells, String dimension, String category) {
        return cells.getOrDefault(Map.of(dimension, category), Statistics.Cell.NOBODY)
                .toString();
    }

    private static long size(JsonNode progress, String key) {
        for (JsonNode group : progress.path("targetGroups")) {
            if (group.path("key").asText().equals(key)) {
                return group.path("size").path("actual").asLong();
            }
        }
        return 0;
    }
}
