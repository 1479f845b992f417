package org.samverka.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.testing.CloudEvent;
import org.samverka.testing.EventLog.Entry;

@QuarkusTest
class AskingTest extends ServiceTest {
    private static final String REQUESTED = "org.samverka.evaluation.evaluation-requested.v1";

    private final UUID person = UUID.randomUUID();

    @Test
    void whoAttendedBeforeTheSurveyOpenedIsAskedAndWhoAttendsAfterToo() throws Exception {
        UUID session = knownSession(null);
        UUID later = UUID.randomUUID();
        others.attended(program, session, person);
        awaitAttendances(session, 1);

        String survey = openSurvey(session, null);
        others.attended(program, session, later);

        as(person)
                .get("/api/v1/assignments/{id}", assignmentOf(person))
                .then()
                .statusCode(200)
                .header("ETag", "\"open\"")
                .body("survey", equalTo(survey))
                .body("program", equalTo(program))
                .body("instrument.key", equalTo("session-evaluation"))
                .body("instrument.version", equalTo(1))
                .body("sessionId", equalTo(session.toString()))
                .body("targetGroup", nullValue())
                .body("state", equalTo("open"));
        assertThat(assignmentOf(later)).isNotEqualTo(assignmentOf(person));
    }

    @Test
    void everyAssignmentIsToldOnceWithThePersonWhoIsAsked() throws Exception {
        UUID session = knownSession(null);
        others.attended(program, session, person);
        awaitAttendances(session, 1);
        UUID later = UUID.randomUUID();

        String survey = openSurvey(session, null);
        others.attended(program, session, later);
        assignmentOf(later);

        List<Entry> told = evaluation.await(
                3, entry -> entry.value() != null && entry.value().contains(survey));
        assertThat(told).hasSize(3);
        assertThat(told.stream().filter(entry -> entry.type().equals(REQUESTED)))
                .extracting(entry -> entry.data().path("personId").asText())
                .containsExactlyInAnyOrder(person.toString(), later.toString());
        assertThat(told.stream().filter(entry -> entry.type().equals(REQUESTED)))
                .allSatisfy(entry -> assertThat(entry.key())
                        .isEqualTo(entry.data().path("assignmentId").asText()));
        Entry opened = told.stream()
                .filter(entry -> entry.type().equals("org.samverka.evaluation.survey-opened.v1"))
                .findFirst()
                .orElseThrow();
        assertThat(opened.data().path("sessionId").asText()).isEqualTo(session.toString());
        assertThat(opened.data().path("instrumentVersion").asInt()).isEqualTo(1);
    }

    @Test
    void whoIsAskedIsToldWithGenderAndOrganizationForTheResponseRate() throws Exception {
        UUID woman = others.person(Gender.woman, "olofstrom");
        await().atMost(PATIENCE).until(() -> count("select count(*) from person where id = ?", woman) == 1);
        UUID session = knownSession(null);
        String survey = openSurvey(session, null);

        others.attended(program, session, woman);

        Entry told = evaluation.awaitOne(entry -> entry.type().equals(REQUESTED)
                && entry.value() != null
                && entry.value().contains(survey));
        assertThat(told.data().path("gender").asText()).isEqualTo("woman");
        assertThat(told.data().path("organization").asText()).isEqualTo("olofstrom");
    }

    @Test
    void aRedeliveredAttendanceAndOneSentAnewAskOnce() throws Exception {
        UUID session = knownSession(null);
        String survey = openSurvey(session, null);
        CloudEvent event = others.attended(program, session, person);
        others.again(session, event);
        others.attended(program, session, null, person, "3", 1);
        others.attended(program, session, null, person, "2", 2);
        others.again(session, event);
        UUID last = UUID.randomUUID();
        others.attended(program, session, last);

        assignmentOf(last);

        assertThat(surveysAskedOf(person)).containsExactly(survey);
        assertThat(evaluation.await(
                        3, entry -> entry.value() != null && entry.value().contains(survey)))
                .hasSize(3);
    }

    @Test
    void whoWasAbsentIsNotAsked() throws Exception {
        UUID session = knownSession(null);
        openSurvey(session, null);
        others.attended(program, session, null, person, "0", 1);
        UUID last = UUID.randomUUID();
        others.attended(program, session, last);

        assignmentOf(last);

        assertThat(surveysAskedOf(person)).isEmpty();
    }

