package org.samverka.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.testing.EventLog.Entry;

@QuarkusTest
class AnsweringTest extends ServiceTest {
    private static final String COMPLETED = "org.samverka.evaluation.evaluation-completed.v1";

    private UUID session = UUID.randomUUID();
    private String survey = "";
    private UUID person = UUID.randomUUID();
    private UUID assignment = UUID.randomUUID();

    @BeforeEach
    void aPersonIsAsked() throws Exception {
        session = knownSession("managers");
        survey = openSurvey(session, null);
        person = others.person(Gender.woman, "olofstrom");
        org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> count("select count(*) from person where id = ?", person) == 1);
        others.attended(program, session, "managers", person, "3", 1);
        assignment = assignmentOf(person);
    }

    @Test
    void anAnswerBecomesAnEventWithScoresAndNobodyInIt() throws Exception {
        answer(person, assignment, SATISFIED)
                .statusCode(201)
                .header("Location", endsWith("/api/v1/assignments/" + assignment))
                .body("assignmentId", equalTo(assignment.toString()))
                .body("state", equalTo("answered"));

        Entry event = evaluation.awaitOne(this::completesTheSurvey);
        assertThat(event.data().path("program").asText()).isEqualTo(program);
        assertThat(event.data().path("targetGroup").asText()).isEqualTo("managers");
        assertThat(event.data().path("gender").asText()).isEqualTo("woman");
        assertThat(event.data().path("organization").asText()).isEqualTo("olofstrom");
        assertThat(event.data().path("scores").toString())
                .isEqualTo("{\"accessibility\":5,\"intent-to-apply\":4,\"relevance\":5,\"usefulness\":4}");
        assertThat(event.data().path("instrument").asText()).isEqualTo("session-evaluation");
        assertThat(event.data().path("instrumentVersion").asInt()).isEqualTo(1);
        assertThat(event.data().path("sensitivity").asText()).isEqualTo("ordinary");
        assertThat(event.data().has("bands")).isFalse();
        assertThat(event.key()).isEqualTo(event.data().path("responseId").asText());
        assertThat(texts(
                        "select (scores ->> 'usefulness') || ' ' || (results -> 0 ->> 'measure') || ' '"
                                + " || (results -> 0 ->> 'value') from response where id = cast(? as uuid)",
                        event.data().path("responseId").asText()))
                .containsExactly("4 satisfaction 4.5");
        assertThat(event.toString()).doesNotContain(person.toString()).doesNotContain(assignment.toString());
        as(person).get("/api/v1/assignments/{id}", assignment).then().body("state", equalTo("answered"));
    }

    @Test
    void theAnswersEventIsNotOnTheRequestsTrace() {
        as(person)
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .contentType("application/json")
                .body(Map.of("answers", SATISFIED))
                .put("/api/v1/assignments/{id}/response", assignment)
                .then()
                .statusCode(201);

        assertThat(evaluation.awaitOne(this::completesTheSurvey).headers().get("traceparent"))
                .isNotBlank()
                .doesNotContain("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void whatDoesNotFitTheInstrumentIsRefusedItemByItemAndNothingIsKept() throws Exception {
        answer(person, assignment, Map.of("relevance", 6, "usefulness", "4", "intent-to-apply", 2.5, "mood", 1))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid-values"))
                .body(
                        "errors.pointer",
                        containsInAnyOrder(
                                "/answers/relevance",
                                "/answers/usefulness",
                                "/answers/intent-to-apply",
                                "/answers/accessibility",
                                "/answers/mood"))
                .body(
                        "errors.code",
                        containsInAnyOrder("not-on-scale", "not-on-scale", "not-on-scale", "required", "unknown-item"))
                .body(not(containsString("2.5")));
        assertThat(responses()).isZero();
    }

    @Test
    void aBodyWithoutAnswersOrWithAnythingElseIsInvalid() {
        post("{}").statusCode(422).body("errors.pointer", containsInAnyOrder("/answers"));
        post("{\"answers\": 5}").statusCode(422).body("errors.pointer", containsInAnyOrder("/answers"));
        post("{\"answers\": {}, \"personId\": \"x\"}")
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/personId"));
        post("{\"answers\": {").statusCode(400).body("code", equalTo("malformed-json"));
    }

    @Test
    void anAnswerIsGivenOnce() throws Exception {
        answer(person, assignment, SATISFIED).statusCode(201);

        answer(person, assignment, SATISFIED).statusCode(409).body("code", equalTo("already-answered"));
        as(person)
                .contentType("application/json")
                .body(Map.of("answers", SATISFIED))
                .put("/api/v1/assignments/{id}/response", assignment)
                .then()
                .statusCode(409)
                .body("code", equalTo("already-answered"));
        assertThat(responses()).isEqualTo(1);
    }

    @Test
    void ofManyAnswersAtOnceOneIsTaken() throws Exception {
        List<CompletableFuture<Integer>> attempts = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> answer(person, assignment, SATISFIED).extract().statusCode()))
                .toList();

        assertThat(attempts.stream().map(CompletableFuture::join))
                .containsExactlyInAnyOrder(201, 409, 409, 409, 409, 409, 409, 409);
        assertThat(responses()).isEqualTo(1);
    }

    @Test
    void theSameRequestAgainGetsTheSameAnswerAndIsToldOnce() throws Exception {
        Map<String, Object> other = new java.util.HashMap<>(SATISFIED);
        other.put("relevance", 1);

        String first = answerWithKey("k-1", SATISFIED).statusCode(201).extract().asString();

        assertThat(answerWithKey("k-1", SATISFIED).statusCode(201).extract().asString())
                .isEqualTo(first);
        answerWithKey("k-1", other).statusCode(409).body("code", equalTo("idempotency-key-reused"));
        answerWithKey("k-2", SATISFIED).statusCode(409).body("code", equalTo("already-answered"));
        assertThat(responses()).isEqualTo(1);
        UUID last = satisfiedAttendee(session);
        assertThat(last).isNotEqualTo(person);
        assertThat(evaluation.await(2, this::completesTheSurvey)).hasSize(2);
    }

    @Test
    void nobodyButWhoeverGaveItReadsAnAnswer() {
        answer(person, assignment, SATISFIED).statusCode(201);

        as(person)
                .get("/api/v1/assignments/{id}/response", assignment)
                .then()
                .statusCode(405)
                .body("code", equalTo("method-not-allowed"));
        coordinator()
                .get("/api/v1/assignments/{id}/response", assignment)
                .then()
                .statusCode(405);
        coordinator()
                .get("/api/v1/assignments/{id}/response/fhir", assignment)
                .then()
                .statusCode(403);
        as(UUID.randomUUID())
                .get("/api/v1/assignments/{id}/response/fhir", assignment)
                .then()
                .statusCode(404);
        as(person)
                .get("/api/v1/assignments/{id}/response/fhir", assignment)
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("status", equalTo("completed"))
                .body("item.find { it.linkId == 'usefulness' }.answer[0].valueCoding.code", equalTo("4"))
                .body("subject.identifier.system", equalTo("urn:samverka:survey:" + survey))
                .body(not(containsString(person.toString())));
        coordinator().get("/api/v1/assignments/{id}", assignment).then().statusCode(403);
        coordinator().get("/api/v1/me/assignments").then().statusCode(403);
        coordinator()
                .contentType("application/json")
                .body(Map.of("answers", SATISFIED))
                .post("/api/v1/assignments/{id}/response", assignment)
                .then()
                .statusCode(403);
    }

    @Test
    void aParticipantWithoutAPersonIsAskedNothing() {
        io.restassured.RestAssured.given()
                .auth()
                .oauth2(org.samverka.testing.Tokens.of("participant").sign())
                .get("/api/v1/me/assignments")
                .then()
                .statusCode(404)
                .body("code", equalTo("not-known"));
    }

    @Test
    void aSurveyThatLostItsKeyTakesNoAnswerAndTellsNobodyWhoHadAnswered() throws Exception {
        answer(person, assignment, SATISFIED).statusCode(201);
        execute("delete from survey_key where survey_id = (select id from survey where key = ?)", survey);

        answer(person, assignment, SATISFIED).statusCode(409).body("code", equalTo("survey-closed"));
        as(person).get("/api/v1/assignments/{id}", assignment).then().body("state", equalTo("closed"));
        coordinator().get("/api/v1/surveys/{key}", survey).then().body("state", equalTo("anonymized"));
    }

    private ValidatableResponse answerWithKey(String key, Map<String, Object> answers) {
        return as(person)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(Map.of("answers", answers))
                .post("/api/v1/assignments/{id}/response", assignment)
                .then();
    }

    private ValidatableResponse post(String body) {
        return as(person)
                .contentType("application/json")
                .body(body)
                .post("/api/v1/assignments/{id}/response", assignment)
                .then();
    }

    private boolean completesTheSurvey(Entry entry) {
        return entry.type().equals(COMPLETED)
                && entry.value() != null
                && entry.value().contains(survey);
    }

    private long responses() throws Exception {
        return count("select count(*) from response r join survey s on s.id = r.survey_id where s.key = ?", survey);
    }
}
