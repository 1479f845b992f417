package org.samverka.stack.demo;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.samverka.stack.demo.Demo.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Delays;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.hr.Employee;

/** Sessions are scheduled, the enrolled booked, and who came is recorded by the supplier who held them. */
final class HoldSessions {
    static final String INSPIRERS_DAY_1 = "Hälsoinspiratörer, dag 1";

    /** Dates and titles are synthetic; what is held for a support track has a neutral title. */
    private static final List<Plan> PLANS = List.of(
            new Plan(INSPIRERS_DAY_1, Cast.INSPIRERS, "2018-02-06T09:00:00", 6, 70, 65, 0),
            new Plan("Hälsoinspiratörer, dag 2", Cast.INSPIRERS, "2018-03-13T09:00:00", 6, 70, 58, 8),
            new Plan("Dialogcoacher, grundutbildning", Cast.COACHES, "2018-02-20T08:30:00", 7, 25, 23, 2),
            new Plan("Träff", Cast.HEALTH_STEP, "2018-04-10T13:00:00", 2, 8, 7, 0));

    private static final int SINGLY = 20;
    private static final int CLIENTS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Checks checks;
    private final Cast cast;
    private final Map<String, String> people;
    private final Api coordinator;
    private final Api supplier;
    private final Statistics statistics;
    private final Delays bookingDelays = new Delays();
    private final Delays attendanceDelays = new Delays();

    /**
     * A session.
     *
     * @param comes how many of the group come
     * @param half how many of them stay for half of it
     */
    private record Plan(
            String title, String targetGroup, String startsAt, int hours, int capacity, int comes, int half) {
        BigDecimal hoursOf(int person) {
            BigDecimal whole = BigDecimal.valueOf(hours);
            return person < half ? whole.divide(BigDecimal.valueOf(2)) : whole;
        }

        BigDecimal hoursInAll() {
            BigDecimal sum = BigDecimal.ZERO;
            for (int person = 0; person < comes; person++) {
                sum = sum.add(hoursOf(person));
            }
            return sum;
        }
    }

    HoldSessions(Platform platform, Checks checks, Cast cast, Map<String, String> people) {
        this.checks = checks;
        this.cast = cast;
        this.people = people;
        this.coordinator = platform.as("coordinator", Listener.SESSIONS);
        this.supplier = platform.as("supplier", Listener.SESSIONS);
        this.statistics = platform.statistics("coordinator", PROGRAM);
    }

    /** Returns the sessions' ids by their titles. */
    Map<String, String> play() {
        checks.step("Hold sessions: schedule, book, record attendance");
        Map<String, String> sessions = schedule();
        PLANS.forEach(plan -> book(plan, sessions.getOrDefault(plan.title(), "")));
        delays("from the answer to the new count, one booking at a time", bookingDelays);
        checkRefusal(sessions);
        PLANS.forEach(plan -> attend(plan, sessions.getOrDefault(plan.title(), "")));
        delays("from the answer to the new count, one attendance at a time", attendanceDelays);
        checkFigures();
        return sessions;
    }

    private void delays(String what, Delays delays) {
        if (!delays.isEmpty()) {
            checks.holds(what, true, delays);
        }
    }

    private Map<String, String> schedule() {
        Map<String, String> sessions = new HashMap<>(coordinator.all("/sessions?program=" + PROGRAM).stream()
                .collect(toMap(
                        session -> session.path("title").asText(),
                        session -> session.path("id").asText(),
                        (one, other) -> one)));
        for (Plan plan : PLANS) {
            sessions.computeIfAbsent(plan.title(), title -> scheduled(plan));
        }
        Set<String> listed = coordinator.all("/sessions?program=" + PROGRAM).stream()
                .map(session -> session.path("title").asText())
                .collect(toSet());
        checks.holds(
                "the sessions are in the list",
                PLANS.stream().map(Plan::title).allMatch(listed::contains),
                PLANS.stream().map(Plan::title).toList());
        return sessions;
    }

    /** The program may still be on its way to the service. */
    private String scheduled(Plan plan) {
        Answer answer = Patience.MOMENTS.until(
                () -> coordinator.post(
                        "/sessions",
                        "session/" + plan.startsAt(),
                        Map.of(
                                "program", PROGRAM,
                                "title", plan.title(),
                                "targetGroup", plan.targetGroup(),
                                "startsAt", plan.startsAt(),
                                "zone", "Europe/Stockholm",
                                "hours", plan.hours(),
                                "capacity", plan.capacity(),
                                "venue", "Folkets hus")),
                found -> !found.is(404) && !found.is(422));
        return answer.require(201).text("id");
    }

