package org.samverka.sessions.planning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.TemporalAdjusters.firstInMonth;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.ValidatableResponse;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class PlanFlowTest {
    private static final RestAssuredConfig AS_IT_IS = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false));

    private ToldProgram program;
    private UUID one;
    private UUID other;

    @BeforeEach
    void aProgramAndTwoTeams() {
        program = ToldProgram.learned();
        one = program.team("provider", "{}");
        other = program.team("provider", "{}");
    }

    @Test
    void aPlanIsProposedAdjustedSolvedAgainAndBecomesDrafts() {
        String plan = planned();
        day(plan, 1, "{\"date\": \"2096-05-31\", \"pinned\": true}")
                .statusCode(200)
                .body("clashes", is(0));

        program.coordinator()
                .post("/api/v1/session-plans/{id}/solve", plan)
                .then()
                .statusCode(200);
        awaitProposed(plan);
        program.coordinator()
                .get("/api/v1/session-plans/{id}/days", plan)
                .then()
                .body("items", hasSize(12))
                .body("items[0].date", is("2096-05-31"))
                .body("items[0].pinned", is(true));

        program.coordinator()
                .post("/api/v1/session-plans/{id}/sessions", plan)
                .then()
                .statusCode(201)
                .body("state", is("adopted"));
        program.coordinator()
                .get("/api/v1/sessions")
                .then()
                .body("items", hasSize(12))
                .body("items.state", everyItem(is("draft")))
                .body("items.supplierId", everyItem(notNullValue()));
        program.coordinator()
                .get("/api/v1/session-plans/{id}/days", plan)
                .then()
                .body("items.sessionId", everyItem(notNullValue()));
        program.coordinator()
                .post("/api/v1/session-plans/{id}/sessions", plan)
                .then()
                .statusCode(409)
                .body("code", is("not-proposed"));
    }

    @Test
    void whatTakesATeamMeanwhileStopsTheWholePlanAndIsNamed() {
        String plan = planned();
        String date = program.coordinator()
                .get("/api/v1/session-plans/{id}/days", plan)
                .then()
                .extract()
                .path("items[3].date");
        String team = program.coordinator()
                .get("/api/v1/session-plans/{id}/days", plan)
                .then()
                .extract()
                .path("items[3].supplierId");
        program.coordinator()
                .body("""
                        {"program": "%s", "title": "Something else", "startsAt": "%sT10:00", "zone": "Europe/Stockholm",
                         "hours": 1, "capacity": 5, "supplierId": "%s"}""".formatted(program.key, date, team))
                .post("/api/v1/sessions")
                .then()
                .statusCode(201);

        program.coordinator()
                .post("/api/v1/session-plans/{id}/sessions", plan)
                .then()
                .statusCode(409)
                .body("code", is("clash"))
                .body("detail", containsString("Something else"));
        program.coordinator().get("/api/v1/sessions").then().body("items", hasSize(1));
        day(plan, 1, "{\"date\": \"%s\", \"supplierId\": \"%s\"}".formatted(date, team))
                .statusCode(409)
                .body("code", is("day-taken"));
    }

    @Test
    void aWishThatNoTeamCanMeetFails() {
        String plan = wish(body("2096-05-05", "2096-05-06").formatted(one, other))
                .statusCode(201)
                .extract()
                .path("id");

        await().atMost(Duration.ofSeconds(30)).until(() -> state(plan).equals("failed"));
    }

    @Test
    void aTeamIsNotPlannedOnDaysWhenItsOwnCalendarBlocksTheHours() {
        // A week without public holidays.
        LocalDate monday = LocalDate.of(LocalDate.now().getYear() + 1, 2, 1).with(firstInMonth(DayOfWeek.MONDAY));
        LocalDate friday = monday.plusDays(4);
        RestAssured.given()
                .config(AS_IT_IS)
                .auth()
                .oauth2(program.coordinatorToken())
                .contentType("text/calendar")
                .body(String.join(
                                "\r\n",
                                "BEGIN:VCALENDAR",
                                "BEGIN:VEVENT",
                                "DTSTART;VALUE=DATE:" + basic(monday),
                                "DTEND;VALUE=DATE:" + basic(friday),
                                "END:VEVENT",
                                "BEGIN:VEVENT",
                                "DTSTART:" + basic(friday) + "T180000Z",
                                "DTEND:" + basic(friday) + "T190000Z",
                                "END:VEVENT",
                                "END:VCALENDAR",
                                "")
                        .getBytes(UTF_8))
                .put("/api/v1/blocked-times/teams/{id}", one)
                .then()
                .statusCode(200)
                .body("blocked", is(2));

        String plan = wish("""
                        {"title": "Recovery day", "from": "%s", "to": "%s", "zone": "Europe/Stockholm", "startTime": "09:00",
                         "hours": 6, "capacity": 30, "teams": [{"supplierId": "%s"}],
                         "municipalities": [{"key": "asele", "days": 1}]}""".formatted(monday, friday, one))
                .statusCode(201)
                .extract()
                .path("id");
        awaitProposed(plan);

        program.coordinator()
                .get("/api/v1/session-plans/{id}/days", plan)
                .then()
                .body("items.date", is(List.of(friday.toString())));
        day(plan, 1, "{\"date\": \"%s\"}".formatted(monday)).statusCode(409).body("code", is("day-taken"));
    }

    private static String basic(LocalDate date) {
        return date.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    @Test
    void wrongWishesAreNamed() {
        wish(body("2096-05-01", "2096-04-01").formatted(one, other))
                .statusCode(422)
                .body("errors[0].pointer", is("/to"));
        wish(body("2096-05-01", "2096-06-01").formatted(one, one))
                .statusCode(422)
                .body("errors[0].pointer", is("/teams/1/supplierId"));
        wish(body("2096-05-01", "2096-06-01").formatted(one, UUID.randomUUID()))
                .statusCode(422)
                .body("errors[0].code", is("unknown-supplier"));
    }

    @Test
    void othersDoNotKnowThePlan() {
        String plan = wish(body("2096-04-02", "2096-05-31").formatted(one, other))
                .statusCode(201)
                .extract()
                .path("id");
        ToldProgram others = ToldProgram.learned();

        others.coordinator().get("/api/v1/session-plans/{id}", plan).then().statusCode(404);
        others.coordinator().get("/api/v1/session-plans/{id}/days", plan).then().statusCode(404);
        others.coordinator()
                .post("/api/v1/session-plans/{id}/solve", plan)
                .then()
                .statusCode(404);
        others.coordinator()
                .post("/api/v1/session-plans/{id}/sessions", plan)
                .then()
                .statusCode(404);
        others.coordinator()
                .get("/api/v1/programs/{key}/session-plans", program.key)
                .then()
                .statusCode(404);
        program.coordinator()
                .get("/api/v1/programs/{key}/session-plans", program.key)
                .then()
                .body("items.id", is(List.of(plan)));
    }

    private String planned() {
        String plan = wish(body("2096-04-02", "2096-05-31").formatted(one, other))
                .statusCode(201)
                .body("state", is("waiting"))
                .body("days", is(12))
                .extract()
                .path("id");
        awaitProposed(plan);
        return plan;
    }

    private void awaitProposed(String plan) {
        await().atMost(Duration.ofSeconds(60)).until(() -> state(plan).equals("proposed"));
        program.coordinator()
                .get("/api/v1/session-plans/{id}", plan)
                .then()
                .body("clashes", is(0))
                .body("cost", notNullValue())
                .body("firstCost", notNullValue())
                .body("figures.mostOfATeam", notNullValue());
    }

    private String state(String plan) {
        return program.coordinator()
                .get("/api/v1/session-plans/{id}", plan)
                .then()
                .statusCode(200)
                .extract()
                .path("state");
    }

    private ValidatableResponse day(String plan, int n, String body) {
        return program.coordinator()
                .body(body)
                .patch("/api/v1/session-plans/{id}/days/{n}", plan, n)
                .then();
    }

    private ValidatableResponse wish(String body) {
        return program.coordinator()
                .body(body)
                .post("/api/v1/programs/{key}/session-plans", program.key)
                .then();
    }

    private static String body(String from, String to) {
        return """
                {"title": "Recovery day", "from": "%s", "to": "%s", "zone": "Europe/Stockholm", "startTime": "09:00",
                 "hours": 6, "capacity": 30, "teams": [{"supplierId": "%%s"}, {"supplierId": "%%s"}],
                 "municipalities": [{"key": "asele", "days": 5}, {"key": "ljungby", "days": 7}]}""".formatted(from, to);
    }
}
