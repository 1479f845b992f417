package org.samverka.reporting.goal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.AbsenceEvent.AbsenceEpisodeStated;
import org.samverka.contracts.AbsenceEvent.EmploymentStated;
import org.samverka.contracts.AbsenceEvent.Part;
import org.samverka.contracts.AbsenceEvent.Slice;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.Gender;
import org.samverka.contracts.HrEvent.AbsenceKind;
import org.samverka.contracts.HrEvent.PayForm;
import org.samverka.contracts.Language;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.Goal;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.reporting.Others;
import org.samverka.reporting.Others.Person;
import org.samverka.reporting.ServiceTest;
import org.samverka.testing.EventLog;

/** All goals of program 5, as its definition has them, with the state that what happened brings them to. */
@QuarkusTest
class GoalTest extends ServiceTest {
    private static final LocalDate ENTERED = LocalDate.of(2011, 10, 3);
    private static final LocalDate COMPLETED = LocalDate.of(2012, 5, 31);
    private static final List<String> ORGANIZATIONS = List.of(
            "borgholm",
            "emmaboda",
            "hogsby",
            "kalmar",
            "morbylanga",
            "nybro",
            "torsas",
            "uppvidinge",
            "landstinget-kalmar");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final UUID programId = UUID.nameUUIDFromBytes(program.getBytes(UTF_8));

