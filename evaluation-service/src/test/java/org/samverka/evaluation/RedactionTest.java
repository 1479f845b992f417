package org.samverka.evaluation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.testing.Tokens;

/** What people wrote in their own words leaves only as somebody bound to secrecy releases it. */
@QuarkusTest
class RedactionTest extends ServiceTest {
    private final String organization = "org-" + UUID.randomUUID();
    private final String form = "form-" + UUID.randomUUID();
    private final String survey = "survey-" + UUID.randomUUID();

    private RequestSpecification occupationalHealth(String of) {
        return given().auth()
                .oauth2(Tokens.of("occupational-health").organizations(of).sign())
                .contentType("application/json");
    }

    private void written(int people) throws Exception {
        coordinator()
                .contentType("text/csv")
                .body("""
                        type,name,label,required
                        title,,Kort,
                        boolean,ok,Gick det bra?,yes
                        text,why,Vad var bra?,
                        """.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .put("/api/v1/questionnaires/{key}/versions/1/spreadsheet?program={program}", form, program)
                .then()
                .statusCode(201);
        UUID session = knownSession(null);
        var wanted = new java.util.HashMap<>(survey(survey, session, null));
        wanted.put("instrument", form);
        coordinator()
                .contentType("application/json")
                .body(wanted)
                .post("/api/v1/surveys")
                .then()
                .statusCode(201);
        for (int i = 0; i < people; i++) {
            UUID person = others.person(Gender.woman, organization);
            await().atMost(PATIENCE).until(() -> count("select count(*) from person where id = ?", person) == 1);
            others.attended(program, session, person);
            answer(person, assignmentOf(person), Map.of("ok", true, "why", "Anna i köket var bra " + i))
                    .statusCode(201);
        }
    }

    private List<String> waiting() {
        return occupationalHealth(organization)
                .get("/api/v1/texts/waiting?survey=" + survey)
                .then()
                .statusCode(200)
                .extract()
                .path("items.id");
    }

    private void decide(String text, Map<String, String> decision, int status) {
        occupationalHealth(organization)
                .body(decision)
                .post("/api/v1/texts/waiting/{id}/decision", text)
                .then()
                .statusCode(status);
    }

    @Test
    void onlyWhatWasReleasedIsReadAndOnlyWithoutWhatTellsOfAPerson() throws Exception {
        written(7);
        List<String> texts = waiting();
        assertThat(texts).hasSize(7);
        coordinator().get("/api/v1/texts/released?survey=" + survey).then().body("items", hasSize(0));

        decide(texts.get(0), Map.of("decision", "released", "words", "Köket var bra"), 204);
        decide(texts.get(1), Map.of("decision", "withheld"), 204);
        decide(texts.get(0), Map.of("decision", "withheld"), 404);
        decide(texts.get(2), Map.of("decision", "released"), 422);

        coordinator()
                .get("/api/v1/texts/released?survey=" + survey)
                .then()
                .statusCode(200)
                .body("items.words", contains("Köket var bra"));
        assertThat(waiting()).hasSize(5);
        occupationalHealth("another")
                .get("/api/v1/texts/waiting?survey=" + survey)
                .then()
                .body("items", hasSize(0));
        coordinator().get("/api/v1/texts/waiting").then().statusCode(403);
    }

    @Test
    void ofASurveyThatFewHaveAnsweredNothingIsShownThoughItWasReleased() throws Exception {
        written(6);
        for (String text : waiting()) {
            decide(text, Map.of("decision", "released", "words", "Bra"), 204);
        }

        coordinator().get("/api/v1/texts/released?survey=" + survey).then().body("items", hasSize(0));
    }
}
