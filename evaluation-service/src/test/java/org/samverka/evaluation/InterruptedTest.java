package org.samverka.evaluation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.samverka.contracts.Gender;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.Tokens;

/**
 * The database ends the connection in the middle of an answer, or of a sheet of paper answers: it is there as a whole with its
 * event, or nothing is, and the respondent can go on.
 */
@QuarkusTest
class InterruptedTest extends ServiceTest {
    private final String suffix = UUID.randomUUID().toString().replace('-', '_');
    private final String form = "form-" + UUID.randomUUID();
    private final String survey = "survey-" + UUID.randomUUID();

    private Predicate<Entry> completions() {
        return entry -> entry.type().endsWith("evaluation-completed.v1")
                && entry.value() != null
                && entry.value().contains(survey);
    }

    /** Where in an answer the connection ends. */
    enum Point {
        BEFORE_THE_ANSWER("trigger", "before insert on response", ""),
        AFTER_THE_ANSWER("trigger", "after insert on response", ""),
        AFTER_OWN_WORDS("trigger", "after insert on response_text", ""),
        AFTER_THE_DRAFT("trigger", "after delete on draft", ""),
        BEFORE_THE_EVENT("trigger", "before insert on outbox", ""),
        AFTER_THE_EVENT("trigger", "after insert on outbox", ""),
        WHEN_IT_COMMITS("constraint trigger", "after insert on outbox", "deferrable initially deferred");

        private final String kind;
        private final String when;
        private final String deferred;

        Point(String kind, String when, String deferred) {
            this.kind = kind;
            this.when = when;
            this.deferred = deferred;
        }
    }

    /** Where in a part of a sheet. */
    enum SheetPoint {
        AFTER_THE_PART_WAS_TAKEN("trigger", "after delete on paper_part", ""),
        AFTER_SOME_ANSWERS("trigger", "after insert on response", ""),
        AFTER_SOME_EVENTS("trigger", "after insert on outbox", ""),
        AFTER_THE_CHECKPOINT("trigger", "after update on paper_import", ""),
        WHEN_IT_COMMITS("constraint trigger", "after update on paper_import", "deferrable initially deferred");

        private final String kind;
        private final String when;
        private final String deferred;

        SheetPoint(String kind, String when, String deferred) {
            this.kind = kind;
            this.when = when;
            this.deferred = deferred;
        }
    }

    /**
     * Ends the connection that writes the nth row of those that tell of something.
     *
     * @param telling in the row's JSON
     */
    private void endConnection(String kind, String when, String deferred, String telling, int nth) throws SQLException {
        run(
                "create sequence ends_" + suffix,
                """
                create function ends_%1$s() returns trigger language plpgsql as $$
                declare it record;
                begin
                    if tg_op = 'DELETE' then it := old; else it := new; end if;
                    if strpos(cast(to_jsonb(it) as text), '%2$s') > 0 then
                        if nextval('ends_%1$s') = %3$d then
                            perform pg_terminate_backend(pg_backend_pid());
                            perform pg_sleep(30);
                        end if;
                    end if;
                    return it;
                end $$
                """.formatted(suffix, telling, nth),
                "create %s ends_%s %s %s for each row execute function ends_%s()"
                        .formatted(kind, suffix, when, deferred, suffix));
    }

