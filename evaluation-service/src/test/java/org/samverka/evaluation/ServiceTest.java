package org.samverka.evaluation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.samverka.testing.EventLog;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

/** The service with real neighbors' events, and a program of its own for every test. */
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "evaluation"))
@SuppressWarnings("NullAway.Init")
abstract class ServiceTest {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final Map<String, Object> SATISFIED =
            Map.of("relevance", 5, "usefulness", 4, "intent-to-apply", 4, "accessibility", 5);

    @Inject
    DataSource database;

    final String program = "program-" + UUID.randomUUID();
    final Others others = new Others();
    final EventLog evaluation = EventLog.of("samverka.evaluation.v1");

    @BeforeEach
    void programIsKnown() {
        others.defineProgram(program);
        await().atMost(PATIENCE).until(() -> count("select count(*) from program where key = ?", program) == 1);
    }

    @AfterEach
    void close() {
        others.close();
        evaluation.close();
    }

    RequestSpecification coordinator() {
        return given().auth().oauth2(Tokens.of("coordinator").programs(program).sign());
    }

    RequestSpecification as(UUID person) {
        return given().auth().oauth2(Tokens.of("participant").person(person).sign());
    }

    UUID knownSession(@Nullable String targetGroup) throws SQLException {
        UUID session = others.session(program, targetGroup);
        await().atMost(PATIENCE).until(() -> count("select count(*) from session where id = ?", session) == 1);
        return session;
    }

    void awaitAttendances(UUID session, int people) {
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from attendance where session_id = ?", session) == people);
    }

    Map<String, Object> survey(String key, @Nullable UUID session, @Nullable String targetGroup) {
        var survey = new HashMap<String, Object>();
        survey.put("key", key);
        survey.put("program", program);
        survey.put("instrument", "session-evaluation");
        if (session != null) {
            survey.put("sessionId", session);
        }
        if (targetGroup != null) {
            survey.put("targetGroup", targetGroup);
        }
        return survey;
    }

    String openSurvey(@Nullable UUID session, @Nullable String targetGroup) {
        String key = "survey-" + UUID.randomUUID();
        coordinator()
                .contentType("application/json")
                .body(survey(key, session, targetGroup))
                .post("/api/v1/surveys")
                .then()
                .statusCode(201);
        return key;
    }

    /** The one thing that a person is asked, once they are. */
    UUID assignmentOf(UUID person) {
        return UUID.fromString(await().atMost(PATIENCE)
                .until(
                        () -> as(person)
                                .get("/api/v1/me/assignments")
                                .then()
                                .statusCode(200)
                                .extract()
                                .<List<String>>path("items.id"),
                        ids -> ids.size() == 1)
                .get(0));
    }

    List<String> surveysAskedOf(UUID person) {
        return as(person)
                .get("/api/v1/me/assignments")
                .then()
                .statusCode(200)
                .extract()
                .path("items.survey");
    }

    ValidatableResponse answer(UUID person, UUID assignment, Map<String, ?> answers) {
        return as(person)
                .contentType("application/json")
                .body(Map.of("answers", answers))
                .post("/api/v1/assignments/{id}/response", assignment)
                .then();
    }

    /** A person who attended, was asked, and answered. */
    UUID satisfiedAttendee(UUID session) {
        UUID person = others.person(org.samverka.contracts.Gender.woman, "olofstrom");
        others.attended(program, session, person);
        answer(person, assignmentOf(person), SATISFIED).statusCode(201);
        return person;
    }

    long count(String sql, Object... parameters) throws SQLException {
        return Long.parseLong(texts(sql, parameters).get(0));
    }

    /** The first column. */
    List<String> texts(String sql, Object... parameters) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        }
    }

    void execute(String sql, Object parameter) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, parameter);
            assertThat(statement.executeUpdate()).isPositive();
        }
    }
}
