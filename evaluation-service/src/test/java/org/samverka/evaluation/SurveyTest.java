package org.samverka.evaluation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.samverka.testing.Tokens;

@QuarkusTest
class SurveyTest extends ServiceTest {
    private final String key = "survey-" + UUID.randomUUID();

    @Test
    void aSurveyThatIsOpenedCanBeReadAgain() throws Exception {
        UUID session = knownSession("managers");

        open(survey(key, session, "managers"))
                .statusCode(201)
                .header("Location", endsWith("/api/v1/surveys/" + key))
                .header("ETag", "\"1\"")
                .body("key", equalTo(key))
                .body("state", equalTo("open"));

        coordinator()
                .get("/api/v1/surveys/{key}", key)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("id", notNullValue())
                .body("program", equalTo(program))
                .body("instrument.key", equalTo("session-evaluation"))
                .body("instrument.version", equalTo(1))
                .body("sessionId", equalTo(session.toString()))
                .body("targetGroup", equalTo("managers"))
                .body("state", equalTo("open"))
                .body("openedAt", endsWith("Z"));
    }

    @Test
    void theSameRequestAgainOpensNoSecondSurvey() {
        ValidatableResponse first = openWithKey("once", survey(key, null, null)).statusCode(201);

        assertThat(openWithKey("once", survey(key, null, null))
                        .statusCode(201)
                        .header("ETag", "\"1\"")
                        .extract()
                        .asString())
                .isEqualTo(first.extract().asString());
        openWithKey("once", survey(key + "-b", null, null))
                .statusCode(409)
                .body("code", equalTo("idempotency-key-reused"));
    }

    @Test
    void aKeyNamesOneSurvey() {
        open(survey(key, null, null)).statusCode(201);

        open(survey(key, null, null)).statusCode(409).body("code", equalTo("key-taken"));
    }

    @Test
    void valuesThatCannotBeRightAreNamed() throws Exception {
        Map<String, Object> wrong = survey("No Key", null, null);
        wrong.remove("instrument");
        open(wrong).statusCode(422).body("errors.pointer", containsInAnyOrder("/key", "/instrument"));

        Map<String, Object> unknown = survey(key, null, null);
        unknown.put("instrument", "mood");
        open(unknown).statusCode(422).body("errors.code", contains("unknown-instrument"));

        open(survey(key, UUID.randomUUID(), "everybody"))
                .statusCode(422)
                .body("errors.pointer", contains("/sessionId", "/targetGroup"));
        open(survey(key, knownSession("managers"), "inspirers"))
                .statusCode(422)
                .body("errors.code", contains("other-target-group"));
        assertThat(count("select count(*) from survey where key = ?", key)).isZero();
    }

    @Test
    void anotherProgramsSessionIsAsUnknownAsNone() throws Exception {
        UUID session = others.session("another-program", null);
        await().atMost(PATIENCE).until(() -> count("select count(*) from session where id = ?", session) == 1);

        open(survey(key, session, null)).statusCode(422).body("errors.code", contains("unknown-session"));
    }

