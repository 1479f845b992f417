package org.samverka.stack.demo.programs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.programs.Roster.Place;

/**
 * Everybody of a roster is brought in by a file of their organization, and enrolled with thousands of others in one request.
 * Whoever is there already stays as they are.
 */
public final class EnrollRoster {
    private static final int TOGETHER = 2000;
    private static final int CLIENTS = 4;
    private static final Set<String> OVER = Set.of("done", "refused", "failed");
    private static final String ALREADY_ENROLLED = "already-enrolled";

    private final Checks checks;
    private final Roster roster;
    private final Api administrator;
    private final Api coordinator;

    public EnrollRoster(Platform platform, Checks checks, Roster roster) {
        this.checks = checks;
        this.roster = roster;
        this.administrator = platform.as("platform-admin", Listener.PARTICIPANTS);
        this.coordinator = platform.as("coordinator", Listener.PARTICIPANTS);
    }

    public void play() {
        Set<String> organizations = roster.byOrganization().keySet();
        checks.step("Enroll in %s: %s people of %s"
                .formatted(
                        roster.program(),
                        Checks.text(roster.members().size()),
                        organizations.size() == 1 ? "one organization" : organizations.size() + " organizations"));
        if (everybodyIsThere()) {
            checks.note("everybody is enrolled already");
            return;
        }
        register(organizations);
        bringIn(organizations);
        enroll(roster.places());
    }

    private boolean everybodyIsThere() {
        JsonNode progress = coordinator
                .get("/programs/%s/progress".formatted(roster.program()))
                .require(200)
                .body();
        Map<String, Long> there = new HashMap<>();
        progress.path("targetGroups")
                .forEach(group -> there.put(
                        group.path("key").asText(),
                        group.path("size").path("actual").asLong()));
        return roster.byGroup().entrySet().stream()
                .allMatch(group -> group.getValue().equals(there.get(group.getKey())));
    }

    private void register(Set<String> organizations) {
        new Clients(CLIENTS)
                .each(
                        organizations,
                        key -> administrator
                                .post(
                                        "/organizations",
                                        "organization/" + key,
                                        Map.of("key", key, "name", key, "kind", kind(key)))
                                .require(201, 409));
    }

    private static String kind(String organization) {
        if (organization.startsWith("region-")) {
            return "region";
        }
        return organization.startsWith("landstinget-") ? "county-council" : "municipality";
    }

    private void bringIn(Set<String> organizations) {
        long began = System.nanoTime();
        List<String> jobs = new Clients(CLIENTS).each(organizations, this::upload);
        List<JsonNode> done = jobs.stream().map(this::whenOver).toList();
        long took = System.nanoTime() - began;
        checks.equal(
                "rows of %d files that were taken in, or known already (%s)"
                        .formatted(
                                jobs.size(), Checks.perSecond(roster.members().size(), took)),
                (long) roster.members().size(),
                sum(done, "accepted") + sum(done, "unchanged"));
    }

    private String upload(String organization) {
        return administrator
                .post(
                        "/people/import?organization=%s&delimiter=semicolon".formatted(organization),
                        "people/%s/%s".formatted(roster.program(), organization),
                        "text/csv",
                        roster.csv(organization))
                .require(202)
                .text("id");
    }

    private JsonNode whenOver(String job) {
        return Patience.A_WHILE.until(
                () -> administrator.get("/imports/" + job).require(200).body(),
                found -> OVER.contains(found.path("state").asText()));
    }

    private static long sum(List<JsonNode> jobs, String field) {
        return jobs.stream().mapToLong(job -> job.path(field).asLong()).sum();
    }

    private void enroll(List<Place> places) {
        long began = System.nanoTime();
        Map<String, Long> became = new HashMap<>();
        for (int from = 0; from < places.size(); from += TOGETHER) {
            List<Place> some = places.subList(from, Math.min(places.size(), from + TOGETHER));
            enroll(some, from).path("rows").forEach(row -> became.merge(state(row), 1L, Long::sum));
        }
        long took = System.nanoTime() - began;
        long already = became.getOrDefault(ALREADY_ENROLLED, 0L);
        checks.equal(
                "of %s places in requests of up to %s, confirmed (%s)"
                        .formatted(
                                Checks.text(places.size()),
                                Checks.text(TOGETHER),
                                Checks.perSecond(places.size(), took)),
                places.size() - already,
                became.getOrDefault("confirmed", 0L));
    }

    private static String state(JsonNode row) {
        return row.path("code").isTextual()
                ? row.path("code").asText()
                : row.path("state").asText();
    }

    private JsonNode enroll(List<Place> places, int from) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (Place place : places) {
            rows.add(Map.of(
                    "organization", place.member().organization(),
                    "personRef", place.member().ref(),
                    "targetGroup", place.targetGroup(),
                    "date", place.date().toString()));
        }
        Answer answer = coordinator.post(
                "/programs/%s/enrollments/bulk".formatted(roster.program()),
                "bulk/%s/%d".formatted(roster.program(), from),
                Map.of("rows", rows));
        return answer.require(200).body();
    }
}
