package org.samverka.stack.demo.plus;

import static org.samverka.stack.demo.plus.Plus.NETWORK;
import static org.samverka.stack.demo.plus.Plus.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.meeting.Meetings;
import org.samverka.stack.demo.programs.Roster;
import org.samverka.stack.demo.programs.Roster.Member;

/**
 * The network is invited to meet once more, by rule; what those who come need decides where it can take place. Until the
 * room's hearing loop is seen to, nobody can confirm the meeting without giving a reason.
 */
final class Invite {
    private static final String TITLE = "Nätverksträff, uppföljning";
    private static final String ROOM = "Sal Norrsken";
    private static final String TEAM = "Kursteamet";
    private static final String LOOP = "tested_hearing_loop";
    private static final int WEEKS_AHEAD = 4;

    private final Platform platform;
    private final Checks checks;
    private final List<Member> network;
    private final Api coordinator;
    private final Meetings meetings;

    Invite(Platform platform, Checks checks, Roster roster) {
        this.platform = platform;
        this.checks = checks;
        this.network = roster.in(NETWORK);
        this.coordinator = platform.as("coordinator", Listener.SESSIONS);
        this.meetings = new Meetings(platform, PROGRAM);
    }

    void play() {
        checks.step("Invite the network by rule; answers by the link in the letter, with what each needs");
        JsonNode known = meetings.scheduled().values().stream()
                .filter(session -> session.path("title").asText().equals(TITLE))
                .findFirst()
                .orElse(null);
        if (known != null && known.path("state").asText().equals("confirmed")) {
            checks.note("they have been invited and have answered already");
            checkAnswers(known.path("id").asText());
            return;
        }
        String session = known == null ? schedule() : known.path("id").asText();
        invite(session);
        new AnswerLetters(platform, checks, network).play(session);
        checkAnswers(session);
        checkNeeds(session);
        confirm(session);
    }

    private String schedule() {
        Map<String, Object> session = new LinkedHashMap<>();
        session.put("program", PROGRAM);
        session.put("title", TITLE);
        session.put("targetGroup", NETWORK);
        session.put("startsAt", LocalDate.now().plusWeeks(WEEKS_AHEAD) + "T13:00:00");
        session.put("zone", "Europe/Stockholm");
        session.put("hours", 3);
        session.put("capacity", 60);
        session.put("roomId", room());
        session.put("supplierId", team());
        return meetings.schedule(session).text("id");
    }

    /** Somebody has looked: there are no steps, and no hearing loop. */
    private String room() {
        return one(
                "/venues",
                ROOM,
                Map.of(
                        "name",
                        ROOM,
                        "municipality",
                        "kalmar",
                        "capacity",
                        80,
                        "checklist",
                        Map.of(
                                "step_free_entrance",
                                Map.of("finding", "met"),
                                "accessible_toilet",
                                Map.of("finding", "met"),
                                LOOP,
                                Map.of("finding", "not_met"))));
    }

    /** Uses a microphone, as the program says that suppliers shall. */
    private String team() {
        String team = one(
                "/suppliers",
                TEAM,
                Map.of("name", TEAM, "organization", "arbetsgivarringen-kalmarsund", "languages", List.of("sv")));
        coordinator
                .put(
                        "/suppliers/%s/requirements/%s".formatted(team, PROGRAM),
                        Map.of("checklist", Map.of("microphone", Map.of("finding", "met"))))
                .require(200);
        JsonNode standing = coordinator
                .get("/suppliers/%s/requirements/%s".formatted(team, PROGRAM))
                .require(200)
                .body();
        checks.holds(
                "the team meets what the program says suppliers shall",
                standing.path("met").asBoolean(),
                standing.path("requirements").size() + " requirements, shall and should");
        return team;
    }

    private String one(String path, String name, Map<String, ?> body) {
        return coordinator.all(path).stream()
                .filter(each -> each.path("name").asText().equals(name))
                .map(each -> each.path("id").asText())
                .findFirst()
                .orElseGet(() ->
                        coordinator.post(path, path + name, body).require(201).text("id"));
    }

    private void invite(String session) {
        coordinator
                .put(
                        "/sessions/%s/invitations/rule".formatted(session),
                        Map.of("targetGroups", List.of(NETWORK), "remindDaysBefore", List.of(7, 1)))
                .require(200, 201);
        JsonNode counts = Patience.MOMENTS.until(
                () -> counts(session), found -> found.path("invited").asInt() >= network.size());
        checks.equal(
                "invited by rule, from the enrollments",
                network.size(),
                counts.path("invited").asInt());
    }

    private JsonNode counts(String session) {
        return coordinator
                .get("/sessions/%s/invitations/counts".formatted(session))
                .require(200)
                .body();
    }

    private void checkAnswers(String session) {
        JsonNode counts = counts(session);
        int silent = network.size() - AnswerLetters.COMING - AnswerLetters.DECLINING;
        checks.equal(
                "come, do not come, have not answered",
                "%d, %d, %d".formatted(AnswerLetters.COMING, AnswerLetters.DECLINING, silent),
                "%d, %d, %d"
                        .formatted(
                                counts.path("byState").path("accepted").asInt(),
                                counts.path("byState").path("declined").asInt(),
                                counts.path("notAnswered").asInt()));
    }

    private void checkNeeds(String session) {
        String path = "/sessions/%s/needs".formatted(session);
        List<JsonNode> needs = coordinator.all(path).stream()
                .filter(each -> !each.path("needs").isEmpty())
                .toList();
        checks.holds(
                "who arranges the meeting sees that one needs a hearing loop",
                needs.size() == 1 && needs.get(0).path("needs").toString().contains(LOOP),
                needs.size());
        checks.equal(
                "another supplier does not learn that there is a meeting to ask about", 404, status("supplier", path));
        for (String role :
                List.of("participant", "manager", "organization-contact", "occupational-health", "analyst")) {
            checks.equal("needs, asked for by the " + role, 403, status(role, path));
        }
    }

    private int status(String role, String path) {
        return platform.as(role, Listener.SESSIONS).get(path).status();
    }

    private void confirm(String session) {
        String state = "/sessions/%s/state".formatted(session);
        Answer refused = coordinator.put(state, Map.of("state", "confirmed"));
        checks.equal(
                "confirming it where there is no loop", "409 needs-not-met", refused.status() + " " + refused.code());
        coordinator
                .put("/sessions/%s/arranged".formatted(session), Map.of("needs", List.of(LOOP)))
                .require(200);
        checks.equal(
                "with a loop that is brought along",
                "confirmed",
                coordinator
                        .put(state, Map.of("state", "confirmed"))
                        .require(200)
                        .text("state"));
    }
}
