package org.samverka.reporting.statistics;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.EvaluationEvent.EvaluationRequested;
import org.samverka.contracts.Event;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.contracts.ParticipantEvent.PersonChanged;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.contracts.SessionEvent.BookingCanceled;
import org.samverka.contracts.SessionEvent.SessionBooked;
import org.samverka.contracts.SessionEvent.SessionHeld;
import org.samverka.contracts.SessionEvent.SessionRescheduled;
import org.samverka.contracts.SessionEvent.SessionScheduled;

/** Written without looking at the service: everything in memory, one event after the other, counted at the end. */
final class Reckoning {
    static final List<String> ITEMS = List.of("relevance", "usefulness", "intent-to-apply", "accessibility");

    private final int firstYear;
    private final Map<UUID, Somebody> people = new HashMap<>();
    private final Map<UUID, Enrollment> places = new HashMap<>();
    private final Map<UUID, SessionHeld> held = new HashMap<>();
    private final Map<UUID, String> months = new HashMap<>();
    private final Map<UUID, SessionBooked> bookings = new HashMap<>();
    private final Map<List<UUID>, AttendanceRecorded> attendances = new HashMap<>();
    private final Map<List<String>, BigDecimal[]> cells = new HashMap<>();
    private final Map<List<String>, BigDecimal[]> splits = new HashMap<>();
    private final List<EvaluationCompleted> answers = new ArrayList<>();
    private final List<EvaluationRequested> requests = new ArrayList<>();

    private static final class Somebody {
        @Nullable
        PersonChanged now;

        String unit = "";
        String fullTime = "unknown";
        String role = "unknown";
    }

    private record Enrollment(
            String group, UUID pseudonym, String organization, EnrollmentState state, LocalDate date) {}

    Reckoning(int firstYear, Collection<List<Event>> histories) {
        this.firstYear = firstYear;
        histories.forEach(history -> history.forEach(this::hear));
        count();
    }

    private void hear(Event event) {
        if (event instanceof PersonChanged changed) {
            hear(changed);
        } else if (event instanceof ParticipantEnrolled e) {
            places.put(
                    e.enrollmentId(),
                    new Enrollment(e.targetGroup(), e.pseudonym(), e.organization(), e.state(), e.date()));
        } else if (event instanceof EnrollmentChanged e) {
            places.put(
                    e.enrollmentId(),
                    new Enrollment(e.targetGroup(), e.pseudonym(), e.organization(), e.state(), e.date()));
        } else if (event instanceof EnrollmentWithdrawn e) {
            Enrollment before = places.get(e.enrollmentId());
            String organization = before == null ? "" : before.organization();
            places.put(
                    e.enrollmentId(),
                    new Enrollment(e.targetGroup(), e.pseudonym(), organization, EnrollmentState.withdrawn, e.date()));
        } else if (event instanceof SessionScheduled scheduled) {
            months.put(
                    scheduled.sessionId(), YearMonth.from(scheduled.startsAt()).toString());
        } else if (event instanceof SessionRescheduled scheduled) {
            months.put(
                    scheduled.sessionId(), YearMonth.from(scheduled.startsAt()).toString());
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
        } else if (event instanceof EvaluationRequested requested) {
            requests.add(requested);
        }
    }

    private void hear(PersonChanged changed) {
        Somebody somebody = people.computeIfAbsent(changed.pseudonym(), fresh -> new Somebody());
        somebody.now = changed;
        if (changed.active()) {
            somebody.unit = changed.unit() == null ? "" : changed.unit();
            somebody.fullTime = changed.extent().doubleValue() < 1 ? "no" : "yes";
            somebody.role = changed.leader() ? "leader" : "employee";
        }
    }

    private void count() {
        Set<UUID> heads = new HashSet<>();
        for (Enrollment place : places.values()) {
            Map<String, String> labels = ofPerson(place.pseudonym(), place.organization());
            labels.put("targetGroup", place.group());
            labels.put("month", YearMonth.from(place.date()).toString());
            boolean in = place.state() == EnrollmentState.confirmed || place.state() == EnrollmentState.completed;
            if (in) {
                labels.put("state", place.state().name());
            }
            String measure = in
                    ? "enrolled"
                    : place.state() == EnrollmentState.offered
                            ? "seatOffered"
                            : place.state().name();
            add(measure, "", labels, 1, BigDecimal.ZERO);
            if (in && heads.add(place.pseudonym())) {
                add("headCount", "", ofPerson(place.pseudonym(), place.organization()), 1, BigDecimal.ZERO);
            }
        }
        held.values().forEach(session -> {
            Map<String, String> labels = new TreeMap<>();
            labels.put("targetGroup", none(session.targetGroup()));
            labels.put("month", months.getOrDefault(session.sessionId(), "unknown"));
            add("sessions", "", labels, 1, BigDecimal.ZERO);
        });
        bookings.values()
                .forEach(b -> visit("bookings", b.pseudonym(), b.targetGroup(), b.sessionId(), BigDecimal.ZERO));
        attendances.values().stream()
                .filter(a -> a.hours().signum() > 0)
                .forEach(a -> visit("attendances", a.pseudonym(), a.targetGroup(), a.sessionId(), a.hours()));
        requests.forEach(this::addRequest);
        answers.forEach(this::addAnswer);
    }