    private void endNoMore(String when) throws SQLException {
        run(
                "drop trigger ends_%s on %s".formatted(suffix, when.substring(when.lastIndexOf(' ') + 1)),
                "drop function ends_" + suffix + "()",
                "drop sequence ends_" + suffix);
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private boolean reached(int nth) throws SQLException {
        return count("select case when is_called then last_value else 0 end from ends_" + suffix) >= nth;
    }

    private UUID asked() throws Exception {
        coordinator()
                .contentType("text/csv; charset=UTF-8")
                .body("""
                        type,name,label,required
                        title,,Short,
                        boolean,ok,Was it good?,yes
                        text,why,What was good?,
                        """.getBytes(StandardCharsets.UTF_8))
                .put("/api/v1/questionnaires/{key}/versions/1/spreadsheet?program={program}", form, program)
                .then()
                .statusCode(201);
        UUID session = knownSession(null);
        coordinator()
                .contentType("application/json")
                .body(Map.of("key", survey, "program", program, "instrument", form))
                .post("/api/v1/surveys")
                .then()
                .statusCode(201);
        UUID person = others.person(Gender.woman, "olofstrom");
        others.attended(program, session, person);
        return person;
    }

    /** Every row of an answer tells of the survey, by its id or key; own words do so here. */
    private String tellingOf(Point point) throws SQLException {
        return switch (point) {
            case BEFORE_THE_ANSWER, AFTER_THE_ANSWER, AFTER_THE_DRAFT ->
                texts("select cast(id as text) from survey where key = ?", survey)
                        .get(0);
            case AFTER_OWN_WORDS, BEFORE_THE_EVENT, AFTER_THE_EVENT, WHEN_IT_COMMITS -> survey;
        };
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void anAnswerThatIsInterruptedIsTakenAsAWholeAndOnce(Point point) throws Exception {
        UUID person = asked();
        UUID assignment = assignmentOf(person);
        Map<String, Object> answers = Map.of("ok", true, "why", "Written for " + survey);
        as(person)
                .contentType("application/json")
                .body(Map.of("answers", answers))
                .put("/api/v1/assignments/{id}/draft", assignment)
                .then()
                .statusCode(200);
        endConnection(point.kind, point.when, point.deferred, tellingOf(point), 1);
        try {
            answer(person, assignment, answers).statusCode(201);

            assertThat(reached(2)).as("it was written once more").isTrue();
        } finally {
            endNoMore(point.when);
        }
        assertThat(rows("response r where r.survey_id = s.id")).isEqualTo(1);
        assertThat(rows("response r join response_text t on t.response_id = r.id where r.survey_id = s.id"))
                .isEqualTo(1);
        assertThat(rows("draft d where d.survey_id = s.id")).isZero();
        awaitEmptyOutbox();
        assertThat(evaluation.entries()).filteredOn(completions()).hasSize(1);
    }

    private long rows(String of) throws SQLException {
        return count("select (select count(*) from " + of + ") from survey s where s.key = ?", survey);
    }

    private void awaitEmptyOutbox() {
        await().atMost(PATIENCE).until(() -> count("select count(*) from outbox") == 0);
    }

    /** Whoever sends it again sends the same; connections end wherever they are at work, among them the relay's. */
    @Test
    void ofManyAnswersEachIsTakenOnceWhileConnectionsEndAnywhere() throws Exception {
        UUID session = knownSession(null);
        coordinator()
                .contentType("application/json")
                .body(survey(survey, session, null))
                .post("/api/v1/surveys")
                .then()
                .statusCode(201);
        List<UUID> people =
                IntStream.range(0, 40).mapToObj(i -> UUID.randomUUID()).toList();
        people.forEach(person -> others.attended(program, session, person));
        List<UUID> assignments = people.stream().map(this::assignmentOf).toList();

        List<CompletableFuture<Void>> answering = new ArrayList<>();
        for (int client = 0; client < 8; client++) {
            int first = client;
            answering.add(CompletableFuture.runAsync(() -> IntStream.iterate(first, i -> i < people.size(), i -> i + 8)
                    .forEach(i -> answerUntilTaken(people.get(i), assignments.get(i)))));
        }
        for (int taken = 0; taken < people.size(); taken += 2) {
            awaitTaken(taken);
            endSomeConnection();
        }
        answering.forEach(CompletableFuture::join);

        assertThat(rows("response r where r.survey_id = s.id")).isEqualTo(people.size());
        awaitEmptyOutbox();
        // The relay may have told one twice; each tells of another answer, which is there.
        assertThat(evaluation.entries().stream()
                        .filter(completions())
                        .map(Entry::key)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(texts(
                        "select cast(r.id as text) from response r join survey s on s.id = r.survey_id where s.key = ?",
                        survey));
    }

    private void awaitTaken(int answers) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> rows("response r where r.survey_id = s.id") >= answers);
    }

    private void answerUntilTaken(UUID person, UUID assignment) {
        String key = UUID.randomUUID().toString();
        await().atMost(PATIENCE)
                .until(
                        () -> as(person)
                                .header("Idempotency-Key", key)
                                .contentType("application/json")
                                .body(Map.of("answers", SATISFIED))
                                .post("/api/v1/assignments/{id}/response", assignment)
                                .statusCode(),
                        status -> status == 201);
    }

    private void endSomeConnection() throws SQLException {
        texts("""
                select cast(pg_terminate_backend(pid) as text) from pg_stat_activity
                where datname = current_database() and application_name like 'vertx%' order by random() limit 1
                """);
    }

    @ParameterizedTest
    @EnumSource(SheetPoint.class)
    void aSheetThatIsInterruptedGoesOnAndTakesNothingTwice(SheetPoint point) throws Exception {
        UUID session = knownSession(null);
        coordinator()
                .contentType("application/json")
                .body(survey(survey, session, null))
                .post("/api/v1/surveys")
                .then()
                .statusCode(201);
        String sheet = "organization,gender,relevance,usefulness,intent-to-apply,accessibility\n"
                + IntStream.range(0, 11_000)
                        .mapToObj(i -> "olofstrom,woman,5,4,4," + (1 + i % 5))
                        .collect(Collectors.joining("\n"));
        String surveyId = texts("select cast(id as text) from survey where key = ?", survey)
                .get(0);
        int nth = point == SheetPoint.AFTER_SOME_ANSWERS || point == SheetPoint.AFTER_SOME_EVENTS ? 7_000 : 2;
        endConnection(
                point.kind,
                point.when,
                point.deferred,
                switch (point) {
                    case AFTER_THE_PART_WAS_TAKEN -> "\"part\":";
                    case AFTER_SOME_EVENTS -> survey;
                    default -> surveyId;
                },
                nth);
        String id;
        try {
            id = handIn(sheet);
            await().atMost(PATIENCE).until(() -> stateOf(id).equals("done"));

            assertThat(reached(nth)).isTrue();
        } finally {
            endNoMore(point.when);
        }
        coordinator()
                .get("/api/v1/paper-imports/{id}", id)
                .then()
                .body("handled", equalTo(11_000))
                .body("rejected", equalTo(0));
        assertThat(rows("response r where r.survey_id = s.id")).isEqualTo(11_000);
        awaitEmptyOutbox();
        assertThat(evaluation.entries().stream()
                        .filter(completions())
                        .map(Entry::key)
                        .distinct()
                        .count())
                .isEqualTo(11_000);
    }

    private String handIn(String sheet) {
        return given().auth()
                .oauth2(Tokens.of("coordinator").programs(program).sign())
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig().encodeContentTypeAs("text/csv", ContentType.TEXT)))
                .contentType("text/csv")
                .body(sheet)
                .post("/api/v1/paper-imports?survey={survey}", survey)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String stateOf(String id) {
        return coordinator()
                .get("/api/v1/paper-imports/{id}", id)
                .then()
                .extract()
                .path("state");
    }
}
