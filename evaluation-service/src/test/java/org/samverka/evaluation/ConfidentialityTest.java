package org.samverka.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What somebody finds who may read the whole database, but has not the service's secret. */
@QuarkusTest
class ConfidentialityTest extends ServiceTest {

    @Test
    void aResponseHasNoColumnForAPersonAnAssignmentOrATime() throws Exception {
        assertThat(texts("""
                        select column_name || ' ' || data_type from information_schema.columns
                        where table_schema = 'public' and table_name = 'response' order by ordinal_position
                        """))
                .containsExactly(
                        "id uuid",
                        "survey_id uuid",
                        "respondent uuid",
                        "request uuid",
                        "target_group text",
                        "gender text",
                        "organization text",
                        "scores jsonb",
                        "results jsonb",
                        "answers jsonb",
                        "round integer");
        assertThat(texts("""
                        select column_name || ' ' || data_type from information_schema.columns
                        where table_schema = 'public' and table_name in ('draft', 'response_text')
                        order by table_name, ordinal_position
                        """))
                .containsExactly(
                        "survey_id uuid",
                        "respondent uuid",
                        "answers jsonb",
                        "version integer",
                        "changed_on date",
                        "response_id uuid",
                        "item text",
                        "words text",
                        "id uuid",
                        "state text");
    }

    @Test
    void noValueOfAResponseIsAPersonAnAssignmentOrACaller() throws Exception {
        UUID session = knownSession(null);
        openSurvey(session, null);
        UUID person = satisfiedAttendee(session);
        UUID assignment = assignmentOf(person);

        List<String> found = texts("select cast(to_jsonb(r) as text) from response r");

        assertThat(found).isNotEmpty();
        assertThat(String.join("\n", found))
                .doesNotContain(person.toString())
                .doesNotContain(assignment.toString())
                .doesNotContain(session.toString());
    }

    /** The last of the links that a database makes by itself: two rows that one transaction wrote. */
    @Test
    void theTransactionThatKeepsAResponseTouchesNoRowAboutAPerson() throws Exception {
        UUID session = knownSession(null);
        String survey = openSurvey(session, null);
        UUID person = others.person(org.samverka.contracts.Gender.man, "olofstrom");
        others.attended(program, session, person);
        UUID assignment = assignmentOf(person);
        as(person)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body(Map.of("answers", SATISFIED))
                .post("/api/v1/assignments/{id}/response", assignment)
                .then()
                .statusCode(201);

        String transaction = texts(
                        "select r.xmin from response r join survey s on s.id = r.survey_id where s.key = ?", survey)
                .get(0);
        for (String table : texts("select table_name from information_schema.tables where table_schema = 'public'")) {
            String touched = String.join(
                    "\n",
                    texts(
                            "select cast(to_jsonb(t) as text) from \"" + table
                                    + "\" t where cast(xmin as text) = ? or cast(xmax as text) = ?",
                            transaction,
                            transaction));
            assertThat(touched).as(table).doesNotContain(person.toString()).doesNotContain(assignment.toString());
        }
        assertThat(count("select count(*) from idempotency where caller = ?", person.toString()))
                .isZero();
    }

    /** What was there before somebody answered is there after, to the last bit, in every table that knows people. */
    @Test
    void answeringChangesNoRowThatKnowsAPerson() throws Exception {
        UUID session = knownSession(null);
        openSurvey(session, null);
        UUID person = others.person(org.samverka.contracts.Gender.man, "olofstrom");
        others.attended(program, session, person);
        UUID assignment = assignmentOf(person);
        awaitEmptyOutbox();
        List<String> before = rowsAbout(person);

        answer(person, assignment, SATISFIED).statusCode(201);

        assertThat(before).hasSizeGreaterThanOrEqualTo(2);
        assertThat(rowsAbout(person)).isEqualTo(before);
    }

    private List<String> rowsAbout(UUID person) throws Exception {
        List<String> rows = new java.util.ArrayList<>();
        for (String table :
                texts("select table_name from information_schema.tables where table_schema = 'public' order by 1")) {
            texts("select concat_ws(' ', ctid, xmin, xmax, to_jsonb(t)) from \"" + table + "\" t order by 1").stream()
                    .filter(row -> row.contains(person.toString()))
                    .forEach(rows::add);
        }
        return rows;
    }

    @Test
    void onePersonIsAnotherRespondentInEverySurvey() throws Exception {
        UUID session = knownSession(null);
        UUID person = UUID.randomUUID();
        String first = openSurvey(session, null);
        String second = openSurvey(session, null);
        others.attended(program, session, person);
        await().atMost(PATIENCE).until(() -> surveysAskedOf(person).size() == 2);
        List<String> assignments =
                as(person).get("/api/v1/me/assignments").then().extract().path("items.id");

        assignments.forEach(assignment ->
                answer(person, UUID.fromString(assignment), SATISFIED).statusCode(201));

        assertThat(texts(
                        "select respondent from response r join survey s on s.id = r.survey_id where s.key in (?, ?)",
                        first,
                        second))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void everySurveyHasAKeyOfItsOwnAndItIsLocked() throws Exception {
        UUID session = knownSession(null);
        openSurvey(session, null);
        openSurvey(session, null);

        // 12 bytes of nonce, 32 of key, 16 of tag.
        assertThat(texts(
                        "select locked from survey_key k join survey s on s.id = k.survey_id where s.program = ?",
                        program))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(locked ->
                        assertThat(java.util.Base64.getDecoder().decode(locked)).hasSize(60));
    }

    @Test
    void theOutboxKeepsNothingOnceItIsSent() throws Exception {
        UUID session = knownSession(null);
        openSurvey(session, null);
        satisfiedAttendee(session);

        awaitEmptyOutbox();
    }

    private void awaitEmptyOutbox() {
        await().atMost(PATIENCE).until(() -> count("select count(*) from outbox") == 0);
    }
}
