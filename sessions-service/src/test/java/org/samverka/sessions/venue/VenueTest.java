package org.samverka.sessions.venue;

import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class VenueTest {
    private static final String CHECKLIST = """
            {"tested_hearing_loop": {"finding": "met", "on": "2026-01-10"}, "automatic_doors": {"finding": "not_met"}}""";

    private ToldProgram program;
    private final String municipality = "m-" + UUID.randomUUID();

    @BeforeEach
    void aProgram() {
        program = ToldProgram.learned();
    }

    @Test
    void aRoomIsAddedReadChangedAndRemoved() {
        String id = add(body("Holjebacken", 30, CHECKLIST))
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("checklist", aMapWithSize(2))
                .body("checklist.tested_hearing_loop.finding", is("met"))
                .body("checklist.tested_hearing_loop.verifiedOn", is("2026-01-10"))
                .body("checklist.tested_hearing_loop.verifiedBy", notNullValue())
                .body("checklist.automatic_doors.verifiedOn", notNullValue())
                .extract()
                .path("id");

        put(id, "\"1\"", body("Holjebacken", 25, "{}"))
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("capacity", is(25))
                .body("checklist", is(anEmptyMap()));
        put(id, "\"1\"", body("Holjebacken", 20, "{}")).statusCode(412);
        program.supplier().get("/api/v1/venues/{id}", id).then().statusCode(200).body("capacity", is(25));
        program.coordinator().delete("/api/v1/venues/{id}", id).then().statusCode(204);
        program.coordinator().get("/api/v1/venues/{id}", id).then().statusCode(404);
        program.coordinator()
                .delete("/api/v1/venues/{id}", UUID.randomUUID())
                .then()
                .statusCode(404);
    }

    @Test
    void roomsAreFoundByMunicipalityCapacityAndWhatTheyMeet() {
        add(body("Small", 10, CHECKLIST)).statusCode(201);
        add(body("Large", 100, CHECKLIST)).statusCode(201);
        add(body("Unknown", 100, "{}")).statusCode(201);

        program.coordinator()
                .queryParam("municipality", municipality)
                .get("/api/v1/venues")
                .then()
                .body("items.name", contains("Small", "Large", "Unknown"));
        program.coordinator()
                .queryParam("municipality", municipality)
                .queryParam("minCapacity", 50)
                .queryParam("meets", "tested_hearing_loop")
                .get("/api/v1/venues")
                .then()
                .body("items.name", contains("Large"));
        program.coordinator()
                .queryParam("meets", "a_view")
                .get("/api/v1/venues")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", is("/meets"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"diet\": {\"finding\": \"met\"}} | /checklist/diet | unknown-line",
                "{\"automatic_doors\": {\"finding\": \"maybe\"}} | /checklist/automatic_doors/finding | unreadable-value",
                "{\"automatic_doors\": {\"finding\": \"met\", \"on\": \"2999-01-01\"}} | /checklist/automatic_doors/on | in-the-future"
            })
    void whatCannotBeFoundOfARoomIsNamed(String checklist, String pointer, String code) {
        add(body("Holjebacken", 30, checklist))
                .statusCode(422)
                .body("errors[0].pointer", is(pointer))
                .body("errors[0].code", is(code));
    }

    @Test
    void aRoomInWhichSomethingTakesPlaceStays() {
        UUID room = program.room("{}");
        program.coordinator()
                .body("""
                        {"program": "%s", "title": "Inspiration", "startsAt": "2096-03-01T09:00", "zone": "Europe/Stockholm",
                         "hours": 3, "capacity": 20, "roomId": "%s"}""".formatted(program.key, room))
                .post("/api/v1/sessions")
                .then()
                .statusCode(201);

        program.coordinator()
                .delete("/api/v1/venues/{id}", room)
                .then()
                .statusCode(409)
                .body("code", is("venue-in-use"));
    }

    private ValidatableResponse add(String body) {
        return program.coordinator().body(body).post("/api/v1/venues").then();
    }

    private ValidatableResponse put(String id, String ifMatch, String body) {
        return program.coordinator()
                .header("If-Match", ifMatch)
                .body(body)
                .put("/api/v1/venues/{id}", id)
                .then();
    }

    private String body(String name, int capacity, String checklist) {
        return """
                {"name": "%s", "municipality": "%s", "address": "Storgatan 1", "capacity": %d, "checklist": %s}""".formatted(name, municipality, capacity, checklist);
    }
}
