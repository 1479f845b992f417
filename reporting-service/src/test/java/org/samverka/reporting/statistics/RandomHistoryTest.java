package org.samverka.reporting.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.EvaluationEvent.EvaluationRequested;
import org.samverka.contracts.Event;
import org.samverka.contracts.Gender;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.contracts.ParticipantEvent.PersonChanged;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.contracts.SessionEvent.BookingCanceled;
import org.samverka.contracts.SessionEvent.SessionBooked;
import org.samverka.contracts.SessionEvent.SessionHeld;
import org.samverka.contracts.SessionEvent.SessionRescheduled;
import org.samverka.contracts.SessionEvent.SessionScheduled;
import org.samverka.reporting.Others.Person;
import org.samverka.reporting.ServiceTest;
import org.samverka.testing.RealStack;

/**
 * A long random history, told in a random order (of what has one key the order is kept), some of it more than once: the
 * cells are what a plain reckoning over all that was told comes to.
 */
@QuarkusTest
class RandomHistoryTest extends ServiceTest {
    private static final List<String> GROUPS = List.of("everybody", "inspirers", "coaches");
    private static final List<String> ORGANIZATIONS = List.of("olofstrom", "ljungby", "asele");
    private static final List<String> UNITS = List.of("care", "home-care", "a/b");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Map<String, List<Event>> histories = new TreeMap<>();

    @Test
    void cellsAreWhatAPlainReckoningComesTo() throws SQLException {
        people();
        sessions();
        answers();

        tellInRandomOrder(histories.values());

        var expected = new Reckoning(2017, histories.values());
        awaitAll(expected);
        assertThat(cells("fact")).isEqualTo(expected.cells());
        assertThat(expected.cells()).hasSizeGreaterThan(300);
        assertThat(expected.splits()).hasSizeGreaterThan(1000);
    }

    @Test
    void whatIsBuiltAnewWhileMoreHappensAndConsumersComeAndGoIsTheSameCellForCell() throws Exception {
        people();
        sessions();
        answers();
        List<List<Event>> all = List.copyOf(histories.values());
        List<List<Event>> later = all.subList(0, all.size() / 3);
        tellInRandomOrder(all.subList(all.size() / 3, all.size()));
        awaitAll(new Reckoning(2017, all.subList(all.size() / 3, all.size())));
        change("update statistics.fact set n = n + 1 where program = ? and measure = 'enrolled'"); // as by a mistake
        change("delete from statistics.split where program = ?");

        String rebuild = as("platform-admin")
                .post("/api/v1/statistics/rebuilds")
                .then()
                .statusCode(201)
                .body("state", equalTo("waiting"))
                .extract()
                .header("Location");
        try (Consumer<String, String> another = anotherOfTheGroup()) {
            tellInRandomOrder(later);
            for (int i = 0; i < 10; i++) {
                another.poll(Duration.ofMillis(100)); // takes partitions away, and says nothing of what it read
            }
        }

        await().atMost(Duration.ofMinutes(2))
                .until(() -> as("platform-admin").get(rebuild).path("state"), "done"::equals);
        var expected = new Reckoning(2017, all);
        awaitAll(expected);
        assertThat(cells("fact")).isEqualTo(expected.cells());
        as("platform-admin")
                .get(rebuild)
                .then()
                .body("reason", equalTo(null))
                .body("read", greaterThan(histories.size()));
    }

