package org.samverka.stack.demo.workshop;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.samverka.stack.Listener;
import org.samverka.stack.StackFailure;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.hr.HrMessage;
import org.samverka.stack.demo.hr.HrPartner;

/** A municipality applies: the deadline, fifteen seats for each, teams of leaders and employees. */
final class Applying {
    private static final String PROGRAM = RecruitmentWorkshop.PROGRAM;
    private static final String MUNICIPALITY = "demo-kommune";
    private static final int TEAM = 16;
    private static final int SEATS = 15;

    private final Platform platform;
    private final Checks checks;
    private final Api coordinator;

    Applying(Platform platform, Checks checks) {
        this.platform = platform;
        this.checks = checks;
        this.coordinator = platform.as("coordinator", Listener.PARTICIPANTS);
    }

    void play() {
        checks.step("A municipality applies for the recruitment workshop, and sends its team");
        register();
        apply();
        hire();
        enroll();
        checkTeam();
    }

    /** Who waits for a seat. */
    String sixteenth() {
        return coordinator.all("/programs/" + PROGRAM + "/enrollments?targetGroup=teams&state=waitlisted").stream()
                .map(enrollment -> enrollment.path("personId").asText())
                .findFirst()
                .orElse("");
    }

    private void register() {
        platform.as("platform-admin", Listener.PARTICIPANTS)
                .post(
                        "/organizations",
                        "organization/" + MUNICIPALITY,
                        Map.of("key", MUNICIPALITY, "name", "Demo Kommune", "kind", "municipality"))
                .require(201, 409);
    }

    /** The closing day is inclusive: it ends with the next midnight of Copenhagen, which is 22:00 UTC in August. */
    private void apply() {
        Answer late = application("late", Instant.parse("2022-08-17T22:00:00Z"));
        checks.equal("an application after the deadline", "409 deadline-passed", late.status() + " " + late.code());
        if (applications().findFirst().isPresent()) {
            checks.note(MUNICIPALITY + " has applied already");
            return;
        }
        Answer application = application("in-time", Instant.parse("2022-08-17T21:59:59Z"));
        checks.equal("an application in the deadline's last second", 201, application.status());
        Answer accepted = coordinator.post(
                "/applications/" + application.text("id") + "/decision",
                "decision/" + MUNICIPALITY,
                Map.of("decision", "accepted"));
        checks.equal(
                "an accepted municipality's seats",
                SEATS,
                accepted.require(200).body().path("seats").asInt());
    }

    private Answer application(String key, Instant receivedAt) {
        return coordinator.post(
                "/programs/" + PROGRAM + "/applications",
                "application/" + MUNICIPALITY + "/" + key,
                Map.of(
                        "organization",
                        MUNICIPALITY,
                        "round",
                        "autumn-2022",
                        "seatsSought",
                        SEATS,
                        "receivedAt",
                        receivedAt.toString()));
    }

    /** Sixteen employees, none of them a leader. */
    private void hire() {
        List<HrMessage> hired = new ArrayList<>();
        for (int i = 1; i <= TEAM; i++) {
            String data = """
                    {"employmentRef":"%s","personRef":"%s","organization":"%s","orgUnitRef":"elderly-care",\
                    "from":"2020-01-01","extent":1,"weeklyHours":37,"payForm":"monthly","gender":"%s",\
                    "birthYear":%d,"leader":false,"name":{"given":"Test","family":"Deltager"},"language":"da"}""".formatted(ref(i), ref(i), MUNICIPALITY, i % 4 == 0 ? "man" : "woman", 1960 + i);
            hired.add(new HrMessage(
                    ref(i),
                    "hired-" + ref(i),
                    "urn:demo:hr:" + MUNICIPALITY,
                    "org.samverka.hr.employee.hired.v1",
                    Instant.parse("2022-06-01T00:00:00Z"),
                    "%08d".formatted(i),
                    data,
                    false));
        }
        try (HrPartner partner = new HrPartner(platform.kafka())) {
            partner.publish(hired);
        }
    }

    private static String ref(int number) {
        return MUNICIPALITY + "-" + number;
    }

    private void enroll() {
        Map<String, Integer> states = new HashMap<>();
        for (int i = 1; i <= TEAM; i++) {
            Answer answer = enrollWhenKnown(i);
            String state = answer.is(201) ? answer.text("state") : answer.code();
            states.merge(state, 1, Integer::sum);
        }
        if (states.containsKey("already-enrolled")) {
            checks.note("the team is there already");
            return;
        }
        checks.equal("the team's confirmed members", SEATS, states.get("confirmed"));
        checks.equal("the sixteenth of a municipality waits", 1, states.get("waitlisted"));
    }

    private Answer enrollWhenKnown(int number) {
        Answer known = Patience.A_WHILE.until(() -> enroll(number), answer -> !answer.is(404));
        return known.require(201, 409);
    }

    private Answer enroll(int number) {
        return coordinator.post(
                "/programs/" + PROGRAM + "/enrollments",
                "enrollment/" + ref(number),
                Map.of(
                        "organization",
                        MUNICIPALITY,
                        "personRef",
                        ref(number),
                        "targetGroup",
                        "teams",
                        "date",
                        "2022-09-01"));
    }

    private Stream<JsonNode> applications() {
        return coordinator.all("/programs/" + PROGRAM + "/applications").stream()
                .filter(application -> application.path("organization").asText().equals(MUNICIPALITY));
    }

    private void checkTeam() {
        JsonNode mine = applications()
                .findFirst()
                .orElseThrow(() -> new StackFailure("The application of " + MUNICIPALITY + " is not listed"));
        JsonNode team = coordinator
                .get("/applications/" + mine.path("id").asText())
                .require(200)
                .body()
                .path("team");
        checks.equal(
                "a team without a leader is flagged",
                "[\"leader\"]",
                team.path("missing").toString());
        checks.equal("the team's size", SEATS, team.path("enrolled").asInt());
    }
}
