package org.samverka.sessions.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.sessions.AtOnce;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.RealStack;

/** A room, a team and a leader are in one place at a time. */
@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class ClashTest {
    private ToldProgram program;

    @BeforeEach
    void aProgram() {
        program = ToldProgram.learned();
    }

    @ParameterizedTest
    @ValueSource(strings = {"roomId", "supplierId", "leaderId"})
    void whatIsTakenIsRefusedAndNamed(String what) {
        String id = taken(what).toString();
        schedule(program, what, id, "2096-03-01T09:00").statusCode(201);

        schedule(program, what, id, "2096-03-01T11:59")
                .statusCode(409)
                .body("code", is("clash"))
                .body(
                        "detail",
                        allOf(
                                containsString(
                                        what.equals("roomId") ? "room" : what.equals("leaderId") ? "leader" : "team"),
                                containsString(
                                        "from 2096-03-01 09:00 for 3 hours by \"Inspiration\" (" + program.key)));
        schedule(program, what, id, "2096-03-01T12:00").statusCode(201);
    }

    @Test
    void aSupplierPlansWithItsOwnTeamsOnly() {
        String own = program.team("a-team", "{}").toString();
        String others = program.team("b-team", "{}").toString();

        asSupplier(body(program, "supplierId", own, "2096-03-01T09:00")).statusCode(201);
        asSupplier(body(program, "supplierId", others, "2096-03-02T09:00"))
                .statusCode(422)
                .body("errors[0].code", is("unknown-supplier"));
        asSupplier(body(program, "leaderId", UUID.randomUUID().toString(), "2096-03-02T09:00"))
                .statusCode(422)
                .body("errors[0].pointer", is("/supplierId"));
    }

    private ValidatableResponse asSupplier(String body) {
        return program.supplierOf("a-team").body(body).post("/api/v1/sessions").then();
    }

    @Test
    void whatAnotherProgramPlansIsNotTold() {
        String room = program.room("{}").toString();
        schedule(program, "roomId", room, "2096-03-01T09:00").statusCode(201);

        schedule(ToldProgram.learned(), "roomId", room, "2096-03-01T09:00")
                .statusCode(409)
                .body("detail", containsString("by another program"))
                .body("detail", not(containsString("Inspiration")));
    }

    @Test
    void ofManyWhoTakeARoomAtTheSameTimeOneGetsItAndTheOthersLearnWho() {
        String room = program.room("{}").toString();
        String token = program.coordinatorToken();

        List<HttpResponse<String>> answers = AtOnce.all(IntStream.range(0, 20)
                .mapToObj(i -> AtOnce.send(
                        "POST",
                        "/sessions",
                        token,
                        body(program, "roomId", room, "2096-03-0" + (1 + i % 2) + "T09:00"))));

        assertThat(AtOnce.statuses(answers).filter(status -> status == 201)).hasSize(2);
        assertThat(answers.stream().filter(answer -> answer.statusCode() != 201))
                .hasSize(18)
                .allSatisfy(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(409);
                    assertThat(AtOnce.json(answer).path("detail").asText()).contains("by \"Inspiration\"");
                });
    }

    @Test
    void aWorkshopOfThirtyHoursTakesItsRoomOnItsDaysOnly() {
        String room = program.room("{}").toString();
        String workshop = """
                {"program": "%s", "title": "Innovation workshop", "zone": "Europe/Copenhagen", "capacity": 15, "roomId": "%s",
                 "parts": [{"title": "Day 1", "startsAt": "2096-11-06T09:00", "hours": 10},
                           {"title": "Day 2", "startsAt": "2096-11-07T08:00", "hours": 12},
                           {"title": "Day 3", "startsAt": "2096-11-08T08:00", "hours": 8}]}""".formatted(program.key, room);
        String id = program.coordinator()
                .body(workshop)
                .post("/api/v1/sessions")
                .then()
                .statusCode(201)
                .body("hours", is(30.0f))
                .body("startsAt", is("2096-11-06T09:00:00"))
                .extract()
                .path("id");
        program.coordinator()
                .get("/api/v1/sessions/{id}", id)
                .then()
                .body("parts.title", is(List.of("Day 1", "Day 2", "Day 3")))
                .body("parts.hours", is(List.of(10.0f, 12.0f, 8.0f)))
                .body("venue", is("Holjebacken, olofstrom"));

        schedule(program, "roomId", room, "2096-11-07T19:59").statusCode(409);
        schedule(program, "roomId", room, "2096-11-07T20:00").statusCode(201);

        program.coordinator()
                .body(workshop.replace("2096-11-07T08:00\", \"hours\": 12", "2096-11-07T09:00\", \"hours\": 12"))
                .put("/api/v1/sessions/{id}", id)
                .then()
                .statusCode(409);
        program.coordinator()
                .body(workshop.replace("2096-11-07T08:00\", \"hours\": 12", "2096-11-07T07:00\", \"hours\": 12"))
                .put("/api/v1/sessions/{id}", id)
                .then()
                .statusCode(200)
                .body("sequence", is(1));
    }

    @Test
    void aRoomThatIsTooSmallOrNotThereIsRefused() {
        String room = program.room("{}").toString();
        program.coordinator()
                .body(body(program, "roomId", room, "2096-03-01T09:00").replace("\"capacity\": 20", "\"capacity\": 31"))
                .post("/api/v1/sessions")
                .then()
                .statusCode(409)
                .body("code", is("venue-too-small"));
        for (String what : List.of("roomId", "supplierId", "follows")) {
            schedule(program, what, UUID.randomUUID().toString(), "2096-03-01T09:00")
                    .statusCode(422)
                    .body("errors[0].pointer", is("/" + what));
        }
    }

    @Test
    void aFollowUpIsFoundByTheFirstSession() {
        String first = schedule(program, "venue", "Folkets hus", "2096-03-01T09:00")
                .statusCode(201)
                .extract()
                .path("id");
        String second = schedule(program, "follows", first, "2096-06-01T09:00")
                .extract()
                .path("id");

        program.coordinator()
                .queryParam("follows", first)
                .get("/api/v1/sessions")
                .then()
                .body("items.id", is(List.of(second)));
    }

    private UUID taken(String what) {
        return switch (what) {
            case "roomId" -> program.room("{}");
            case "supplierId" -> program.team("provider", "{}");
            default -> UUID.randomUUID();
        };
    }

    private static ValidatableResponse schedule(
            ToldProgram program, String field, @Nullable String value, String startsAt) {
        return program.coordinator()
                .body(body(program, field, value, startsAt))
                .post("/api/v1/sessions")
                .then();
    }

    private static String body(ToldProgram program, String field, @Nullable String value, String startsAt) {
        return """
                {"program": "%s", "title": "Inspiration", "startsAt": "%s", "zone": "Europe/Stockholm",
                 "hours": 3, "capacity": 20, "%s": "%s"}""".formatted(program.key, startsAt, field, value);
    }
}
