package org.samverka.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.Tokens;

/** Questionnaires from the writing to the answer. */
@QuarkusTest
class QuestionnaireTest extends ServiceTest {
    private static final String FHIR = "application/fhir+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String key = "form-" + UUID.randomUUID();

    @Test
    void aFhirQuestionnaireComesInAndLeavesAsItCame() throws IOException {
        put(1, form("nested-conditions")).statusCode(201).body("questions", equalTo(6));
        put(1, form("nested-conditions")).statusCode(200).body("created", equalTo(false));
        put(1, form("matrix")).statusCode(409).body("code", equalTo("version-exists"));

        byte[] fhir = coordinator()
                .get("/api/v1/questionnaires/{key}/fhir", key)
                .then()
                .statusCode(200)
                .contentType(FHIR)
                .extract()
                .asByteArray();
        assertThat(JSON.readTree(fhir)).isEqualTo(JSON.readTree(form("nested-conditions")));
        coordinator()
                .header("Accept-Language", "da")
                .get("/api/v1/questionnaires/{key}", key)
                .then()
                .statusCode(200)
                .header("Content-Language", "sv")
                .body("items[0].items[0].text", equalTo("Är du chef?"))
                .body("items[0].items[1].enableWhen[0].operator", equalTo("="));
        coordinator()
                .get("/api/v1/questionnaires?program=" + program)
                .then()
                .body("items.key", contains(key))
                .body("items.version", contains(1));
    }

    @Test
    void aDocumentThatIsWrongIsRefusedByPointerAndAForeignOneIsNotKnown() throws IOException {
        put(
                        1,
                        form("matrix")
                                .replace("\"gtable\"", "\"gtable\", \"system2\": 1")
                                .replace("\"choice\"", "\"attachment\""))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.pointer", hasItem("/item/0/item/0/type"));
        put(1, "{").statusCode(400);
        put(1, "{\"resourceType\": \"Patient\"}").statusCode(422).body("errors.pointer", contains("/resourceType"));
        put(1, form("matrix")).statusCode(201);
        given("another-program").get("/api/v1/questionnaires/{key}", key).then().statusCode(404);
        given("another-program")
                .contentType(FHIR)
                .body(form("matrix").getBytes(UTF_8))
                .put("/api/v1/questionnaires/{key}/versions/2?program=another-program", key)
                .then()
                .statusCode(409)
                .body("code", equalTo("key-taken"));
    }

    @Test
    void aSpreadsheetIsReadAndItsMistakesAreSaidByRow() {
        String csv = """
                type,name,label,required,relevant
                title,,Kort,,
                boolean,ok,Gick det bra?,yes,
                text,why,Varför inte?,,${ok} = 'no'
                """;
        spreadsheet(csv).statusCode(201).body("questions", equalTo(2));
        coordinator()
                .contentType("application/json")
                .body(Map.of("answers", Map.of("ok", false)))
                .post("/api/v1/questionnaires/{key}/preview", key)
                .then()
                .statusCode(200)
                .body("screens[0]", contains("ok", "why"))
                .body("errors.size()", equalTo(0));
        spreadsheet(csv.replace("${ok}", "${yes}"))
                .statusCode(422)
                .body("errors.pointer", contains("/survey/4/relevant"));
        coordinator()
                .contentType("text/csv")
                .body(new byte[(2 << 20) + 1])
                .put("/api/v1/questionnaires/{key}/versions/2/spreadsheet?program={program}", key, program)
                .then()
                .statusCode(413);
    }

