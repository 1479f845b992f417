package org.samverka.stack.demo.meeting;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.samverka.stack.Listener;
import org.samverka.stack.StackFailure;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Patience;

/** A program's sessions: the coordinator schedules and books, the supplier hands in who came. */
public final class Meetings {
    private static final int LARGEST_GROUP = 100;

    private final String program;
    private final Api participants;
    private final Api coordinator;
    private final Api supplier;

    public Meetings(Platform platform, String program) {
        this.program = program;
        this.participants = platform.as("coordinator", Listener.PARTICIPANTS);
        this.coordinator = platform.as("coordinator", Listener.SESSIONS);
        this.supplier = platform.as("supplier", Listener.SESSIONS);
    }

    /** Somebody who may come, by the person's id. */
    public record Attendee(String person, String organization) {}

    /** Who is in a target group, in the order they came. */
    public List<Attendee> enrolled(String targetGroup) {
        return participants.all("/programs/%s/enrollments?targetGroup=%s".formatted(program, targetGroup)).stream()
                .filter(enrollment -> List.of("confirmed", "completed")
                        .contains(enrollment.path("state").asText()))
                .map(enrollment -> new Attendee(
                        enrollment.path("personId").asText(),
                        enrollment.path("organization").asText()))
                .toList();
    }

    /** Sessions by what they are called and when they begin. */
    public Map<String, JsonNode> scheduled() {
        Map<String, JsonNode> sessions = new LinkedHashMap<>();
        coordinator
                .all("/sessions?program=" + program)
                .forEach(session -> sessions.put(
                        key(
                                session.path("title").asText(),
                                session.path("startsAt").asText()),
                        session));
        return sessions;
    }

    /** What {@link #scheduled} calls a session that begins then, to the second. */
    public static String key(String title, String startsAt) {
        return title + " " + startsAt;
    }

    /** The program may still be on its way to the service. */
    public Answer schedule(Map<String, ?> session) {
        return send("/sessions", session);
    }

    /** @param rule by which it comes again */
    public Answer scheduleSeries(Map<String, ?> first, String rule) {
        return send("/session-series", Map.of("first", first, "rule", rule));
    }

    private Answer send(String path, Map<String, ?> body) {
        return Patience.MOMENTS
                .until(
                        () -> coordinator.post(path, path + new TreeMap<>(body).hashCode(), body),
                        found -> !found.is(404) && !found.is(422))
                .require(201);
    }

    /** A draft becomes what people can book. */
    public void open(String session) {
        coordinator
                .put("/sessions/%s/state".formatted(session), Map.of("state", "open"))
                .require(200);
    }

    /** The people of an organization together; their enrollments may still be on their way, who has a seat keeps it. */
    public void book(String session, Collection<Attendee> who) {
        Map<String, List<String>> byOrganization = who.stream()
                .collect(groupingBy(Attendee::organization, TreeMap::new, mapping(Attendee::person, toList())));
        for (List<String> people : byOrganization.values()) {
            for (int from = 0; from < people.size(); from += LARGEST_GROUP) {
                bookTogether(session, people.subList(from, Math.min(people.size(), from + LARGEST_GROUP)));
            }
        }
    }

    private void bookTogether(String session, List<String> people) {
        boolean alone = people.size() == 1;
        Map<String, Object> body = alone
                ? Map.of("sessionId", session, "personId", people.get(0))
                : Map.of("sessionId", session, "personIds", people);
        Answer answer = Patience.MOMENTS.until(
                () -> coordinator.post(
                        alone ? "/bookings" : "/bookings/groups",
                        "booking/%s/%s".formatted(session, people.get(0)),
                        body),
                found -> !found.code().equals("not-enrolled"));
        if (!answer.code().equals("already-booked")) {
            answer.require(201);
        }
    }

    /**
     * The list that was kept without a connection is handed in.
     *
     * @param hours by person
     * @param noted when it was written
     */
    public Answer handIn(String session, Map<String, BigDecimal> hours, Instant noted) {
        List<Map<String, Object>> rows = new ArrayList<>();
        hours.forEach((person, some) -> rows.add(Map.of("personId", person, "at", noted.toString(), "hours", some)));
        Answer answer = supplier.post(
                        "/sessions/%s/attendance/uploads".formatted(session), "list/" + session, Map.of("rows", rows))
                .require(200);
        if (!answer.body().path("refused").isEmpty()) {
            throw new StackFailure("Rows of the list were refused: "
                    + answer.body().path("refused").path(0).path("code").asText());
        }
        return answer;
    }

    /** Of everybody as much. */
    public Answer handIn(String session, Collection<Attendee> who, BigDecimal hours, Instant noted) {
        Map<String, BigDecimal> all = new LinkedHashMap<>();
        who.forEach(attendee -> all.put(attendee.person(), hours));
        return handIn(session, all, noted);
    }
}