    @Test
    void anotherProgramAndItsSurveysAreNotKnown() {
        open(survey(key, null, null)).statusCode(201);
        String foreign = Tokens.of("coordinator").programs("another-program").sign();

        for (String path : List.of("/api/v1/surveys/" + key, "/api/v1/surveys/" + key + "/assignments")) {
            given().auth().oauth2(foreign).get(path).then().statusCode(404).body("code", equalTo("not-known"));
        }
        given().auth()
                .oauth2(foreign)
                .queryParam("program", program)
                .get("/api/v1/surveys")
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(foreign)
                .contentType("application/json")
                .body(survey(key + "-b", null, null))
                .post("/api/v1/surveys")
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(foreign)
                .get("/api/v1/surveys")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    @Test
    void aProgramThatWasNotHeardOfYetIsNotKnown() {
        String unheard = "unheard-" + UUID.randomUUID();

        given().auth()
                .oauth2(Tokens.of("coordinator").programs(unheard).sign())
                .contentType("application/json")
                .body(Map.of("key", key, "program", unheard, "instrument", "session-evaluation"))
                .post("/api/v1/surveys")
                .then()
                .statusCode(404)
                .body("code", equalTo("not-known"));
    }

    @Test
    void aProgramsNewerDefinitionCountsAndAnOlderOneThatComesLateDoesNot() throws Exception {
        others.publish(others.program(program, 3, "coaches"));
        others.publish(others.program(program, 2, "managers"));
        await().atMost(PATIENCE).until(() -> count("select version from program where key = ?", program) == 3);

        open(survey(key, null, "managers")).statusCode(422).body("errors.code", contains("unknown-target-group"));
        open(survey(key, null, "coaches")).statusCode(201);
        others.publish(others.program(program, 4));
        await().atMost(PATIENCE).until(() -> count("select version from program where key = ?", program) == 4);
        open(survey(key + "-b", null, "")).statusCode(422).body("errors.code", contains("unknown-target-group"));
    }

    @Test
    void surveysComeInPagesInTheOrderTheyWereOpened() {
        List<String> opened =
                IntStream.range(0, 5).mapToObj(i -> openSurvey(null, null)).toList();

        var first = coordinator()
                .get("/api/v1/surveys?limit=3&program=" + program)
                .then()
                .statusCode(200)
                .extract();
        var second = coordinator()
                .get("/api/v1/surveys?limit=3&cursor=" + first.<String>path("next"))
                .then()
                .body("next", nullValue())
                .extract();

        assertThat(Stream.concat(
                        first.<List<String>>path("items.key").stream(),
                        second.<List<String>>path("items.key").stream()))
                .containsExactlyElementsOf(opened);
    }

    @Test
    void unknownParametersAndLimitsAreRefused() {
        coordinator().get("/api/v1/surveys?sort=key").then().statusCode(400).body("code", equalTo("unknown-parameter"));
        coordinator()
                .get("/api/v1/surveys?limit=501")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/limit"));
    }

    @Test
    void howManyHaveAnsweredIsWithheldWhereItCouldTellWhoHasNot() throws Exception {
        UUID session = knownSession(null);
        openSurvey(session, null);
        open(survey(key, session, null)).statusCode(201);
        rate().body("assigned", equalTo(0)).body("answered", nullValue());
        List<UUID> people = Stream.generate(UUID::randomUUID).limit(20).toList();
        people.forEach(person -> others.attended(program, session, person));
        await().atMost(PATIENCE).until(() -> rate().extract().<Integer>path("assigned") == people.size());

        people.subList(0, 6).forEach(this::answerEverything);
        rate().body("assigned", equalTo(20))
                .body("answered", nullValue())
                .body("responseRate", nullValue())
                .body("suppressed", equalTo("primary"));

        people.subList(6, 9).forEach(this::answerEverything);
        rate().body("answered", equalTo(7))
                .body("responseRate.value", equalTo(0.35f))
                .body("responseRate.numerator", equalTo(7))
                .body("responseRate.denominator", equalTo(20))
                .body("suppressed", nullValue());

        people.subList(9, 20).forEach(this::answerEverything);
        rate().body("answered", equalTo(7));
    }

    private void answerEverything(UUID person) {
        as(person)
                .get("/api/v1/me/assignments")
                .then()
                .extract()
                .<List<String>>path("items.id")
                .forEach(id -> answer(person, UUID.fromString(id), SATISFIED).statusCode(201));
    }

    private ValidatableResponse rate() {
        return coordinator()
                .get("/api/v1/surveys/{key}/assignments", key)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse open(Map<String, Object> survey) {
        return coordinator()
                .contentType("application/json")
                .body(survey)
                .post("/api/v1/surveys")
                .then();
    }

    private ValidatableResponse openWithKey(String idempotencyKey, Map<String, Object> survey) {
        return given().auth()
                .oauth2(COORDINATOR_TOKEN.computeIfAbsent(
                        program, p -> Tokens.of("coordinator").programs(p).sign()))
                .header("Idempotency-Key", idempotencyKey)
                .contentType("application/json")
                .body(survey)
                .post("/api/v1/surveys")
                .then();
    }

    /** A caller is who the token names, and every token without a person names somebody else. */
    private static final Map<String, String> COORDINATOR_TOKEN = new java.util.concurrent.ConcurrentHashMap<>();
}
