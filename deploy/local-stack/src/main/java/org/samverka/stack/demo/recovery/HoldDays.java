package org.samverka.stack.demo.recovery;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.samverka.stack.demo.recovery.RecoveryDays.EMPLOYEES;
import static org.samverka.stack.demo.recovery.RecoveryDays.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics;
import org.samverka.stack.demo.api.Watch;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.meeting.Meetings;
import org.samverka.stack.demo.meeting.Meetings.Attendee;
import org.samverka.stack.demo.recovery.PlanDays.Day;

/** Each day is opened, the employees of its municipality are booked, and the team hands in who came. */
final class HoldDays {
    static final BigDecimal HOURS = BigDecimal.valueOf(6);

    private static final int ONE_BY_ONE = 12;
    private static final int CLIENTS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Checks checks;
    private final List<Day> days;
    private final Meetings meetings;
    private final Api participants;
    private final Statistics statistics;
    private final Map<String, String> states;

    HoldDays(Platform platform, Checks checks, List<Day> days) {
        this.checks = checks;
        this.days = days;
        this.meetings = new Meetings(platform, PROGRAM);
        this.participants = platform.as("coordinator", Listener.PARTICIPANTS);
        this.statistics = platform.statistics("coordinator", PROGRAM);
        this.states = platform.as("coordinator", Listener.SESSIONS).all("/sessions?program=" + PROGRAM).stream()
                .collect(toMap(
                        session -> session.path("id").asText(),
                        session -> session.path("state").asText()));
    }

    /** Whether no day has been held yet. */
    boolean isFresh() {
        return !states.containsValue("held");
    }

    void play() {
        checks.step("Hold the days: booked by municipality, attendance handed in as lists");
        Map<Integer, List<Attendee>> guests = guests();
        List<Day> missing = days.stream()
                .filter(day -> !"held".equals(states.get(day.session())))
                .toList();
        if (missing.isEmpty()) {
            checks.note("all days have been held already");
        } else {
            hold(missing, guests);
        }
        check(guests);
    }

    /** The people of each municipality, shared out over its days, by the days' numbers. */
    private Map<Integer, List<Attendee>> guests() {
        Map<String, List<Attendee>> people =
                meetings.enrolled(EMPLOYEES).stream().collect(groupingBy(Attendee::organization));
        Map<String, List<Day>> there = days.stream().collect(groupingBy(Day::municipality, TreeMap::new, toList()));
        Map<Integer, List<Attendee>> guests = new HashMap<>();
        there.forEach((municipality, some) -> {
            List<Attendee> all = people.getOrDefault(municipality, List.of());
            for (int i = 0; i < some.size(); i++) {
                guests.put(
                        some.get(i).n(), all.subList(i * all.size() / some.size(), (i + 1) * all.size() / some.size()));
            }
        });
        return guests;
    }

    private void hold(List<Day> missing, Map<Integer, List<Attendee>> guests) {
        long began = System.nanoTime();
        Watch watch = new Watch(statistics, "attendances");
        int singly = Math.min(ONE_BY_ONE, missing.size());
        for (Day day : missing.subList(0, singly)) {
            List<Attendee> coming = prepared(day, guests);
            watch.see(coming.size(), () -> handIn(day, coming));
        }
        checks.holds(
                "from the list handed in to the new count, one day at a time",
                !watch.delays().isEmpty(),
                watch.delays());
        new Clients(CLIENTS).each(missing.subList(singly, missing.size()), day -> handIn(day, prepared(day, guests)));
        checks.note("%d days held in %s".formatted(missing.size(), Checks.seconds(System.nanoTime() - began)));
        Answer again = handIn(missing.get(0), guests.getOrDefault(missing.get(0).n(), List.of()));
        checks.equal(
                "rows that are new when a list is handed in once more",
                0,
                again.body().path("recorded").asInt());
    }

    private List<Attendee> prepared(Day day, Map<Integer, List<Attendee>> guests) {
        List<Attendee> coming = guests.getOrDefault(day.n(), List.of());
        if ("draft".equals(states.getOrDefault(day.session(), "draft"))) {
            meetings.open(day.session());
        }
        meetings.book(day.session(), coming);
        return coming;
    }

    private Answer handIn(Day day, List<Attendee> coming) {
        return meetings.handIn(
                day.session(), coming, HOURS, day.on().atTime(15, 0).toInstant(ZoneOffset.UTC));
    }

    private void check(Map<Integer, List<Attendee>> guests) {
        long came = guests.values().stream().mapToLong(List::size).sum();
        long last = System.nanoTime();
        statistics.await("attendances", count -> count >= came, PATIENCE);
        checks.note("the statistics had followed %s later".formatted(Checks.seconds(System.nanoTime() - last)));
        checks.equal("employees who came, by the statistics", came, statistics.total("attendances"));
        checks.equal("8 000 of them, as the description says", 8000L, came);
        JsonNode group = Patience.A_WHILE.until(
                this::employees, found -> found.path("completed").asLong() >= came);
        checks.equal(
                "days held, in the tables and from the events",
                days.size() + ", " + days.size(),
                group.path("sessionsHeld").asLong() + ", "
                        + statistics.table("sessions", "targetGroup").get(Map.of("targetGroup", EMPLOYEES)));
        checks.equal(
                "employees who have completed by it",
                came,
                group.path("completed").asLong());
        checks.equal(
                "participant hours",
                HOURS.multiply(BigDecimal.valueOf(came)).toPlainString(),
                statistics.table("hours").get(Map.of()));
        checkMunicipalities(guests);
    }

    private JsonNode employees() {
        for (JsonNode group : participants
                .get("/programs/%s/progress".formatted(PROGRAM))
                .require(200)
                .body()
                .path("targetGroups")) {
            if (group.path("key").asText().equals(EMPLOYEES)) {
                return group;
            }
        }
        return MissingNode.getInstance();
    }

    private void checkMunicipalities(Map<Integer, List<Attendee>> guests) {
        Map<String, String> expected = new TreeMap<>();
        guests.values().stream()
                .flatMap(List::stream)
                .collect(groupingBy(Attendee::organization, counting()))
                .forEach((municipality, came) -> expected.put(municipality, came.toString()));
        Map<String, String> told = new TreeMap<>();
        var cells = statistics.table("attendances", "organization");
        expected.keySet()
                .forEach(municipality ->
                        told.put(municipality, String.valueOf(cells.get(Map.of("organization", municipality)))));
        checks.holds(
                "municipalities reached, each with as many people as were sent", told.equals(expected), told.size());
    }
}