    @Test
    void aCorrectionIsTakenAndTheLowerVersionThatComesLateIsNot() throws Exception {
        UUID session = knownSession(null);
        others.attended(program, session, null, person, "0", 2);
        others.attended(program, session, null, person, "3", 1);
        UUID last = UUID.randomUUID();
        others.attended(program, session, last);
        awaitAttendances(session, 2);

        openSurvey(session, null);

        assignmentOf(last);
        assertThat(surveysAskedOf(person)).isEmpty();
    }

    /** If it took the assignment back, or only an unanswered one, it would tell whether the person had answered. */
    @Test
    void aCorrectionToAbsentTakesNoAssignmentBack() throws Exception {
        UUID session = knownSession(null);
        String survey = openSurvey(session, null);
        others.attended(program, session, person);
        assignmentOf(person);

        others.attended(program, session, null, person, "0", 2);
        await().atMost(PATIENCE)
                .until(() ->
                        count("select count(*) from attendance where person_id = ? and not attended", person) == 1);

        assertThat(surveysAskedOf(person)).containsExactly(survey);
    }

    @Test
    void aSurveyOfTheProgramAsksOnceHoweverManySessionsAPersonAttended() throws Exception {
        UUID first = knownSession(null);
        UUID second = knownSession("managers");
        others.attended(program, first, person);
        awaitAttendances(first, 1);

        String survey = openSurvey(null, null);
        others.attended(program, second, "managers", person, "3", 1);
        UUID last = UUID.randomUUID();
        others.attended(program, second, "managers", last, "3", 1);

        assignmentOf(last);
        assertThat(surveysAskedOf(person)).containsExactly(survey);
    }

    @Test
    void aSurveyOfATargetGroupAsksItsMembersAndNobodyElse() throws Exception {
        UUID managers = knownSession("managers");
        UUID inspirers = knownSession("inspirers");
        UUID manager = UUID.randomUUID();
        UUID inspirer = UUID.randomUUID();
        String survey = openSurvey(null, "inspirers");

        others.attended(program, managers, "managers", manager, "3", 1);
        others.attended(program, inspirers, "inspirers", inspirer, "3", 1);
        awaitAttendances(managers, 1);

        as(inspirer)
                .get("/api/v1/assignments/{id}", assignmentOf(inspirer))
                .then()
                .body("survey", equalTo(survey))
                .body("targetGroup", equalTo("inspirers"));
        assertThat(surveysAskedOf(manager)).isEmpty();
    }

    @Test
    void anotherProgramsSessionsAreNotAskedAbout() throws Exception {
        UUID session = knownSession(null);
        openSurvey(null, null);
        others.attended("another-program", session, UUID.randomUUID());
        others.attended(program, session, person);

        assignmentOf(person);

        assertThat(count(
                        "select count(*) from assignment a join survey s on s.id = a.survey_id where s.program = ?",
                        program))
                .isEqualTo(1);
    }

    @Test
    void attendanceThatComesBeforeItsProgramAndItsSessionIsKeptForTheSurvey() throws Exception {
        String late = "late-" + UUID.randomUUID();
        UUID session = UUID.randomUUID();
        others.attended(late, session, person);
        awaitAttendances(session, 1);
        others.defineProgram(late);
        await().atMost(PATIENCE).until(() -> count("select count(*) from program where key = ?", late) == 1);

        io.restassured.RestAssured.given()
                .auth()
                .oauth2(org.samverka.testing.Tokens.of("coordinator")
                        .programs(late)
                        .sign())
                .contentType("application/json")
                .body(java.util.Map.of("key", late, "program", late, "instrument", "session-evaluation"))
                .post("/api/v1/surveys")
                .then()
                .statusCode(201);

        assertThat(surveysAskedOf(person)).containsExactly(late);
    }

    @Test
    void whoeverAttendsWhileASurveyOpensIsAskedExactlyOnce() throws Exception {
        UUID session = knownSession(null);
        List<UUID> people = Stream.generate(UUID::randomUUID).limit(120).toList();
        var attending = CompletableFuture.runAsync(
                () -> people.forEach(attendee -> others.attended(program, session, attendee)));
        List<String> surveys = new java.util.ArrayList<>();
        while (!attending.isDone() || surveys.size() < 5) {
            surveys.add(openSurvey(session, null));
        }
        attending.join();
        awaitAttendances(session, people.size());

        assertThat(texts("""
            select count(distinct (a.survey_id, a.person_id)) || ' of ' || count(*)
            from assignment a join survey s on s.id = a.survey_id where s.program = ?
            """, program))
                .containsExactly(people.size() * surveys.size() + " of " + people.size() * surveys.size());
    }

