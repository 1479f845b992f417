package org.samverka.evaluation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.testing.Tokens;

/** Answers that were given on paper. */
@QuarkusTest
class PaperTest extends ServiceTest {
    private static final String HEADER =
            "assignment,organization,gender,relevance,usefulness,intent-to-apply,accessibility\n";

    private ValidatableResponse handIn(String survey, String sheet, String key) {
        return handIn(Tokens.of("coordinator").programs(program).sign(), survey, sheet, key);
    }

    /** Whoever asks again does so with the token they had. */
    private static ValidatableResponse handIn(String token, String survey, String sheet, String key) {
        return given().auth()
                .oauth2(token)
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig().encodeContentTypeAs("text/csv", ContentType.TEXT)))
                .contentType("text/csv")
                .header("Idempotency-Key", key)
                .body(sheet)
                .post("/api/v1/paper-imports?survey={survey}", survey)
                .then();
    }

    private String handedIn(String survey, String sheet) {
        String id = handIn(survey, sheet, UUID.randomUUID().toString())
                .statusCode(201)
                .extract()
                .path("id");
        awaitState(id, "done");
        return id;
    }

    private long responses(String survey) throws Exception {
        return count("select count(*) from response r join survey s on s.id = r.survey_id where s.key = ?", survey);
    }

    @Test
    void aFormWithACodeIsThePersonsAnswerAndOneWithoutIsNobodys() throws Exception {
        UUID session = knownSession(null);
        String survey = openSurvey(session, null);
        UUID person = others.person(Gender.woman, "olofstrom");
        others.attended(program, session, person);
        UUID assignment = assignmentOf(person);

        handedIn(survey, HEADER + assignment + ",,,5,4,4,5\n,kalmar,man,3,3,3,3\n");

        assertThat(responses(survey)).isEqualTo(2);
        as(person).get("/api/v1/assignments/{id}", assignment).then().body("state", equalTo("answered"));
        assertThat(evaluation.await(
                        2,
                        entry -> entry.type().endsWith("completed.v1")
                                && entry.value() != null
                                && entry.value().contains(survey)))
                .extracting(entry -> entry.data().path("organization").asText())
                .containsExactlyInAnyOrder("olofstrom", "kalmar");
    }

    @Test
    void whatIsWrongIsListedByLineWithoutTheValueAndTheRestIsTaken() throws Exception {
        UUID session = knownSession(null);
        String survey = openSurvey(session, null);

        String id = handedIn(
                survey,
                HEADER + ",olofstrom,woman,5,4,4,9\n,olofstrom,woman,5,4,4,5\n" + UUID.randomUUID()
                        + ",,,5,5,5,5\n,olofstrom,woman,5,,4,5\n");

        coordinator()
                .get("/api/v1/paper-imports/{id}", id)
                .then()
                .body("rows", equalTo(4))
                .body("handled", equalTo(4))
                .body("rejected", equalTo(3));
        coordinator()
                .get("/api/v1/paper-imports/{id}/errors.csv", id)
                .then()
                .statusCode(200)
                .body(equalTo("line,column,code\r\n2,accessibility,not-on-scale\r\n4,assignment,unknown-assignment\r\n"
                        + "5,usefulness,required\r\n"));
        assertThat(responses(survey)).isEqualTo(1);
    }

    /** Else a coordinator would learn from a sheet who has answered. */
    @Test
    void whoHasAnsweredAlreadyKeepsThatAnswerAndTheSheetDoesNotSayWhoItWas() throws Exception {
        UUID session = knownSession(null);
        String survey = openSurvey(session, null);
        UUID person = satisfiedAttendee(session);

        String id = handedIn(survey, HEADER + assignmentOf(person) + ",,,1,1,1,1\n");

        coordinator()
                .get("/api/v1/paper-imports/{id}", id)
                .then()
                .body("rejected", equalTo(0))
                .body("handled", equalTo(1));
        assertThat(texts(
                        "select cast(scores -> 'relevance' as text) from response r join survey s on s.id = r.survey_id where s.key = ?",
                        survey))
                .containsExactly("5");
    }

    @Test
    void theSameSheetAgainIsOne() throws Exception {
        UUID session = knownSession(null);
        String survey = openSurvey(session, null);
        String sheet = HEADER + ",olofstrom,woman,5,4,4,5\n";

        String token = Tokens.of("coordinator").programs(program).sign();

        String first =
                handIn(token, survey, sheet, "a-key").statusCode(201).extract().path("id");
        String again =
                handIn(token, survey, sheet, "a-key").statusCode(201).extract().path("id");

        assertThat(again).isEqualTo(first);
        assertThat(count(
                        "select count(*) from paper_import i join survey s on s.id = i.survey_id where s.key = ?",
                        survey))
                .isEqualTo(1);
        handIn(token, survey, sheet + ",,,1,1,1,1\n", "a-key").statusCode(409);
    }

    @Test
    void whatWaitsCannotBeReadAndIsGoneOnceItIsDone() throws Exception {
        UUID session = knownSession(null);
        String survey = openSurvey(session, null);
        String rows = IntStream.range(0, 12_000)
                .mapToObj(i -> ",olofstrom,woman,5,4,4," + (1 + i % 5))
                .collect(Collectors.joining("\n"));

        String id = handedIn(survey, HEADER + rows + "\n");

        assertThat(responses(survey)).isEqualTo(12_000);
        assertThat(count("select count(*) from paper_part where import_id = ?", UUID.fromString(id)))
                .isZero();
    }

    /** A fault that does not pass by itself: no row of this organization can be kept. */
    @Test
    void aSheetThatCannotBeTakenInStopsWithAReasonAndTheOthersGoOnAndItGoesOnOnceThatIsMended() throws Exception {
        UUID session = knownSession(null);
        String survey = openSurvey(session, null);
        String broken = "broken-" + UUID.randomUUID();
        run("alter table response add constraint response_not_broken check (organization <> '%s') not valid"
                .formatted(broken));
        String stopped;
        try {
            stopped = handIn(survey, HEADER + "," + broken + ",woman,5,4,4,5\n", "k-1")
                    .statusCode(201)
                    .extract()
                    .path("id");
            awaitState(stopped, "failed");

            handedIn(survey, HEADER + ",olofstrom,woman,5,4,4,5\n");

            coordinator()
                    .get("/api/v1/paper-imports/{id}", stopped)
                    .then()
                    .body("failure", equalTo("internal-error"))
                    .body("handled", equalTo(0));
            assertThat(responses(survey)).isEqualTo(1);
        } finally {
            run("alter table response drop constraint response_not_broken");
        }
        resume(stopped).statusCode(200).body("state", equalTo("running"));
        awaitState(stopped, "done");
        assertThat(responses(survey)).isEqualTo(2);
        resume(stopped).statusCode(409).body("code", equalTo("nothing-to-resume"));
    }

    @Test
    void aPartThatCannotBeReadStopsItsSheetOnly() throws Exception {
        UUID session = knownSession(null);
        String survey = openSurvey(session, null);
        UUID id = UUID.randomUUID();
        run("""
            with unreadable as (
                insert into paper_import (id, survey_id, rows, parts, state, created_at)
                select '%1$s', id, 1, 1, 'waiting', current_timestamp from survey where key = '%2$s')
            insert into paper_part (import_id, part, sealed) values ('%1$s', 0, decode(repeat('00', 64), 'hex'))
            """.formatted(id, survey));

        awaitState(id.toString(), "failed");

        handedIn(survey, HEADER + ",olofstrom,woman,5,4,4,5\n");
        assertThat(count("select count(*) from paper_part where import_id = ?", id))
                .isEqualTo(1);
    }

    @Test
    void whatWaitsForASurveyThatWasMadeAnonymousIsGone() throws Exception {
        UUID session = knownSession(null);
        String survey = openSurvey(session, null);
        UUID id = UUID.randomUUID();
        execute("delete from survey_key where survey_id = (select id from survey where key = ?)", survey);
        run("""
            with left_over as (
                insert into paper_import (id, survey_id, rows, parts, state, created_at)
                select '%1$s', id, 1, 1, 'waiting', current_timestamp from survey where key = '%2$s')
            insert into paper_part (import_id, part, sealed) values ('%1$s', 0, decode(repeat('00', 64), 'hex'))
            """.formatted(id, survey));

        awaitState(id.toString(), "failed");

        coordinator().get("/api/v1/paper-imports/{id}", id).then().body("failure", equalTo("survey-closed"));
        assertThat(count("select count(*) from paper_part where import_id = ?", id))
                .isZero();
        resume(id.toString()).statusCode(409);
    }

    private ValidatableResponse resume(String id) {
        return coordinator().post("/api/v1/paper-imports/{id}/resumption", id).then();
    }

    private void run(String sql) throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void awaitState(String id, String state) {
        await().atMost(PATIENCE)
                .until(() -> coordinator()
                        .get("/api/v1/paper-imports/{id}", id)
                        .then()
                        .extract()
                        .<String>path("state")
                        .equals(state));
    }

    @Test
    void anUnknownColumnRefusesTheSheetAndAnotherProgramsSurveyIsNotKnown() throws Exception {
        UUID session = knownSession(null);
        String survey = openSurvey(session, null);

        handIn(survey, "name,relevance\nAnna,5\n", "k1")
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/header/0"));
        handIn("no-such-survey", HEADER, "k2").statusCode(404);
    }
}
