package org.samverka.evaluation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.testing.EventLog;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.Tokens;

/** Surveys that ask on other occasions than attendance, in waves, with reminders and links. */
@QuarkusTest
class WavesTest extends ServiceTest {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    private final EventLog due = EventLog.of("samverka.screening.v1");

    @BeforeEach
    void organizationsTakePart() {
        others.defineProgramWithSupport(program, "olofstrom", "kalmar");
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from program where key = ? and version = 2", program) == 1);
    }

    private String open(Map<String, Object> settings) {
        String key = "survey-" + UUID.randomUUID();
        var survey = new HashMap<>(survey(key, null, null));
        survey.putAll(settings);
        coordinator()
                .contentType("application/json")
                .body(survey)
                .post("/api/v1/surveys")
                .then()
                .statusCode(201);
        return key;
    }

    private UUID enrolled(UUID person) throws Exception {
        UUID enrollment = others.enrolled(program, "employees", person);
        await().atMost(PATIENCE).until(() -> count("select count(*) from enrollment where id = ?", enrollment) == 1);
        return enrollment;
    }

    /** What is due some day is due now. */
    private void letTimePass(String kind, String survey) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        update timer set due_at = current_timestamp - interval '1 minute'
                        where kind = ? and survey_id = (select id from survey where key = ?)
                        """)) {
            statement.setString(1, kind);
            statement.setString(2, survey);
            assertThat(statement.executeUpdate()).isPositive();
        }
    }

    private void awaitAsked(UUID person, String... surveys) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(surveysAskedOf(person)).containsExactlyInAnyOrder(surveys));
    }

    private UUID assignment(UUID person, String survey) {
        return UUID.fromString(as(person)
                .get("/api/v1/me/assignments")
                .then()
                .extract()
                .path("items.find { it.survey == '" + survey + "' }.id"));
    }

    private RequestSpecification contactOf(String organization) {
        return given().auth()
                .oauth2(Tokens.of("organization-contact")
                        .organizations(organization)
                        .sign());
    }

    @Test
    void aPersonIsAskedBeforeAfterAndSixMonthsLaterAndIsOneRespondentThroughout() throws Exception {
        String series = "series-" + UUID.randomUUID();
        String before = open(Map.of("occasion", "enrolled", "wave", Map.of("series", series, "name", "before")));
        String after = open(Map.of("occasion", "completed", "wave", Map.of("series", series, "name", "after")));
        String later = open(Map.of(
                "occasion", "completed", "delayDays", 182, "wave", Map.of("series", series, "name", "six-months")));
        UUID person = others.person(Gender.woman, "olofstrom");

        UUID enrollment = enrolled(person);
        awaitAsked(person, before);
        others.completed(enrollment, program, "employees", person);
        awaitAsked(person, before, after);
        assertThat(texts("""
                        select cast(cast(t.due_at at time zone 'Europe/Stockholm' as date) as text) from timer t
                        join survey s on s.id = t.survey_id where s.key = ?
                        """, later)).containsExactly(TODAY.plusDays(182).toString());
        letTimePass("ask", later);
        awaitAsked(person, before, after, later);
        for (String survey : new String[] {before, after, later}) {
            answer(person, assignment(person, survey), SATISFIED).statusCode(201);
        }

        List<Entry> completed = evaluation.await(
                3,
                entry -> entry.type().endsWith("evaluation-completed.v1")
                        && entry.value() != null
                        && entry.value().contains(series));
        assertThat(completed)
                .extracting(entry -> entry.data().path("wave").asText())
                .containsExactlyInAnyOrder("before", "after", "six-months");
        assertThat(completed)
                .extracting(entry -> entry.data().path("respondent").asText())
                .containsOnly(completed.get(0).data().path("respondent").asText());
    }

    @Test
    void theWavesOfASeriesShareOneKeyAndDestroyingItMakesAllOfThemNobodys() throws Exception {
        String series = "series-" + UUID.randomUUID();
        String before = open(Map.of("occasion", "enrolled", "wave", Map.of("series", series, "name", "before")));
        String after = open(Map.of("occasion", "enrolled", "wave", Map.of("series", series, "name", "after")));
        UUID person = others.person(Gender.woman, "olofstrom");
        enrolled(person);
        awaitAsked(person, before, after);
        answer(person, assignment(person, before), SATISFIED).statusCode(201);

        given().auth()
                .oauth2(Tokens.of("platform-admin").sign())
                .delete("/api/v1/surveys/{key}/key", after)
                .then()
                .statusCode(204);

        assertThat(count("""
                        select count(*) from survey_key k join survey s on s.key_of = k.survey_id where s.series = ?
                        """, series)).isZero();
        as(person)
                .get("/api/v1/assignments/{id}", assignment(person, before))
                .then()
                .body("state", equalTo("closed"));
        answer(person, assignment(person, after), SATISFIED).statusCode(409).body("code", equalTo("survey-closed"));
        coordinator()
                .contentType("application/json")
                .body(withWave(series, "later"))
                .post("/api/v1/surveys")
                .then()
                .statusCode(409)
                .body("code", equalTo("series-anonymized"));
    }

    private Map<String, Object> withWave(String series, String name) {
        var survey = new HashMap<>(survey("survey-" + UUID.randomUUID(), null, null));
        survey.put("wave", Map.of("series", series, "name", name));
        return survey;
    }

    @Test
    void aSeriesHasEachWaveOnce() {
        String series = "series-" + UUID.randomUUID();
        open(withWave(series, "before"));

        coordinator()
                .contentType("application/json")
                .body(withWave(series, "before"))
                .post("/api/v1/surveys")
                .then()
                .statusCode(409)
                .body("code", equalTo("wave-taken"));
    }

    @Test
    void onADayEverybodyIsAskedWhoIsInTheGroupThenAndNobodyWhoHasLeft() throws Exception {
        UUID stays = others.person(Gender.woman, "olofstrom");
        UUID leaves = others.person(Gender.man, "olofstrom");
        enrolled(stays);
        UUID enrollment = enrolled(leaves);
        String survey =
                open(Map.of("occasion", "date", "opensOn", TODAY.plusDays(30).toString()));
        others.withdrawn(enrollment, program, "employees", leaves);
        await().atMost(PATIENCE)
                .until(() ->
                        count("select count(*) from enrollment where id = ? and state = 'withdrawn'", enrollment) == 1);
        assertThat(surveysAskedOf(stays)).isEmpty();

        letTimePass("ask", survey);

        awaitAsked(stays, survey);
        assertThat(surveysAskedOf(leaves)).isEmpty();
    }

    @Test
    void onlyWhoHasNotAnsweredIsRemindedThoughEverybodyHasTheSameTimer() throws Exception {
        String survey =
                open(Map.of("occasion", "enrolled", "reminders", List.of(3, 10), "links", true, "daysToAnswer", 20));
        UUID answers = others.person(Gender.woman, "olofstrom");
        UUID forgets = others.person(Gender.man, "olofstrom");
        enrolled(answers);
        enrolled(forgets);
        awaitAsked(answers, survey);
        awaitAsked(forgets, survey);
        answer(answers, assignment(answers, survey), SATISFIED).statusCode(201);
        assertThat(texts("""
                        select count(*) from timer t join survey s on s.id = t.survey_id
                        where s.key = ? group by person_id
                        """, survey)).containsExactly("2", "2");

        letTimePass("remind", survey);

        List<Entry> reminders =
                due.await(2, entry -> entry.value() != null && entry.value().contains(survey));
        assertThat(reminders)
                .allSatisfy(entry ->
                        assertThat(entry.data().path("personId").asText()).isEqualTo(forgets.toString()));
        assertThat(reminders.get(0).data().path("dueOn").asText())
                .isEqualTo(TODAY.plusDays(20).toString());
        await().atMost(PATIENCE)
                .until(() -> count(
                                "select count(*) from timer t join survey s on s.id = t.survey_id where s.key = ?",
                                survey)
                        == 0);
        assertThat(due.entries())
                .filteredOn(entry -> entry.value() != null && entry.value().contains(survey))
                .hasSize(2);
    }

    @Test
    void whoHasALinkAnswersWithoutSigningInAndNothingElse() throws Exception {
        String survey = open(Map.of("occasion", "enrolled", "reminders", List.of(3), "links", true));
        UUID person = others.person(Gender.man, "olofstrom");
        enrolled(person);
        awaitAsked(person, survey);
        assertThat(evaluation
                        .awaitOne(entry -> entry.type().endsWith("evaluation-requested.v1")
                                && entry.value() != null
                                && entry.value().contains(survey))
                        .data()
                        .path("link")
                        .asText())
                .contains("/answer#");
        letTimePass("remind", survey);
        String link = due.awaitOne(
                        entry -> entry.value() != null && entry.value().contains(survey))
                .data()
                .path("link")
                .asText();
        String token = link.substring(link.indexOf('#') + 1);

        given().header("Link-Token", token)
                .get("/api/v1/link/assignment")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("survey", equalTo(survey))
                .body("state", equalTo("open"));
        given().header("Link-Token", token)
                .header("Accept-Language", "da")
                .get("/api/v1/link/form")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("language", equalTo("da"))
                .body("items.linkId", hasItem("relevance"));
        given().header("Link-Token", token)
                .contentType("application/json")
                .body(Map.of("answers", SATISFIED))
                .post("/api/v1/link/response")
                .then()
                .statusCode(201);
        given().header("Link-Token", token)
                .get("/api/v1/link/assignment")
                .then()
                .body("state", equalTo("answered"));
        given().header("Link-Token", token + "A")
                .get("/api/v1/link/assignment")
                .then()
                .statusCode(404);
        given().get("/api/v1/link/assignment").then().statusCode(404);
        given().header("Link-Token", token).get("/api/v1/me/assignments").then().statusCode(401);
    }

    @Test
    void anOrganizationAnswersOnceByOneOfItsContacts() throws Exception {
        String survey = open(Map.of("occasion", "organization"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> contactOf("olofstrom")
                        .get("/api/v1/me/assignments")
                        .then()
                        .body("items.findAll { it.survey == '" + survey + "' }.organization", contains("olofstrom")));
        String assignment = contactOf("olofstrom")
                .get("/api/v1/me/assignments")
                .then()
                .extract()
                .path("items.find { it.survey == '" + survey + "' }.id");

        contactOf("kalmar").get("/api/v1/assignments/{id}", assignment).then().statusCode(404);
        contactOf("olofstrom")
                .contentType("application/json")
                .body(Map.of("answers", SATISFIED))
                .post("/api/v1/assignments/{id}/response", assignment)
                .then()
                .statusCode(201);
        contactOf("olofstrom")
                .contentType("application/json")
                .body(Map.of("answers", SATISFIED))
                .post("/api/v1/assignments/{id}/response", assignment)
                .then()
                .statusCode(409);

        Entry completed = evaluation.awaitOne(entry -> entry.type().endsWith("evaluation-completed.v1")
                && entry.value() != null
                && entry.value().contains(survey));
        assertThat(completed.data().path("organization").asText()).isEqualTo("olofstrom");
        assertThat(completed.data().path("gender").asText()).isEqualTo("unknown");
    }

    @Test
    void whenItsTimeIsOverASurveyTakesNoAnswer() throws Exception {
        String survey = open(Map.of("occasion", "enrolled", "daysToAnswer", 5));
        UUID person = others.person(Gender.woman, "olofstrom");
        enrolled(person);
        awaitAsked(person, survey);
        execute("update assignment set due_on = current_date - 2 where person_id = ?", person);

        as(person)
                .get("/api/v1/assignments/{id}", assignment(person, survey))
                .then()
                .body("state", equalTo("closed"))
                .body("dueOn", equalTo(TODAY.minusDays(2).toString()));
        answer(person, assignment(person, survey), SATISFIED).statusCode(409).body("code", equalTo("too-late"));
    }

    @Test
    void anAnswerThatIsTakenBackIsGoneAndToldAndCanBeGivenAgain() throws Exception {
        String survey = open(Map.of("occasion", "enrolled"));
        UUID person = others.person(Gender.woman, "olofstrom");
        enrolled(person);
        awaitAsked(person, survey);
        UUID assignment = assignment(person, survey);
        answer(person, assignment, SATISFIED).statusCode(201);

        as(person)
                .delete("/api/v1/assignments/{id}/response", assignment)
                .then()
                .statusCode(204);

        assertThat(count("select count(*) from response r join survey s on s.id = r.survey_id where s.key = ?", survey))
                .isZero();
        Entry completed = evaluation.awaitOne(entry -> entry.type().endsWith("completed.v1")
                && entry.value() != null
                && entry.value().contains(survey));
        Entry withdrawn = evaluation.awaitOne(entry -> entry.type().endsWith("answer-withdrawn.v1")
                && entry.value() != null
                && entry.value().contains(survey));
        assertThat(withdrawn.data().path("responseId"))
                .isEqualTo(completed.data().path("responseId"));
        as(person)
                .delete("/api/v1/assignments/{id}/response", assignment)
                .then()
                .statusCode(409);
        answer(person, assignment, SATISFIED).statusCode(201);
    }

    @Test
    void whatAnotherReplicaIsDoingIsPassedOver() throws Exception {
        String survey =
                open(Map.of("occasion", "date", "opensOn", TODAY.plusDays(9).toString()));
        String other =
                open(Map.of("occasion", "date", "opensOn", TODAY.plusDays(9).toString()));
        UUID person = others.person(Gender.woman, "olofstrom");
        enrolled(person);
        letTimePass("ask", other);
        awaitAsked(person, other);
        try (Connection replica = database.getConnection()) {
            replica.setAutoCommit(false);
            try (PreparedStatement taken = replica.prepareStatement("""
                    select from timer where survey_id = (select id from survey where key = ?) for update
                    """)) {
                taken.setString(1, survey);
                taken.executeQuery();
            }
            String third =
                    open(Map.of("occasion", "date", "opensOn", TODAY.plusDays(9).toString()));
            letTimePass("ask", third);
            awaitAsked(person, other, third);
            replica.rollback();
        }
        letTimePass("ask", survey);
        await().atMost(PATIENCE).until(() -> surveysAskedOf(person).contains(survey));
    }

    @Test
    void manyWhoAreDueAtOnceAreAllAskedOnce() throws Exception {
        List<UUID> people =
                IntStream.range(0, 40).mapToObj(i -> UUID.randomUUID()).toList();
        people.forEach(person -> others.enrolled(program, "employees", person));
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from enrollment where program = ?", program) == people.size());

        String survey = open(Map.of("occasion", "enrolled"));

        await().atMost(PATIENCE)
                .until(() -> count(
                                "select count(*) from assignment a join survey s on s.id = a.survey_id where s.key = ?",
                                survey)
                        == people.size());
        assertThat(evaluation.await(
                        people.size(),
                        entry -> entry.type().endsWith("evaluation-requested.v1")
                                && entry.value() != null
                                && entry.value().contains(survey)))
                .hasSize(people.size());
    }

    @Test
    void settingsThatContradictEachOtherAreNamed() {
        var survey = new HashMap<>(survey("survey-" + UUID.randomUUID(), null, null));
        survey.putAll(
                Map.of("delayDays", 3, "opensOn", "2018-01-02", "closesOn", "2018-01-01", "reminders", List.of(5, 5)));

        coordinator()
                .contentType("application/json")
                .body(survey)
                .post("/api/v1/surveys")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/delayDays", "/opensOn", "/closesOn", "/reminders/1"));
    }
}