    @Test
    void aPaperIsPrinted() throws IOException {
        put(1, form("matrix")).statusCode(201);

        byte[] pdf = coordinator()
                .get("/api/v1/questionnaires/{key}/pdf", key)
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();
        assertThat(new String(pdf, 0, 5, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
    }

    @Test
    void aRespondentAnswersOneThingAfterAnotherAndGoesOnLater() throws Exception {
        UUID person = asked("nested-conditions");
        UUID assignment = assignmentOf(person);

        as(person)
                .get("/api/v1/assignments/{id}/form", assignment)
                .then()
                .statusCode(200)
                .body("items[0].items[0].linkId", equalTo("1.1"))
                .body("items[3].type", equalTo("display"));
        as(person)
                .get("/api/v1/assignments/{id}/draft", assignment)
                .then()
                .body("version", equalTo(0))
                .body("progress.screens[0]", contains("1.1", "3", "4"));
        String first = draft(person, assignment, Map.of("1.1", true), null)
                .statusCode(200)
                .body("progress.screens[0]", hasItem("1.2"))
                .body("progress.errors.pointer", contains("/answers/1.2"))
                .extract()
                .header("ETag");
        draft(person, assignment, Map.of("1.1", true, "1.2", 30), first)
                .statusCode(200)
                .body("version", equalTo(2));
        draft(person, assignment, Map.of("1.1", false), first).statusCode(412);
        as(person)
                .get("/api/v1/assignments/{id}/draft", assignment)
                .then()
                .body("answers.'1.2'", equalTo(30))
                .body("progress.screens[0]", hasItem("1.3.1"));
        as(person)
                .get("/api/v1/assignments/{id}/draft/fhir", assignment)
                .then()
                .contentType(FHIR)
                .body("status", equalTo("in-progress"))
                .body("item[0].item[1].answer[0].valueInteger", equalTo(30));

        answer(person, assignment, Map.of("1.1", true, "1.2", 30, "1.3.1", "no", "1.3.2", "Tid"))
                .statusCode(201);

        Entry event =
                evaluation.awaitOne(entry -> entry.type().equals("org.samverka.evaluation.evaluation-completed.v1")
                        && entry.data().path("program").asText().equals(program));
        assertThat(event.data().path("scores").toString()).isEqualTo("{\"1.1\":1,\"1.2\":30}");
        assertThat(event.toString()).doesNotContain("Tid");
        assertThat(count(
                        "select count(*) from draft d join survey s on s.id = d.survey_id where s.program = ?",
                        program))
                .isZero();
        assertThat(texts(
                        "select words from response_text t join response r on r.id = t.response_id"
                                + " join survey s on s.id = r.survey_id where s.program = ?",
                        program))
                .containsExactly("Tid");
        draft(person, assignment, Map.of("1.1", false), null).statusCode(409).body("code", equalTo("already-answered"));
    }

    @Test
    void anAnswerThatBreaksARuleIsRefusedAndNothingIsKept() throws Exception {
        UUID person = asked("nested-conditions");
        UUID assignment = assignmentOf(person);

        answer(person, assignment, Map.of("1.1", false, "1.2", 30, "3", "liten", "9", 1))
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/answers/1.2", "/answers/3", "/answers/9"))
                .body("errors.code", containsInAnyOrder("not-asked", "wrong-form", "unknown-item"))
                .body("detail", not(org.hamcrest.Matchers.containsString("liten")));
        assertThat(count(
                        "select count(*) from response r join survey s on s.id = r.survey_id where s.program = ?",
                        program))
                .isZero();
    }

    @Test
    void aDraftIsTheRespondentsAloneAndCanBeThrownAway() throws Exception {
        UUID person = asked("choices");
        UUID assignment = assignmentOf(person);
        draft(person, assignment, Map.of("a", List.of("x")), null).statusCode(200);

        as(UUID.randomUUID())
                .get("/api/v1/assignments/{id}/draft", assignment)
                .then()
                .statusCode(404);
        assertThat(texts(
                        "select cast(d as text) from draft d join survey s on s.id = d.survey_id where s.program = ?",
                        program))
                .singleElement()
                .satisfies(
                        row -> assertThat(row).doesNotContain(person.toString()).doesNotContain(assignment.toString()));
        as(person).delete("/api/v1/assignments/{id}/draft", assignment).then().statusCode(204);
        as(person).get("/api/v1/assignments/{id}/draft", assignment).then().body("version", equalTo(0));
    }

    /** The event cannot be written: then the answer is not there either, and the draft still is. */
    @Test
    void whatFailsInTheMiddleOfAnAnswerLeavesTheDraftAndNothingElse() throws Exception {
        UUID person = asked("nested-conditions");
        UUID assignment = assignmentOf(person);
        draft(person, assignment, Map.of("1.1", false), null).statusCode(200);
        String survey =
                texts("select key from survey where program = ?", program).get(0);
        run("create function refuse_%1$s() returns trigger language plpgsql as $$ begin"
                + " if new.type like '%%evaluation-completed%%' then raise 'stop'; end if; return new; end $$");
        try {
            run("create trigger refuse_%1$s before insert on outbox for each row execute function refuse_%1$s()");

            answer(person, assignment, Map.of("1.1", false)).statusCode(500);

            assertThat(survey).isNotEmpty();
            assertThat(count(
                            "select count(*) from response r join survey s on s.id = r.survey_id where s.program = ?",
                            program))
                    .isZero();
            as(person).get("/api/v1/assignments/{id}/draft", assignment).then().body("version", equalTo(1));
        } finally {
            run("drop trigger refuse_%1$s on outbox");
        }
        answer(person, assignment, Map.of("1.1", false)).statusCode(201);
    }

    private void run(String sql) throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql.formatted(key.replace('-', '_')));
        }
    }

    private UUID asked(String form) throws Exception {
        put(1, form(form)).statusCode(201);
        UUID session = knownSession(null);
        coordinator()
                .contentType("application/json")
                .body(Map.of("key", "survey-" + key, "program", program, "instrument", key))
                .post("/api/v1/surveys")
                .then()
                .statusCode(201)
                .body("instrument.key", equalTo(key));
        UUID person = others.person(Gender.woman, "olofstrom");
        others.attended(program, session, person);
        return person;
    }

    private ValidatableResponse draft(UUID person, UUID assignment, Map<String, ?> answers, @Nullable String ifMatch) {
        var request = as(person).contentType("application/json").body(Map.of("answers", answers));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return request.put("/api/v1/assignments/{id}/draft", assignment).then();
    }

    private ValidatableResponse put(int version, String document) {
        return coordinator()
                .contentType(FHIR)
                .body(document.getBytes(UTF_8))
                .put("/api/v1/questionnaires/{key}/versions/{version}?program={program}", key, version, program)
                .then();
    }

    private ValidatableResponse spreadsheet(String csv) {
        return coordinator()
                .contentType("text/csv; charset=UTF-8")
                .body(csv.getBytes(UTF_8))
                .put("/api/v1/questionnaires/{key}/versions/1/spreadsheet?program={program}", key, program)
                .then();
    }

    private static io.restassured.specification.RequestSpecification given(String program) {
        return io.restassured.RestAssured.given()
                .auth()
                .oauth2(Tokens.of("coordinator").programs(program).sign());
    }

    private static String form(String name) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(QuestionnaireTest.class.getResourceAsStream("/fhir/" + name + ".json"))) {
            JsonNode document = JSON.readTree(file);
            return document.toString();
        }
    }
}
