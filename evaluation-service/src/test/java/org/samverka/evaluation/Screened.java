package org.samverka.evaluation;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.samverka.contracts.Gender;
import org.samverka.testing.EventLog;
import org.samverka.testing.Tokens;

/** A program that screens its employees with an instrument at risk from 19 of 54 on, answered twice; words are synthetic. */
abstract class Screened extends ServiceTest {
    static final String SUPPORT = "support";

    final EventLog screening = EventLog.of("samverka.screening.v1");
    final String survey = "screening-" + UUID.randomUUID();
    final String region = "region-" + UUID.randomUUID();

    @BeforeEach
    void theProgramScreens() {
        others.defineProgramWithSupport(program, region);
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from program where key = ? and version = 2", program) == 1);
        String instrument = "exhaustion-" + UUID.randomUUID();
        given().auth()
                .oauth2(Tokens.of("organization-contact").organizations(region).sign())
                .contentType("application/json")
                .body(instrument(instrument))
                .put("/api/v1/instruments/{key}/versions/1?organization={region}", instrument, region)
                .then()
                .statusCode(201);
        coordinator()
                .contentType("application/json")
                .body(Map.of(
                        "key",
                        survey,
                        "program",
                        program,
                        "instrument",
                        instrument,
                        "occasion",
                        "enrolled",
                        "targetGroup",
                        "employees",
                        "screening",
                        Map.of("supportGroup", SUPPORT, "offerDays", 28)))
                .post("/api/v1/surveys")
                .then()
                .statusCode(201);
    }

    @AfterEach
    void closeScreening() {
        screening.close();
    }

    private static Map<String, Object> instrument(String key) {
        var text = Map.of("sv", "Syntetisk text", "da", "Syntetisk tekst", "en", "Synthetic words");
        var instrument = new LinkedHashMap<String, Object>();
        instrument.put("key", key);
        instrument.put("version", 1);
        instrument.put(
                "license", Map.of("spdx", "LicenseRef-test", "holder", "Nobody", "source", "Synthetic, for tests"));
        instrument.put("review", Map.of("sv", "written", "da", "written", "en", "written"));
        instrument.put("title", text);
        instrument.put("introduction", text);
        instrument.put("scale", Map.of("from", 0, "to", 6, "labels", Map.of("0", text, "6", text)));
        instrument.put(
                "items",
                IntStream.rangeClosed(1, 9)
                        .mapToObj(i -> Map.of("key", "keds-" + i, "required", true, "text", text))
                        .toList());
        instrument.put("scoring", Map.of("key", "keds", "version", 1));
        return instrument;
    }

    /** Nine answers that come to the sum. */
    static Map<String, Integer> answersOf(int sum) {
        var answers = new TreeMap<String, Integer>();
        int left = sum;
        for (int i = 1; i <= 9; i++) {
            int answer = Math.min(6, left);
            answers.put("keds-" + i, answer);
            left -= answer;
        }
        return new HashMap<>(answers);
    }

    /** A person who is asked. */
    record Employee(UUID id, UUID pseudonym, UUID assignment) {}

    Employee employee(Gender gender) throws SQLException {
        UUID person = UUID.randomUUID();
        UUID pseudonym = UUID.randomUUID();
        others.person(person, pseudonym, gender, region);
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from person where id = ? and pseudonym is not null", person) == 1);
        others.enrolled(program, "employees", person);
        return new Employee(person, pseudonym, assignmentOf(person));
    }

    void screened(Employee employee, int sum) {
        answer(employee.id(), employee.assignment(), answersOf(sum)).statusCode(201);
    }

    /** Two weeks later: who was at risk is asked once more. */
    void twoWeeksLater() throws SQLException {
        execute(
                "update repetition set from_on = current_date - 1 where survey_id = (select id from survey where key = ?)",
                survey);
    }

    /** Found to be at risk twice. */
    Employee inRiskZone(Gender gender) throws SQLException {
        Employee employee = employee(gender);
        screened(employee, 30);
        twoWeeksLater();
        screened(employee, 31);
        return employee;
    }

    ValidatableResponse resultOf(Employee employee, String language) {
        return as(employee.id())
                .header("Accept-Language", language)
                .get("/api/v1/assignments/{id}/result", employee.assignment())
                .then();
    }

    String offerTo(Employee employee) {
        return as(employee.id())
                .get("/api/v1/me/offers")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
    }

    ValidatableResponse replies(Employee employee, String answer) {
        return as(employee.id())
                .contentType("application/json")
                .body(Map.of("answer", answer))
                .post("/api/v1/me/offers/{id}/answer", offerTo(employee))
                .then();
    }

    RequestSpecification occupationalHealth(String... organizations) {
        return given().auth()
                .oauth2(Tokens.of("occupational-health")
                        .organizations(organizations)
                        .sign());
    }

    List<Map<String, Object>> seenByOccupationalHealth() {
        return occupationalHealth(region)
                .get("/api/v1/screening/offers?limit=500")
                .then()
                .statusCode(200)
                .extract()
                .path("items");
    }
}