    private void awaitAll(Reckoning expected) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(cells("cell")).as("seed %d", seed).isEqualTo(expected.cells());
            assertThat(splits()).as("seed %d", seed).isEqualTo(expected.splits());
        });
    }

    private void change(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, program);
            statement.executeUpdate();
        }
    }

    private static Consumer<String, String> anotherOfTheGroup() {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        RealStack.kafka(),
                        "group.id",
                        "reporting-statistics",
                        "enable.auto.commit",
                        false),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of("samverka.participants.v1", "samverka.sessions.v1", "samverka.evaluation.v1"));
        return consumer;
    }

    private void people() {
        for (int i = 0; i < 300; i++) {
            Person person = someone(UUID.randomUUID(), UUID.randomUUID());
            List<Event> history = history(person.id());
            for (int step = random.nextInt(7); step > 0; step--) {
                String group = any(GROUPS);
                switch (random.nextInt(7)) {
                    case 0, 1 -> history.add(person.enrolled(program, group));
                    case 2 -> history.add(person.enrolled(program, group, EnrollmentState.waitlisted));
                    case 3 -> history.add(person.withdrawn(program, group));
                    case 4 -> history.add(person.changed(program, group, any(List.of(EnrollmentState.values()))));
                    default -> history.add(described(someone(person.id(), person.pseudonym())));
                }
            }
        }
    }

    private Person someone(UUID id, UUID pseudonym) {
        return new Person(id, pseudonym, any(List.of(Gender.values())), any(ORGANIZATIONS));
    }

    /** Somebody as they are from now on. */
    private PersonChanged described(Person person) {
        return new PersonChanged(
                person.id(),
                person.pseudonym(),
                person.organization(),
                random.nextInt(4) == 0 ? null : any(UNITS),
                person.gender(),
                1950 + random.nextInt(50),
                BigDecimal.valueOf(5 + random.nextInt(6), 1),
                random.nextInt(5) == 0,
                random.nextInt(4) > 0,
                null);
    }

    private void sessions() {
        List<PersonOf> known = histories.values().stream()
                .flatMap(Collection::stream)
                .filter(ParticipantEnrolled.class::isInstance)
                .map(ParticipantEnrolled.class::cast)
                .map(event -> new PersonOf(event.personId(), event.pseudonym()))
                .distinct()
                .toList();
        for (int i = 0; i < 30; i++) {
            UUID session = UUID.randomUUID();
            String group = random.nextBoolean() ? null : any(GROUPS);
            List<Event> history = history(session);
            if (random.nextInt(5) > 0) {
                history.add(scheduled(session, group));
            }
            history.add(new SessionHeld(session, program, group));
            for (int step = 0; step < 60; step++) {
                if (random.nextInt(40) == 0) {
                    history.add(rescheduled(session, group));
                }
                PersonOf who = any(known);
                var booked = new SessionBooked(UUID.randomUUID(), session, program, group, who.id(), who.pseudonym());
                switch (random.nextInt(4)) {
                    case 0 -> history.add(booked);
                    case 1 -> {
                        history.add(booked);
                        history.add(
                                new BookingCanceled(booked.bookingId(), session, program, who.id(), who.pseudonym()));
                    }
                    default ->
                        history.add(new AttendanceRecorded(
                                session,
                                program,
                                group,
                                who.id(),
                                who.pseudonym(),
                                BigDecimal.valueOf(random.nextInt(6) * 5L, 1),
                                step * 7919 % 101)); // a version of its own for each, up and down
                }
            }
        }
    }

    private SessionScheduled scheduled(UUID session, @Nullable String group) {
        return new SessionScheduled(
                session, program, "A day", group, someday(), "Europe/Stockholm", BigDecimal.ONE, 90, null);
    }

    private SessionRescheduled rescheduled(UUID session, @Nullable String group) {
        return new SessionRescheduled(
                session, program, "A day", group, someday(), "Europe/Stockholm", BigDecimal.ONE, 90, null, 1);
    }

    private LocalDateTime someday() {
        return LocalDateTime.parse("2018-01-31T23:30").plusDays(random.nextInt(200));
    }

    private record PersonOf(UUID id, UUID pseudonym) {}

    private void answers() {
        for (int i = 0; i < 300; i++) {
            UUID response = UUID.randomUUID();
            var scores = new HashMap<String, Integer>();
            Reckoning.ITEMS.stream()
                    .filter(item -> random.nextInt(10) > 0)
                    .forEach(item -> scores.put(item, 1 + random.nextInt(5)));
            scores.put("recommendation", random.nextInt(11));
            history(response)
                    .add(new EvaluationCompleted(
                            response,
                            "survey-" + random.nextInt(4),
                            program,
                            UUID.randomUUID(),
                            random.nextBoolean() ? null : any(GROUPS),
                            any(List.of(Gender.values())),
                            random.nextBoolean() ? null : any(ORGANIZATIONS),
                            scores,
                            random.nextBoolean()
                                    ? null
                                    : Map.of("well-being", BigDecimal.valueOf(random.nextInt(1000), 1)),
                            "before-and-after",
                            any(List.of("before", "after"))));
            UUID assignment = UUID.randomUUID();
            history(assignment)
                    .add(new EvaluationRequested(
                            assignment,
                            "survey-" + random.nextInt(4),
                            program,
                            UUID.randomUUID(),
                            null,
                            null,
                            random.nextBoolean() ? null : any(List.of(Gender.values())),
                            any(ORGANIZATIONS)));
        }
    }

    private List<Event> history(UUID key) {
        return histories.computeIfAbsent(key.toString(), fresh -> new ArrayList<>());
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    private void tellInRandomOrder(Collection<List<Event>> told) {
        record Telling(Event event, UUID id) {}
        List<Deque<Telling>> untold = new ArrayList<>();
        told.stream().filter(history -> !history.isEmpty()).forEach(history -> {
            Deque<Telling> tellings = new ArrayDeque<>();
            history.forEach(event -> tellings.add(new Telling(event, UUID.randomUUID())));
            if (random.nextInt(5) == 0) {
                tellings.add(any(List.copyOf(tellings))); // redelivered, long after
            }
            untold.add(tellings);
        });
        while (!untold.isEmpty()) {
            int next = random.nextInt(untold.size());
            Telling telling = untold.get(next).remove();
            others.tell(telling.event(), telling.id());
            if (untold.get(next).isEmpty()) {
                untold.remove(next);
            }
        }
        others.flush();
    }

    private Map<List<String>, String> cells(String table) throws SQLException {
        var cells = new HashMap<List<String>, String>();
        rows("""
            select measure, target_group, gender, organization, item, sum(n) || ' ' || trim_scale(sum(amount))
            from statistics.%s where program = ? group by 1, 2, 3, 4, 5 having sum(n) <> 0 or sum(amount) <> 0
            """.formatted(table), program)
                .forEach(row -> cells.put(
                        row.subList(0, 5).stream().map(String::valueOf).toList(), String.valueOf(row.get(5))));
        return cells;
    }

    private Map<List<String>, String> splits() throws SQLException {
        var splits = new HashMap<List<String>, String>();
        rows("""
            select measure, item, first, second, first_category, second_category, gender, n || ' ' || trim_scale(amount)
            from statistics.split where program = ? and (n <> 0 or amount <> 0)
            """, program)
                .forEach(row -> splits.put(
                        row.subList(0, 7).stream().map(String::valueOf).toList(), String.valueOf(row.get(7))));
        return splits;
    }
}
