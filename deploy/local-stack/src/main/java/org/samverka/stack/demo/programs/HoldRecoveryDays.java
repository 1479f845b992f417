package org.samverka.stack.demo.programs;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;

/**
 * A recovery day is held in each municipality but the last; then the follow-up day is open to who has held one, and to
 * nobody else.
 */
final class HoldRecoveryDays {
    private static final String PROGRAM = Roster.RECOVERY_DAYS;
    private static final String EMPLOYEES = "employees";
    private static final String FOLLOW_UP = "follow-up-day";
    private static final LocalDate FIRST_DAY = LocalDate.of(2022, 4, 4);
    private static final int COME = 3;
    private static final int HOURS = 6;
    private static final int CLIENTS = 8;

    private final Checks checks;
    private final Api participants;
    private final Api coordinator;
    private final Api supplier;
    private final List<String> municipalities;

    HoldRecoveryDays(Platform platform, Checks checks, Roster roster) {
        this.checks = checks;
        this.participants = platform.as("coordinator", Listener.PARTICIPANTS);
        this.coordinator = platform.as("coordinator", Listener.SESSIONS);
        this.supplier = platform.as("supplier", Listener.SESSIONS);
        this.municipalities = List.copyOf(roster.byOrganization().keySet());
    }

    /** A day in one municipality, and who comes. */
    private record Day(String municipality, LocalDate on, List<String> people) {
        String title() {
            return "Återhämtningsdag, " + municipality;
        }
    }

    void play() {
        checks.step("Hold recovery days, and offer the follow-up day to who has held one");
        Map<String, List<String>> people = people();
        String last = municipalities.get(municipalities.size() - 1);
        hold(days(people, municipalities.subList(0, municipalities.size() - 1)));
        checkFollowUp(
                people.getOrDefault(municipalities.get(0), List.of()).get(0),
                people.getOrDefault(last, List.of()).get(0));
    }

    /** The first employees who were enrolled, by their municipality. */
    private Map<String, List<String>> people() {
        List<JsonNode> enrollments = new ArrayList<>();
        participants
                .get("/programs/%s/enrollments?targetGroup=%s&limit=500".formatted(PROGRAM, EMPLOYEES))
                .require(200)
                .body()
                .path("items")
                .forEach(enrollments::add);
        return enrollments.stream()
                .collect(groupingBy(
                        enrollment -> enrollment.path("organization").asText(),
                        mapping(enrollment -> enrollment.path("personId").asText(), toList())));
    }

    private static List<Day> days(Map<String, List<String>> people, List<String> municipalities) {
        List<Day> days = new ArrayList<>();
        for (String municipality : municipalities) {
            List<String> there = people.getOrDefault(municipality, List.of());
            days.add(new Day(
                    municipality, FIRST_DAY.plusDays(days.size()), there.subList(0, Math.min(COME, there.size()))));
        }
        return days;
    }

    private void hold(List<Day> days) {
        Map<String, String> known = coordinator.all("/sessions?program=" + PROGRAM).stream()
                .collect(toMap(
                        session -> session.path("title").asText(),
                        session -> session.path("id").asText(),
                        (one, other) -> one));
        List<Day> missing =
                days.stream().filter(day -> !known.containsKey(day.title())).toList();
        List<Boolean> held = new Clients(CLIENTS).each(days, day -> hold(day, known.get(day.title())));
        checks.note("%d of %d days are new".formatted(missing.size(), held.size()));
        JsonNode days2022 = Patience.MOMENTS.until(this::daysHeld, count -> count.asLong() >= days.size());
        checks.equal("recovery days held", (long) days.size(), days2022.asLong());
    }

    private JsonNode daysHeld() {
        return participants
                .get("/programs/%s/progress".formatted(PROGRAM))
                .require(200)
                .body()
                .path("sessionsHeld");
    }

    private boolean hold(Day day, @Nullable String known) {
        String session = known == null ? schedule(day) : known;
        day.people().forEach(person -> book(session, person));
        List<Map<String, ?>> marks = new ArrayList<>();
        day.people().forEach(person -> marks.add(Map.of("personId", person, "hours", HOURS)));
        supplier.put("/sessions/%s/attendance".formatted(session), Map.of("attended", marks))
                .require(200);
        return true;
    }

    /** The program may still be on its way to the service. */
    private String schedule(Day day) {
        return Patience.MOMENTS
                .until(
                        () -> coordinator.post(
                                "/sessions",
                                "session/%s/%s".formatted(PROGRAM, day.municipality()),
                                Map.of(
                                        "program",
                                        PROGRAM,
                                        "title",
                                        day.title(),
                                        "targetGroup",
                                        EMPLOYEES,
                                        "startsAt",
                                        day.on() + "T09:00:00",
                                        "zone",
                                        "Europe/Stockholm",
                                        "hours",
                                        HOURS,
                                        "capacity",
                                        40,
                                        "venue",
                                        "Folkets hus")),
                        found -> !found.is(404) && !found.is(422))
                .require(201)
                .text("id");
    }

    /** The enrollment may still be on its way to the service; who has a seat keeps it. */
    private void book(String session, String person) {
        Patience.MOMENTS
                .until(
                        () -> coordinator.post(
                                "/bookings",
                                "booking/%s/%s".formatted(session, person),
                                Map.of("sessionId", session, "personId", person)),
                        found -> !found.code().equals("not-enrolled"))
                .require(201, 409);
    }

    private void checkFollowUp(String ofOneThatHeld, String ofOneThatHasNot) {
        Answer refused = followUp(ofOneThatHasNot, UUID.randomUUID().toString());
        checks.equal(
                "the follow-up day for a municipality that has held no recovery day",
                "409 organization-has-not-attended",
                refused.status() + " " + refused.code());
        Answer allowed = Patience.MOMENTS.until(
                () -> followUp(ofOneThatHeld, "follow-up/" + ofOneThatHeld),
                answer -> !answer.code().equals("organization-has-not-attended"));
        checks.holds(
                "the follow-up day for one that has held one",
                allowed.is(201) || allowed.code().equals("already-enrolled"),
                allowed.is(201) ? allowed.text("state") : allowed.code());
    }

    private Answer followUp(String person, String key) {
        return participants.post(
                "/programs/%s/enrollments".formatted(PROGRAM),
                key,
                Map.of("personId", person, "targetGroup", FOLLOW_UP, "date", "2023-03-01"));
    }
}
