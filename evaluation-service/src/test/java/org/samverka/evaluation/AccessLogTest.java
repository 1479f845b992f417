package org.samverka.evaluation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.testing.Tokens;

/** Who read whose result or offer, and that nobody can change what the log says of it. */
@QuarkusTest
class AccessLogTest extends Screened {
    private RequestSpecification auditor() {
        return given().auth().oauth2(Tokens.of("auditor").sign());
    }

    private List<Map<String, Object>> readings(String offer) throws Exception {
        List<Map<String, Object>> all = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            var page = auditor()
                    .get("/api/v1/access-log?limit=500" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .then()
                    .statusCode(200)
                    .extract();
            all.addAll(page.<List<Map<String, Object>>>path("items"));
            cursor = page.path("next");
        }
        return all.stream()
                .filter(entry -> String.valueOf(entry.get("object")).endsWith(offer))
                .toList();
    }

    @Test
    void whatOccupationalHealthReadsIsKeptBeforeTheyHaveItAndThePersonSeesThat() throws Exception {
        Employee employee = inRiskZone(Gender.woman);
        replies(employee, "accepted").statusCode(200);
        String offer = offerTo(employee);
        as(employee.id()).get("/api/v1/me/access-log").then().body("items", hasSize(0));

        assertThat(seenByOccupationalHealth()).hasSize(1);

        as(employee.id())
                .get("/api/v1/me/access-log")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].role", equalTo("occupational-health"))
                .body("items[0].action", equalTo("read"))
                .body("items[0].object", equalTo("offer " + offer))
                .body("items[0].outcome", equalTo("granted"));
        as(UUID.randomUUID()).get("/api/v1/me/access-log").then().body("items", hasSize(0));
        List<Map<String, Object>> readings = readings(offer);
        assertThat(readings).hasSize(1);
        assertThat(readings.get(0).toString())
                .doesNotContain(employee.id().toString())
                .doesNotContain(employee.pseudonym().toString())
                .doesNotContain(employee.assignment().toString());
    }

    @Test
    void aResultThatIsSharedIsKeptAsReadToo() throws Exception {
        Employee employee = inRiskZone(Gender.man);
        others.allowsOccupationalHealth(employee.id(), true);
        String offer = offerTo(employee);

        org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> seenByOccupationalHealth().size() == 1);

        assertThat(readings(offer)).extracting("object").contains("offer and result " + offer);
    }

    /** What the respondent reads of their own is nobody's concern, and would tell who they are. */
    @Test
    void whatARespondentReadsOfTheirOwnIsNotKept() throws Exception {
        Employee employee = employee(Gender.woman);
        screened(employee, 5);
        long before = count(
                "select count(*) from access_log where caller = ?",
                employee.id().toString());

        resultOf(employee, "sv").statusCode(200);
        as(employee.id())
                .get("/api/v1/assignments/{id}/response/fhir", employee.assignment())
                .then()
                .statusCode(200);

        assertThat(count(
                        "select count(*) from access_log where caller = ?",
                        employee.id().toString()))
                .isEqualTo(before);
        assertThat(count(
                        "select count(*) from access_log where cast(to_jsonb(access_log) as text) like ?",
                        "%" + employee.assignment() + "%"))
                .isZero();
    }

    @Test
    void whoAsksForWhatTheirRoleDoesNotAllowIsKeptToo() throws Exception {
        UUID manager = UUID.randomUUID();

        given().auth()
                .oauth2(Tokens.of("manager")
                        .person(manager)
                        .organizations(region)
                        .sign())
                .get("/api/v1/screening/offers")
                .then()
                .statusCode(403);

        assertThat(texts(
                        "select action || ' ' || object || ' ' || outcome || ' ' || role from access_log where caller = ?",
                        manager.toString()))
                .containsExactly("GET /api/v1/screening/offers forbidden manager");
    }

    @Test
    void anEntryThatWasChangedIsFound() throws Exception {
        assertThat(seenByOccupationalHealth()).isEmpty();
        auditor().get("/api/v1/access-log/verification").then().body("intact", equalTo(true));
        long last = count("select max(position) from access_log");
        try {
            run(
                    "alter table access_log disable trigger access_log_stays",
                    "update access_log set caller = caller || 'x' where position = " + last);

            auditor()
                    .get("/api/v1/access-log/verification")
                    .then()
                    .body("intact", equalTo(false))
                    .body("brokenAt", equalTo((int) last));
        } finally {
            run(
                    "update access_log set caller = left(caller, -1) where position = " + last,
                    "alter table access_log enable trigger access_log_stays");
        }
        auditor().get("/api/v1/access-log/verification").then().body("intact", equalTo(true));
    }

    private void run(String... statements) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