    private void visit(String measure, UUID pseudonym, @Nullable String group, UUID session, BigDecimal hours) {
        Map<String, String> labels = ofPerson(pseudonym, "");
        labels.put("targetGroup", none(group));
        labels.put("month", months.getOrDefault(session, "unknown"));
        add(measure, "", labels, 1, hours);
    }

    private Map<String, String> ofPerson(UUID pseudonym, String organization) {
        Map<String, String> labels = new TreeMap<>();
        Somebody somebody = people.getOrDefault(pseudonym, new Somebody());
        PersonChanged person = somebody.now;
        labels.put("gender", person == null ? "unknown" : person.gender().name());
        labels.put(
                "organization",
                (person == null ? organization : person.organization()) + "/" + somebody.unit.replace("/", "%2F"));
        labels.put("ageBand", person == null ? "unknown" : band(firstYear - person.birthYear()));
        labels.put("fullTime", somebody.fullTime);
        labels.put("role", somebody.role);
        return labels;
    }

    private static String band(int age) {
        if (age < 30) {
            return "-29";
        }
        return age < 50 ? "30-49" : "50-";
    }

    private void addRequest(EvaluationRequested request) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(
                "gender",
                request.gender() == null ? "unknown" : request.gender().name());
        labels.put("organization", none(request.organization()));
        add("responseRate", request.survey(), labels, 1, BigDecimal.ZERO);
    }

    private void addAnswer(EvaluationCompleted answer) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("targetGroup", none(answer.targetGroup()));
        labels.put("organization", none(answer.organization()));
        labels.put("gender", answer.gender().name());
        labels.put("wave", none(answer.wave()));
        add("answers", answer.survey(), labels, 1, BigDecimal.ZERO);
        ITEMS.stream()
                .filter(answer.scores()::containsKey)
                .forEach(item -> add(
                        "agreement",
                        item,
                        labels,
                        1,
                        requireNonNull(answer.scores().get(item)) > 3 ? BigDecimal.ONE : BigDecimal.ZERO));
        if (answer.measures() != null) {
            answer.measures().forEach((scale, score) -> add("score", scale, labels, 1, score));
        }
    }

    private void add(String measure, String item, Map<String, String> labels, int n, BigDecimal amount) {
        String gender = labels.getOrDefault("gender", "");
        String organization = labels.getOrDefault("organization", "");
        add(
                cells,
                List.of(
                        measure,
                        labels.getOrDefault("targetGroup", ""),
                        gender,
                        organization.split("/", -1)[0],
                        item),
                n,
                amount);
        List<String> names = labels.keySet().stream()
                .filter(name -> !name.equals("gender"))
                .sorted()
                .toList();
        for (String first : names) {
            for (String second : names) {
                boolean isInCells =
                        first.equals("organization") && second.equals("targetGroup") && !organization.contains("/");
                if (first.compareTo(second) < 0 && !isInCells) {
                    add(
                            splits,
                            List.of(
                                    measure,
                                    item,
                                    first,
                                    second,
                                    requireNonNull(labels.get(first)),
                                    requireNonNull(labels.get(second)),
                                    gender),
                            n,
                            amount);
                }
            }
        }
    }

    private static void add(Map<List<String>, BigDecimal[]> sums, List<String> cell, int n, BigDecimal amount) {
        BigDecimal[] sum = sums.computeIfAbsent(cell, fresh -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
        sum[0] = sum[0].add(BigDecimal.valueOf(n));
        sum[1] = sum[1].add(amount);
    }

    /** By measure, target group, gender, organization and item. */
    Map<List<String>, String> cells() {
        return texts(cells);
    }

    /** By measure, item, both dimensions, both categories and gender. */
    Map<List<String>, String> splits() {
        return texts(splits);
    }

    private static Map<List<String>, String> texts(Map<List<String>, BigDecimal[]> sums) {
        Map<List<String>, String> texts = new HashMap<>();
        sums.forEach((cell, sum) -> texts.put(
                cell,
                sum[0].toPlainString() + " "
                        + (sum[1].signum() == 0
                                ? "0"
                                : sum[1].stripTrailingZeros().toPlainString())));
        return texts;
    }

    private static String none(@Nullable String text) {
        return text == null ? "" : text;
    }
}