    @Test
    void attendanceThatComesWhileASurveyOpensWaitsForIt() throws Exception {
        UUID session = knownSession(null);
        String survey = "opening-" + UUID.randomUUID();
        try (Connection opening = database.getConnection()) {
            opening.setAutoCommit(false);
            execute(opening, "select pg_advisory_xact_lock(hashtextextended('attendance ' || ?, 0))", program);
            execute(opening, """
                insert into survey (id, key, program, instrument, instrument_version, opened_at, version, key_of)
                select id, ?, ?, 'session-evaluation', 1, current_timestamp, 1, id
                from (select gen_random_uuid() as id) as its
                """, survey, program);
            others.attended(program, session, person);
            awaitSomebodyWaitingOrRecorded(session);
            opening.commit();
        }

        awaitAttendances(session, 1);

        assertThat(texts(
                        "select a.person_id from assignment a join survey s on s.id = a.survey_id where s.key = ?",
                        survey))
                .containsExactly(person.toString());
    }

    @Test
    void aSurveyThatOpensWhileAttendanceIsRecordedWaitsForIt() throws Exception {
        UUID session = knownSession(null);
        CompletableFuture<String> survey;
        try (Connection recording = database.getConnection()) {
            recording.setAutoCommit(false);
            execute(recording, "select pg_advisory_xact_lock_shared(hashtextextended('attendance ' || ?, 0))", program);
            execute(recording, "insert into attendance values (?, ?, ?, null, true, 1)", session, person, program);
            survey = CompletableFuture.supplyAsync(() -> openSurvey(session, null));
            await().atMost(PATIENCE).until(() -> survey.isDone() || somebodyWaits());
            recording.commit();
        }

        String opened = survey.join();
        assertThat(surveysAskedOf(person)).containsExactly(opened);
    }

    private void awaitSomebodyWaitingOrRecorded(UUID session) {
        await().atMost(PATIENCE)
                .until(() ->
                        somebodyWaits() || count("select count(*) from attendance where session_id = ?", session) == 1);
    }

    private boolean somebodyWaits() throws SQLException {
        return count("""
            select count(*) from pg_locks where locktype = 'advisory' and not granted
                and database = (select oid from pg_database where datname = current_database())
            """) > 0;
    }

    private static void execute(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    @Test
    void anotherPersonsAssignmentIsNotKnown() throws Exception {
        UUID session = knownSession(null);
        openSurvey(session, null);
        others.attended(program, session, person);
        UUID assignment = assignmentOf(person);

        as(UUID.randomUUID())
                .get("/api/v1/assignments/{id}", assignment)
                .then()
                .statusCode(404)
                .body("code", equalTo("not-known"));
        answer(UUID.randomUUID(), assignment, SATISFIED).statusCode(404).body("code", equalTo("not-known"));
    }

    @Test
    void aPersonsAssignmentsComeInPages() throws Exception {
        UUID session = knownSession(null);
        List<String> surveys =
                IntStream.range(0, 5).mapToObj(i -> openSurvey(session, null)).toList();
        others.attended(program, session, person);
        await().atMost(PATIENCE).until(() -> surveysAskedOf(person).size() == 5);

        var first = as(person)
                .get("/api/v1/me/assignments?limit=3")
                .then()
                .body("items", hasSize(3))
                .extract();
        var second = as(person)
                .get("/api/v1/me/assignments?limit=3&cursor=" + first.<String>path("next"))
                .then()
                .body("items", hasSize(2))
                .body("next", nullValue())
                .extract();

        assertThat(Stream.concat(
                        first.<List<String>>path("items.survey").stream(),
                        second.<List<String>>path("items.survey").stream()))
                .containsExactlyInAnyOrderElementsOf(surveys);
    }

    @Test
    void genderOfAPersonWhoIsNotKnownYetDoesNotHoldTheAssignmentBack() throws Exception {
        UUID session = knownSession(null);
        String survey = openSurvey(session, null);
        others.attended(program, session, person);

        answer(person, assignmentOf(person), SATISFIED).statusCode(201);

        Entry completed = evaluation.awaitOne(entry -> entry.type().endsWith("evaluation-completed.v1")
                && entry.value() != null
                && entry.value().contains(survey));
        assertThat(completed.data().path("gender").asText()).isEqualTo(Gender.unknown.name());
        assertThat(completed.data().has("organization")).isFalse();
    }
}
