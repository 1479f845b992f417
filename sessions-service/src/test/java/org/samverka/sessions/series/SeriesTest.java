package org.samverka.sessions.series;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class SeriesTest {
    private ToldProgram program;
    private UUID room;

    @BeforeEach
    void aProgramAndARoom() {
        program = ToldProgram.learned();
        room = program.room("{}");
    }

    @Test
    void aWeeklySeriesAcrossBothChangesOfTheClockKeepsItsHour() {
        String id = schedule("2026-03-23T09:00", "FREQ=WEEKLY;COUNT=32")
                .statusCode(201)
                .body("sessions", hasSize(32))
                .body("sessions[0].startsAt", is("2026-03-23T09:00:00"))
                .body("sessions[1].startsAt", is("2026-03-30T09:00:00"))
                .body("sessions[31].startsAt", is("2026-10-26T09:00:00"))
                .extract()
                .path("id");

        program.coordinator()
                .queryParam("seriesId", id)
                .queryParam("limit", 100)
                .get("/api/v1/sessions")
                .then()
                .body("items", hasSize(32))
                .body("items.seriesId", everyItem(is(id)))
                .body("items.state", everyItem(is("open")));
        program.coordinator()
                .get("/api/v1/session-series/{id}", id)
                .then()
                .statusCode(200)
                .body("rule", is("FREQ=WEEKLY;COUNT=32"));
        ToldProgram.learned()
                .coordinator()
                .get("/api/v1/session-series/{id}", id)
                .then()
                .statusCode(404);
    }

    @Test
    void aSeriesThatWouldMeetAtATimeThatDoesNotExistIsRefusedWithTheDay() {
        schedule("2026-03-22T02:30", "FREQ=WEEKLY;COUNT=3")
                .statusCode(422)
                .body("errors[0].code", is("no-such-time"))
                .body("errors[0].detail", containsString("2026-03-29"));
    }

    @Test
    void aSeriesIsScheduledWholeOrNotAtAll() {
        schedule("2096-05-14T09:00", "FREQ=WEEKLY;COUNT=1").statusCode(201);

        schedule("2096-05-07T10:00", "FREQ=WEEKLY;COUNT=3")
                .statusCode(409)
                .body("code", is("clash"))
                .body("detail", containsString("2096-05-14 09:00"));

        program.coordinator().get("/api/v1/sessions").then().body("items", hasSize(1));
    }

    @Test
    void aSeriesThatStandsInItsOwnWayIsRefused() {
        program.coordinator()
                .body(body("2096-05-07T09:00", "FREQ=DAILY;COUNT=2").replace("\"hours\": 3", "\"hours\": 30"))
                .post("/api/v1/session-series")
                .then()
                .statusCode(409)
                .body("code", is("clash"));
        program.coordinator().get("/api/v1/sessions").then().body("items", is(empty()));
    }

    @Test
    void theSameRequestUnderOneKeyMakesOneSeries() {
        String key = UUID.randomUUID().toString();
        String token = program.coordinatorToken();
        List<String> ids = java.util.stream.Stream.of(1, 2)
                .map(i -> io.restassured.RestAssured.given()
                        .auth()
                        .oauth2(token)
                        .contentType("application/json")
                        .header("Idempotency-Key", key)
                        .body(body("2096-05-07T09:00", "FREQ=WEEKLY;COUNT=2"))
                        .post("/api/v1/session-series")
                        .then()
                        .statusCode(201)
                        .extract()
                        .<String>path("id"))
                .distinct()
                .toList();

        org.assertj.core.api.Assertions.assertThat(ids).hasSize(1);
    }

    private ValidatableResponse schedule(String startsAt, String rule) {
        return program.coordinator()
                .body(body(startsAt, rule))
                .post("/api/v1/session-series")
                .then();
    }

    private String body(String startsAt, String rule) {
        return """
                {"rule": "%s", "first": {"program": "%s", "title": "Health network", "startsAt": "%s",
                 "zone": "Europe/Stockholm", "hours": 3, "capacity": 20, "roomId": "%s"}}""".formatted(rule, program.key, startsAt, room);
    }
}
