package org.samverka.reporting.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.Event;
import org.samverka.contracts.Gender;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.contracts.ParticipantEvent.PersonChanged;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.contracts.SessionEvent.BookingCanceled;
import org.samverka.contracts.SessionEvent.SessionBooked;
import org.samverka.contracts.SessionEvent.SessionHeld;
import org.samverka.reporting.Others.Person;
import org.samverka.reporting.ServiceTest;

/**
 * A long random history, told in a random order (of what has one key the order is kept), some of it more than once: the
 * cells are what a plain reckoning over all that was told comes to.
 */
@QuarkusTest
class RandomHistoryTest extends ServiceTest {
    private static final List<String> GROUPS = List.of("everybody", "inspirers", "coaches");
    private static final List<String> ORGANIZATIONS = List.of("olofstrom", "ljungby", "asele");
    private static final List<String> ITEMS = List.of("relevance", "usefulness", "intent-to-apply", "accessibility");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Map<String, List<Event>> histories = new TreeMap<>();

    @Test
    void cellsAreWhatAPlainReckoningComesTo() throws SQLException {
        people();
        sessions();
        answers();

        tellInRandomOrder();

        Map<List<String>, String> expected = new Reckoning(histories.values()).cells();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(cells("cell")).as("seed %d", seed).isEqualTo(expected));
        assertThat(cells("fact")).isEqualTo(expected);
        assertThat(expected).hasSizeGreaterThan(300);
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
                    default ->
                        history.add(someone(person.id(), person.pseudonym()).event());
                }
            }
        }
    }

    private Person someone(UUID id, UUID pseudonym) {
        return new Person(id, pseudonym, any(List.of(Gender.values())), any(ORGANIZATIONS));
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
            history.add(new SessionHeld(session, program, group));
            for (int step = 0; step < 60; step++) {
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

    private record PersonOf(UUID id, UUID pseudonym) {}

    private void answers() {
        for (int i = 0; i < 300; i++) {
            UUID response = UUID.randomUUID();
            var scores = new HashMap<String, Integer>();
            ITEMS.stream()
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
                            scores));
        }
    }

    private List<Event> history(UUID key) {
        return histories.computeIfAbsent(key.toString(), fresh -> new ArrayList<>());
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    private void tellInRandomOrder() {
        record Telling(Event event, UUID id) {}
        List<Deque<Telling>> untold = new ArrayList<>();
        histories.values().stream().filter(history -> !history.isEmpty()).forEach(history -> {
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

    /** Written without looking at the service: everything in memory, one event after the other. */
    private static final class Reckoning {
        private final Map<UUID, PersonChanged> people = new HashMap<>();
        private final Map<UUID, ParticipantEnrolled> places = new HashMap<>();
        private final Map<UUID, SessionHeld> held = new HashMap<>();
        private final Map<UUID, SessionBooked> bookings = new HashMap<>();
        private final Map<List<UUID>, AttendanceRecorded> attendances = new HashMap<>();
        private final List<EvaluationCompleted> answers = new ArrayList<>();
        private final Map<List<String>, BigDecimal[]> sums = new HashMap<>();

        Reckoning(Collection<List<Event>> histories) {
            histories.forEach(history -> history.forEach(this::hear));
        }

        private void hear(Event event) {
            if (event instanceof PersonChanged changed) {
                people.put(changed.pseudonym(), changed);
            } else if (event instanceof ParticipantEnrolled enrolled) {
                places.put(enrolled.enrollmentId(), enrolled);
            } else if (event instanceof EnrollmentChanged changed) {
                change(changed);
            } else if (event instanceof EnrollmentWithdrawn withdrawn) {
                places.remove(withdrawn.enrollmentId());
            } else if (event instanceof SessionHeld session) {
                held.put(session.sessionId(), session);
            } else if (event instanceof SessionBooked booked) {
                bookings.put(booked.bookingId(), booked);
            } else if (event instanceof BookingCanceled canceled) {
                bookings.remove(canceled.bookingId());
            } else if (event instanceof AttendanceRecorded attendance) {
                attendances.merge(
                        List.of(attendance.sessionId(), attendance.pseudonym()),
                        attendance,
                        (known, other) -> other.version() > known.version() ? other : known);
            } else if (event instanceof EvaluationCompleted completed) {
                answers.add(completed);
            }
        }

        private void change(EnrollmentChanged event) {
            EnrollmentState counted = switch (event.state()) {
                case confirmed, completed -> EnrollmentState.confirmed;
                case waitlisted -> EnrollmentState.waitlisted;
                default -> EnrollmentState.withdrawn;
            };
            if (counted == EnrollmentState.withdrawn) {
                places.remove(event.enrollmentId());
            } else {
                places.put(
                        event.enrollmentId(),
                        new ParticipantEnrolled(
                                event.enrollmentId(),
                                event.program(),
                                event.personId(),
                                event.pseudonym(),
                                event.targetGroup(),
                                event.organization(),
                                counted,
                                event.date()));
            }
        }

        Map<List<String>, String> cells() {
            Set<UUID> counted = new HashSet<>();
            for (ParticipantEnrolled place : places.values()) {
                boolean confirmed = place.state() == EnrollmentState.confirmed;
                add(
                        confirmed ? "enrolled" : "waitlisted",
                        place.targetGroup(),
                        place.pseudonym(),
                        place.organization(),
                        0);
                if (confirmed && counted.add(place.pseudonym())) {
                    add("headCount", "", place.pseudonym(), place.organization(), 0);
                }
            }
            held.values()
                    .forEach(session ->
                            add(List.of("sessions", none(session.targetGroup()), "", "", ""), BigDecimal.ZERO));
            bookings.values().forEach(b -> add("bookings", none(b.targetGroup()), b.pseudonym(), "", 0));
            attendances.values().stream()
                    .filter(a -> a.hours().signum() > 0)
                    .forEach(a -> add(
                            "attendances",
                            none(a.targetGroup()),
                            a.pseudonym(),
                            "",
                            a.hours().doubleValue()));
            answers.forEach(this::addAnswer);
            var cells = new HashMap<List<String>, String>();
            sums.forEach((cell, sum) -> cells.put(
                    cell,
                    sum[0].toPlainString() + " "
                            + (sum[1].signum() == 0
                                    ? "0"
                                    : sum[1].stripTrailingZeros().toPlainString())));
            return cells;
        }

        private void addAnswer(EvaluationCompleted answer) {
            String group = none(answer.targetGroup());
            String organization = none(answer.organization());
            String gender = answer.gender().name();
            add(List.of("answers", group, gender, organization, answer.survey()), BigDecimal.ZERO);
            ITEMS.stream()
                    .filter(answer.scores()::containsKey)
                    .forEach(item -> add(
                            List.of("agreement", group, gender, organization, item),
                            requireNonNull(answer.scores().get(item)) > 3 ? BigDecimal.ONE : BigDecimal.ZERO));
        }

        private void add(String measure, String group, UUID pseudonym, String organization, double amount) {
            PersonChanged person = people.get(pseudonym);
            add(
                    List.of(
                            measure,
                            group,
                            person == null ? "unknown" : person.gender().name(),
                            person == null ? organization : person.organization(),
                            ""),
                    BigDecimal.valueOf(amount));
        }

        private void add(List<String> cell, BigDecimal amount) {
            BigDecimal[] sum = sums.computeIfAbsent(cell, fresh -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
            sum[0] = sum[0].add(BigDecimal.ONE);
            sum[1] = sum[1].add(amount);
        }

        private static String none(@org.jspecify.annotations.Nullable String text) {
            return text == null ? "" : text;
        }
    }
}
