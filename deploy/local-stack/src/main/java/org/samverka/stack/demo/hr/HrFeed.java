package org.samverka.stack.demo.hr;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.samverka.stack.demo.hr.Employment.Move;
import org.samverka.stack.demo.hr.Employment.NewExtent;

/**
 * All that the HR system of a synthetic Olofström says from autumn 2017 to autumn 2019: its units, its 1 097 employees on
 * 31 January 2017 (961 women, 136 men), and their absences over 24 months. The same, byte by byte, each time.
 */
public final class HrFeed {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final LocalDate FIRST_LOAD = LocalDate.of(2017, 9, 18);
    private static final long SEED = 20170129;
    private static final double TWICE = 0.05;
    private static final int STRUCTURED_EVERY = 10;

    private final String organization;
    private final Workforce workforce;
    private final List<Absence> absences;
    private final List<HrMessage> events;

    private HrFeed(String organization) {
        this.organization = organization;
        this.workforce = Workforce.of(organization, SEED);
        this.absences = workforce.employees().stream()
                .flatMap(employee -> Absences.of(employee, SEED).stream())
                .toList();
        this.events = numbered(said());
    }

    /** The feed of the municipality that the program is for. */
    public static HrFeed olofstrom() {
        return of("olofstrom");
    }

    /** The same people under another organization's key and references, for tests that want one to themselves. */
    public static HrFeed of(String organization) {
        return new HrFeed(organization);
    }

    public String organization() {
        return organization;
    }

    public String source() {
        return "https://hr.example.org/" + organization;
    }

    public List<Unit> units() {
        return workforce.units();
    }

    public List<Employee> employees() {
        return workforce.employees();
    }

    public int employments() {
        return employees().stream().mapToInt(each -> each.employments().size()).sum();
    }

    /** Those that were not taken back. */
    public int absences() {
        return (int) absences.stream().filter(absence -> !absence.isTakenBack()).count();
    }

    /** Each once, in the order in which they happened. */
    public List<HrMessage> events() {
        return events;
    }

    /** As real feeds arrive: in no order, and some of them twice. */
    public List<HrMessage> asItArrives(long seed) {
        Random random = new Random(seed);
        List<HrMessage> arriving = new ArrayList<>(events);
        events.stream().filter(event -> random.nextDouble() < TWICE).forEach(arriving::add);
        Collections.shuffle(arriving, random);
        return arriving;
    }

    /** What is said, and when. */
    private record Said(String type, String key, Instant time, Map<String, @Nullable Object> data) {}

    private List<Said> said() {
        List<Said> said = new ArrayList<>();
        units().forEach(unit -> said.add(unit(unit)));
        employees().forEach(employee -> employee.employments().forEach(job -> said.addAll(employment(employee, job))));
        absences.forEach(absence -> absence.states().forEach(state -> said.add(absence(absence, state))));
        return said;
    }

    private List<HrMessage> numbered(List<Said> said) {
        List<Said> inOrder = new ArrayList<>(said);
        inOrder.sort(Comparator.comparing(Said::time));
        List<HrMessage> messages = new ArrayList<>();
        for (Said each : inOrder) {
            int number = messages.size() + 1;
            messages.add(new HrMessage(
                    each.key(),
                    "%s-%06d".formatted(organization, number),
                    source(),
                    "org.samverka.hr." + each.type() + ".v1",
                    each.time(),
                    "%010d".formatted(number),
                    json(each.data()),
                    number % STRUCTURED_EVERY == 0));
        }
        return List.copyOf(messages);
    }

    private Said unit(Unit unit) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("orgUnitRef", unit.ref());
        data.put("organization", organization);
        data.put("name", unit.name());
        data.put("parentRef", unit.parentRef());
        return new Said("unit.changed", unit.ref(), at(FIRST_LOAD, 3), data);
    }

    private List<Said> employment(Employee employee, Employment job) {
        List<Said> said = new ArrayList<>();
        said.add(new Said(
                "employee.hired", job.ref(), at(FIRST_LOAD, 4), slice(employee, job, job.unit(), null, job.extent())));
        Move move = job.move();
        if (move != null) {
            Map<String, @Nullable Object> data = new LinkedHashMap<>();
            data.put("employmentRef", job.ref());
            data.put("effectiveFrom", move.from().toString());
            data.put("toUnit", move.unit());
            said.add(new Said("employee.moved", job.ref(), at(move.from().minusDays(3), 10), data));
        }
        NewExtent change = job.change();
        if (change != null) {
            String unit = move == null || move.from().isAfter(change.from()) ? job.unit() : move.unit();
            said.add(new Said(
                    "employee.changed",
                    job.ref(),
                    at(change.from().minusDays(7), 11),
                    slice(employee, job, unit, change.from(), change.extent())));
        }
        LocalDate lastDay = job.lastDay();
        if (lastDay != null) {
            Map<String, @Nullable Object> data = new LinkedHashMap<>();
            data.put("employmentRef", job.ref());
            data.put("lastDay", lastDay.toString());
            said.add(new Said("employee.left", job.ref(), at(lastDay.minusDays(14), 12), data));
        }
        return said;
    }

    private Map<String, @Nullable Object> slice(
            Employee employee, Employment job, String unit, @Nullable LocalDate effectiveFrom, BigDecimal extent) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("employmentRef", job.ref());
        data.put("personRef", employee.ref());
        data.put("organization", organization);
        data.put("orgUnitRef", unit);
        data.put("from", job.from().toString());
        data.put("to", null);
        if (effectiveFrom != null) {
            data.put("effectiveFrom", effectiveFrom.toString());
        }
        data.put("extent", extent);
        data.put("weeklyHours", Employment.weeklyHours(extent));
        data.put("payForm", job.hourly() ? "hourly" : "monthly");
        data.put("gender", employee.gender().name());
        data.put("birthYear", employee.birthYear());
        data.put("leader", employee.leader());
        data.put("name", name(employee));
        data.put("email", employee.email());
        data.put("language", "sv");
        return data;
    }

    private static Map<String, String> name(Employee employee) {
        Map<String, String> name = new LinkedHashMap<>();
        name.put("given", employee.given());
        name.put("family", employee.family());
        return name;
    }

    private Said absence(Absence absence, Absence.State state) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("absenceRef", absence.ref());
        if (!state.what().equals("cancelled")) {
            data.put("employmentRef", absence.employmentRef());
            data.put("kind", absence.kind());
            data.put("from", state.from().toString());
            data.put("to", state.to() == null ? null : state.to().toString());
            data.put("extent", absence.extent());
        }
        data.put("version", state.version());
        // The hour rises with the version, for states that were put in on one day.
        return new Said(
                "absence." + state.what(), absence.employmentRef(), at(state.known(), 6 + state.version()), data);
    }

    private static Instant at(LocalDate day, int hour) {
        return day.atTime(LocalTime.of(hour, 0)).atZone(ZONE).toInstant();
    }

    private static String json(Map<String, @Nullable Object> data) {
        try {
            return JSON.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and numbers can always be written", e);
        }
    }
}