    private void book(Plan plan, String session) {
        Set<String> booked = coordinator.all("/bookings?sessionId=" + session).stream()
                .map(booking -> booking.path("personId").asText())
                .collect(toSet());
        List<Employee> missing = cast.in(plan.targetGroup()).stream()
                .filter(person -> !booked.contains(id(person)))
                .toList();
        if (missing.isEmpty()) {
            checks.note(plan.title() + ": all seats are booked already");
            return;
        }
        boolean measured = plan.title().equals(INSPIRERS_DAY_1);
        int singly = measured ? Math.min(SINGLY, missing.size()) : 0;
        missing.subList(0, singly).forEach(person -> bookAndWatch(session, person));
        List<Employee> together = missing.subList(singly, missing.size());
        long before = statistics.total("bookings");
        List<Answer> answers = new Clients(CLIENTS).each(together, person -> book(session, person));
        follows(plan.title() + ": bookings", "bookings", before, together.size(), answers);
    }

    private String id(Employee person) {
        return people.getOrDefault(person.ref(), "");
    }

    private void bookAndWatch(String session, Employee person) {
        long expected = statistics.total("bookings") + 1;
        Answer answer = book(session, person);
        statistics
                .await("bookings", count -> count >= expected, PATIENCE)
                .ifPresent(at -> bookingDelays.add(answer.at(), at));
    }

    /** The enrollment may still be on its way to the service. */
    private Answer book(String session, Employee person) {
        return Patience.MOMENTS
                .until(
                        () -> coordinator.post(
                                "/bookings",
                                "booking/" + session + "/" + person.ref(),
                                Map.of("sessionId", session, "personId", id(person))),
                        found -> !found.code().equals("not-enrolled"))
                .require(201);
    }

    private void follows(String what, String measure, long before, int more, List<Answer> answers) {
        long last = answers.stream().mapToLong(Answer::at).max().orElse(System.nanoTime());
        long expected = before + more;
        OptionalLong seen = statistics.await(measure, count -> count >= expected, PATIENCE);
        checks.holds(
                "%s, %s → %s".formatted(what, Checks.text(before), Checks.text(expected)),
                seen.isPresent(),
                seen.isPresent()
                        ? "%d ms after the last answer".formatted(Math.max(0, seen.getAsLong() - last) / 1_000_000)
                        : Checks.text(statistics.total(measure)));
    }

    private void checkRefusal(Map<String, String> sessions) {
        Employee stranger = cast.in(Cast.EMPLOYEES).get(100);
        Answer refused = coordinator.post(
                "/bookings",
                UUID.randomUUID().toString(),
                Map.of("sessionId", sessions.getOrDefault("Träff", ""), "personId", id(stranger)));
        checks.equal(
                "who is not enrolled in what a session is for gets no seat",
                "409 not-enrolled",
                EnrollPeople.refusal(refused));
    }

    private void attend(Plan plan, String session) {
        String path = "/sessions/" + session + "/attendance";
        List<JsonNode> recorded = supplier.all(path);
        if (recorded.size() >= plan.comes()) {
            checks.note(plan.title() + ": attendance is recorded already");
            return;
        }
        List<Map<String, ?>> marks = marks(plan);
        if (plan.title().equals(INSPIRERS_DAY_1)) {
            marks.subList(0, SINGLY).forEach(mark -> attendAndWatch(path, mark));
        }
        long before = statistics.total("attendances");
        int already = supplier.all(path).size();
        Answer answer = supplier.put(path, Map.of("attended", marks)).require(200);
        follows(plan.title() + ": attendances", "attendances", before, plan.comes() - already, List.of(answer));
    }

    private List<Map<String, ?>> marks(Plan plan) {
        List<Map<String, ?>> marks = new ArrayList<>();
        List<Employee> group = cast.in(plan.targetGroup());
        for (int person = 0; person < plan.comes(); person++) {
            marks.add(Map.of("personId", id(group.get(person)), "hours", plan.hoursOf(person)));
        }
        return marks;
    }

    private void attendAndWatch(String path, Map<String, ?> mark) {
        long expected = statistics.total("attendances") + 1;
        Answer answer = supplier.put(path, Map.of("attended", List.of(mark))).require(200);
        if (answer.body().path("recorded").asInt() == 1) {
            statistics
                    .await("attendances", count -> count >= expected, PATIENCE)
                    .ifPresent(at -> attendanceDelays.add(answer.at(), at));
        }
    }

    private void checkFigures() {
        long bookings = PLANS.stream()
                .mapToLong(plan -> cast.in(plan.targetGroup()).size())
                .sum();
        BigDecimal hours = PLANS.stream().map(Plan::hoursInAll).reduce(BigDecimal.ZERO, BigDecimal::add);
        checks.equal("sessions held", (long) PLANS.size(), statistics.total("sessions"));
        checks.equal("bookings", bookings, statistics.total("bookings"));
        checks.equal("attendances", (long) PLANS.stream().mapToInt(Plan::comes).sum(), statistics.total("attendances"));
        checks.equal(
                "participant hours",
                hours.stripTrailingZeros().toPlainString(),
                statistics.table("hours").get(Map.of()));
    }
}