    @Test
    void everyGoalOfProgramFiveComesToItsState() throws Exception {
        enroll("health-network", 52);
        enroll("health-inspirers", 55);
        enroll("competence-managers", 450);
        enroll("competence-employees", 350);
        hold("health-network", 44);
        hold("health-inspirers", 32);
        alup(40);
        answer("self-esteem", 38, Map.of("self-esteem", 3, "own-responsibility", 3));
        answer("self-esteem", 6, Map.of("self-esteem", 3, "own-responsibility", 2));
        answer("self-esteem", 6, Map.of("self-esteem", 1, "own-responsibility", 3));
        answer("self-esteem", 9, Map.of("self-esteem", 0, "own-responsibility", 3));
        answer("network-equipped", 38, Map.of("better-equipped", 3));
        answer("network-equipped", 2, Map.of("better-equipped", 1));
        answer("inspirers-ground", 6, Map.of("good-ground", 3));
        answer("bemanna-ratt", 17, Map.of("overall-view", 3, "security", 3, "participation", 3, "responsibility", 3));
        answer("bemanna-ratt", 3, Map.of("overall-view", 3, "security", 3, "participation", 3, "responsibility", 2));
        answer("gender-equality", 19, Map.of("knowledge", 3, "insight", 3, "understanding", 3));
        answer("gender-equality", 1, Map.of("knowledge", 3, "insight", 3, "understanding", 1));
        ORGANIZATIONS.forEach(organization -> answerOf("organizations", organization, Map.of("strengthened", 3)));

        awaitRows(967, "select 1 from program.participation where program = ?");
        awaitRows(60, "select 1 from program.participation where state = 'completed' and program = ?");
        awaitRows(154, "select 1 from goal.answer where program = ?");
        awaitRows(360, """
                select 1 from absence.episode e join absence.employment j on j.id = e.employment_id
                where j.organization = 'kalmar' and ? <> ''
                """);
        List<Goal> goals = definePlus();
        assertThat(goals).hasSize(14);

        var expected = new TreeMap<>(Map.ofEntries(
                Map.entry("short-term-absence", "met"),
                Map.entry("self-esteem", "not_met"),
                Map.entry("network-equipped", "met"),
                Map.entry("inspirers-ground", "withheld"),
                Map.entry("bemanna-ratt", "met"),
                Map.entry("accessibility", "not_computable"),
                Map.entry("gender-equality", "not_met"),
                Map.entry("organizations", "met"),
                Map.entry("network-people", "met"),
                Map.entry("network-meetings", "not_met"),
                Map.entry("inspirers", "met"),
                Map.entry("inspirer-meetings", "met"),
                Map.entry("managers", "met"),
                Map.entry("employees", "not_met")));
        await().atMost(PATIENCE.multipliedBy(2))
                .untilAsserted(() -> assertThat(states()).isEqualTo(expected));

        assertThat(goal(analyst(), "self-esteem"))
                .containsEntry("wording", goals.get(1).wording())
                .containsEntry("needed", 0.8f);
        assertThat(number(analyst(), "bemanna-ratt", "value")).isEqualTo(0.85);
        assertThat(goal(coordinator(), "network-equipped"))
                .containsEntry("suppressed", "homogeneous")
                .containsEntry("value", null)
                .containsEntry("numerator", null);
        assertThat(number(coordinator(), "network-people", "value")).isEqualTo(52);
        assertThat(number(analyst(), "network-people", "value")).isEqualTo(49);
        assertThat(number(analyst(), "self-esteem", "value")).isEqualTo(0.76);
        assertThat(number(analyst(), "self-esteem", "all")).isEqualTo(60);
        assertThat(number(analyst(), "self-esteem", "valueOfAll")).isEqualTo(0.633333);
        assertThat(number(analyst(), "short-term-absence", "value")).isCloseTo(-0.5, within(0.01));
        assertThat(number(analyst(), "short-term-absence", "all")).isEqualTo(40);
        JsonPath effect = analyst()
                .get("/api/v1/programs/{key}/absence/effect?targetGroup=alup", program)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(effect.getInt("persons")).isEqualTo(40);
        assertThat(effect.getInt("comparison.persons")).isEqualTo(60);
        assertThat(effect.getDouble("comparison.differenceInDifferences.value")).isCloseTo(-0.0192, within(0.001));
        assertThat(effect.getBoolean("found")).isTrue();
        assertThat(effect.getList("parts.dimension")).containsExactly("ageBand", "fullTime", "gender");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told("employees"))
                        .last()
                        .extracting(data -> data.get("state"))
                        .isEqualTo("not_met"));
        assertThat(told("employees")).extracting(data -> data.get("version")).doesNotHaveDuplicates();
    }

    @Test
    void aChangeOfStateIsToldOnceWithTheStateBefore() throws IOException {
        definePlus();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told("accessibility"))
                        .extracting(data -> data.get("state"))
                        .containsExactly("not_computable"));

        answer("accessibility", 20, Map.of("knowledge", 3));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told("accessibility"))
                        .last()
                        .extracting(data -> data.get("state"))
                        .isEqualTo("met"));

        List<Map<String, Object>> told = told("accessibility");
        for (int i = 1; i < told.size(); i++) {
            assertThat(told.get(i).get("before")).isEqualTo(told.get(i - 1).get("state"));
            assertThat(told.get(i).get("version")).isEqualTo(i + 1);
        }
        assertThat(told.get(0)).doesNotContainKey("before").containsEntry("program", program);
    }

    private List<Goal> definePlus() throws IOException {
        var yaml = YAMLMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        JsonNode plus = yaml.readTree(new File("../deploy/programs/plus.yaml"));
        List<Goal> goals = yaml.convertValue(plus.get("goals"), new TypeReference<>() {});
        others.tell(new ProgramDefined(
                programId,
                program,
                2,
                plus.get("name").asText(),
                LocalDate.parse(plus.get("period").get("from").asText()),
                LocalDate.parse(plus.get("period").get("to").asText()),
                plus.get("zone").asText(),
                List.of(Language.sv),
                ORGANIZATIONS,
                List.of(),
                null,
                goals));
        return goals;
    }

    private void enroll(String group, int count) {
        people(count, Gender.woman).forEach(person -> others.tell(person.event(), enrolled(person, group)));
    }

    private ParticipantEnrolled enrolled(Person person, String group) {
        return new ParticipantEnrolled(
                enrollment(person, group),
                program,
                person.id(),
                person.pseudonym(),
                group,
                "kalmar",
                EnrollmentState.confirmed,
                ENTERED);
    }

    private static UUID enrollment(Person person, String group) {
        return UUID.nameUUIDFromBytes((person.id() + group).getBytes(UTF_8));
    }

    private void awaitRows(int count, String sql) {
        await().atMost(PATIENCE).until(() -> rows(sql, program).size() == count);
    }

    private void hold(String group, int sessions) {
        for (int i = 0; i < sessions; i++) {
            others.tell(Others.held(program, UUID.randomUUID(), group));
        }
    }

    /** Sixty go through; forty of them are employed all the time and half as often ill after as before; sixty others are not. */
    private void alup(int employed) {
        List<Person> people = people(employed + 20, Gender.woman);
        people.forEach(person -> others.tell(
                enrolled(person, "alup"),
                new EnrollmentChanged(
                        enrollment(person, "alup"),
                        program,
                        person.id(),
                        person.pseudonym(),
                        "alup",
                        "kalmar",
                        EnrollmentState.completed,
                        EnrollmentState.confirmed,
                        COMPLETED,
                        null,
                        null,
                        2)));
        people.subList(0, employed).forEach(person -> employed(person, "2010-11-01", "2011-03-07", "2012-10-01"));
        people(60, Gender.woman)
                .forEach(person -> employed(person, "2010-11-01", "2011-03-07", "2012-10-01", "2013-03-04"));
    }

    private void employed(Person person, String... mondays) {
        others.tell(new EmploymentStated(
                person.id(),
                person.pseudonym(),
                "kalmar",
                Gender.woman,
                1970,
                List.of(new Slice(
                        LocalDate.of(2008, 1, 1),
                        null,
                        "u",
                        BigDecimal.ONE,
                        BigDecimal.valueOf(40),
                        PayForm.monthly,
                        false)),
                1));
        for (String monday : mondays) {
            LocalDate from = LocalDate.parse(monday);
            others.tell(new AbsenceEpisodeStated(
                    UUID.randomUUID(),
                    person.id(),
                    person.pseudonym(),
                    AbsenceKind.sick,
                    from,
                    from.plusDays(4),
                    List.of(new Part(from, from.plusDays(4), BigDecimal.ONE)),
                    1));
        }
    }

    private void answer(String goal, int count, Map<String, Integer> scores) {
        for (int i = 0; i < count; i++) {
            answerOf(goal, "kalmar", scores);
        }
    }

    private void answerOf(String goal, @Nullable String organization, Map<String, Integer> scores) {
        others.tell(new EvaluationCompleted(
                UUID.randomUUID(),
                "plus-" + goal,
                program,
                UUID.randomUUID(),
                null,
                Gender.woman,
                organization,
                scores));
    }

    private Map<String, String> states() {
        var states = new TreeMap<String, String>();
        goals(coordinator()).forEach(goal -> states.put((String) goal.get("key"), (String) goal.get("state")));
        return states;
    }

    private Map<String, Object> goal(RequestSpecification caller, String key) {
        return goals(caller).stream()
                .filter(goal -> key.equals(goal.get("key")))
                .findFirst()
                .orElseThrow();
    }

    private double number(RequestSpecification caller, String key, String field) {
        Object number = Objects.requireNonNull(goal(caller, key).get(field), key + " " + field);
        return new BigDecimal(number.toString()).doubleValue();
    }

    private List<Map<String, Object>> goals(RequestSpecification caller) {
        return caller.get("/api/v1/programs/{key}/goals", program)
                .then()
                .statusCode(200)
                .extract()
                .path("items");
    }

    /** What was told of a goal, in its order. */
    private List<Map<String, Object>> told(String goal) {
        try (EventLog log = EventLog.of("samverka.reporting.v1")) {
            return log.entries().stream()
                    .filter(entry -> programId.toString().equals(entry.key()))
                    .map(entry -> JSON.convertValue(entry.data(), new TypeReference<Map<String, Object>>() {}))
                    .filter(data -> goal.equals(data.get("goal")))
                    .sorted(Comparator.comparing(data -> (Integer) data.get("version")))
                    .toList();
        }
    }
}
