package org.samverka.stack.demo.workshop;

import static org.samverka.stack.demo.workshop.RecruitmentWorkshop.PROGRAM;
import static org.samverka.stack.demo.workshop.RecruitmentWorkshop.TEAMS;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics;
import org.samverka.stack.demo.api.Watch;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.meeting.Meetings;
import org.samverka.stack.demo.meeting.Meetings.Attendee;

/** Thirty hours on four days in November: one of the team misses the last day, one leaves after two. */
final class HoldWorkshop {
    static final String MONTH = "2022-11";

    private static final String TITLE = "Innovationsværksted";
    private static final List<Integer> DAYS = List.of(8, 8, 8, 6);
    private static final int ENOUGH = 24;

    private final Checks checks;
    private final Meetings meetings;
    private final Api coordinator;
    private final Statistics statistics;
    private final List<Attendee> team;

    HoldWorkshop(Platform platform, Checks checks) {
        this.checks = checks;
        this.meetings = new Meetings(platform, PROGRAM);
        this.coordinator = platform.as("coordinator", Listener.SESSIONS);
        this.statistics = platform.statistics("coordinator", PROGRAM);
        this.team = meetings.enrolled(TEAMS);
    }

    /** Returns the session. */
    String play(String sixteenth) {
        checks.step("Hold the workshop of 30 hours in Vejle");
        JsonNode known = meetings.scheduled().get(Meetings.key(TITLE, "2022-11-07T09:00:00"));
        JsonNode session = known == null ? meetings.schedule(description()).body() : known;
        String id = session.path("id").asText();
        checks.equal("its hours, on four days", 30, session.path("hours").asInt());
        if (session.path("state").asText().equals("held")) {
            checks.note("it has been held already");
        } else {
            meetings.book(id, team);
            checkSixteenth(id, sixteenth);
            record(id);
        }
        checks.equal(
                "participant hours in the statistics",
                sum().stripTrailingZeros().toPlainString(),
                statistics.table("hours").get(Map.of()));
        return id;
    }

    private static Map<String, Object> description() {
        List<Map<String, Object>> parts = new ArrayList<>();
        for (int i = 0; i < DAYS.size(); i++) {
            parts.add(Map.of(
                    "title",
                    "Dag " + (i + 1),
                    "startsAt",
                    "2022-11-%02dT09:00:00".formatted(7 + i),
                    "hours",
                    DAYS.get(i)));
        }
        return Map.of(
                "program", PROGRAM,
                "title", TITLE,
                "targetGroup", TEAMS,
                "zone", "Europe/Copenhagen",
                "parts", parts,
                "capacity", 30,
                "venue", "Vejle");
    }

    private void checkSixteenth(String session, String person) {
        if (person.isEmpty()) {
            return;
        }
        Answer refused = coordinator.post(
                "/bookings", UUID.randomUUID().toString(), Map.of("sessionId", session, "personId", person));
        checks.equal(
                "the sixteenth, who waits, gets no seat", "409 not-enrolled", refused.status() + " " + refused.code());
    }

    /** Day by day. */
    private void record(String session) {
        List<Map<String, Object>> marks = new ArrayList<>();
        for (int person = 0; person < team.size(); person++) {
            List<Map<String, Object>> parts = new ArrayList<>();
            for (int day = 0; day < daysOf(person); day++) {
                parts.add(Map.of("part", day + 1, "hours", DAYS.get(day)));
            }
            marks.add(Map.of("personId", team.get(person).person(), "parts", parts));
        }
        Watch watch = new Watch(statistics, "attendances");
        watch.see(
                team.size(),
                () -> coordinator
                        .put("/sessions/%s/attendance".formatted(session), Map.of("attended", marks))
                        .require(200));
        checks.holds("from the answer to the new count", !watch.delays().isEmpty(), watch.delays());
    }

    private static int daysOf(int person) {
        return switch (person) {
            case 0 -> 3;
            case 1 -> 2;
            default -> DAYS.size();
        };
    }

    private static BigDecimal hoursOf(int person) {
        return BigDecimal.valueOf(DAYS.subList(0, daysOf(person)).stream()
                .mapToLong(Integer::longValue)
                .sum());
    }

    private BigDecimal sum() {
        return hours().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** By person. */
    Map<String, BigDecimal> hours() {
        Map<String, BigDecimal> hours = new LinkedHashMap<>();
        for (int person = 0; person < team.size(); person++) {
            hours.put(team.get(person).person(), hoursOf(person));
        }
        return hours;
    }

    /** Who has been there long enough. */
    List<String> completing() {
        return hours().entrySet().stream()
                .filter(person -> person.getValue().intValue() >= ENOUGH)
                .map(Map.Entry::getKey)
                .toList();
    }
}
