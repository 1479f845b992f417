package org.samverka.sessions.arrangement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import biweekly.Biweekly;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.ToldProgram;
import org.samverka.sessions.invitation.Invitees;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.RealStack;

/** Four Mondays in spring, at nine. */
@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class SeriesArrangementTest {
    private ToldProgram program;
    private UUID room;
    private String series;
    private List<String> sessions;

    @BeforeEach
    void aSeriesInARoom() {
        program = ToldProgram.learned();
        room = program.room("{}");
        schedule("2096-03-12T09:00", "\"roomId\": \"%s\"".formatted(room));
    }

    private void schedule(String startsAt, String more) {
        var scheduled = program.coordinator()
                .body("""
                        {"rule": "FREQ=WEEKLY;COUNT=4", "first": {"program": "%s", "title": "Health network",
                         "startsAt": "%s", "zone": "Europe/Stockholm", "hours": 3, "capacity": 20, %s}}""".formatted(program.key, startsAt, more))
                .post("/api/v1/session-series")
                .then()
                .statusCode(201)
                .extract();
        series = scheduled.path("id");
        sessions = scheduled.path("sessions.sessionId");
    }

    @Test
    void allOfItMovesAtOnceOverItselfAndAcrossTheChangeOfTheClockAtItsLocalHour() {
        change(program.coordinator(), "{\"daysLater\": 7, \"startTime\": \"10:00\"}")
                .statusCode(200)
                .body("sessions", hasSize(4))
                .body(
                        "sessions.startsAt",
                        contains(
                                "2096-03-19T10:00:00",
                                "2096-03-26T10:00:00",
                                "2096-04-02T10:00:00",
                                "2096-04-09T10:00:00"));
        change(program.coordinator(), "{\"from\": \"2096-04-01\", \"hours\": 2}")
                .statusCode(200)
                .body("sessions.startsAt", contains("2096-04-02T10:00:00", "2096-04-09T10:00:00"));
        program.coordinator()
                .get("/api/v1/sessions/{id}", sessions.get(3))
                .then()
                .body("hours", is(2f))
                .body("sequence", is(2));
    }

    @Test
    void whatClashesOrDoesNotExistStopsAllOfItAndIsNamed() {
        program.coordinator()
                .body("""
                        {"program": "%s", "title": "Something else", "startsAt": "2096-03-27T11:00", "zone": "Europe/Stockholm",
                         "hours": 1, "capacity": 5, "roomId": "%s"}""".formatted(program.key, room))
                .post("/api/v1/sessions")
                .then()
                .statusCode(201);

        change(program.coordinator(), "{\"daysLater\": 1}")
                .statusCode(409)
                .body("code", is("clash"))
                .body("detail", containsString("Something else"));
        // The last Sunday in March.
        change(program.coordinator(), "{\"daysLater\": 6, \"startTime\": \"02:30\"}")
                .statusCode(422)
                .body("errors[0].code", is("no-such-time"))
                .body("errors[0].detail", containsString("2096-03-25"));
        program.coordinator()
                .queryParam("seriesId", series)
                .get("/api/v1/sessions")
                .then()
                .body("items.sequence", everyItem(is(0)));
    }

    @Test
    void anotherRoomIsGivenToAllAndLookedAtAgain() {
        UUID other = program.room("{}");
        String first = sessions.get(0);
        state(first, "{\"state\": \"confirmed\"}");
        Invitees.change(
                "insert into attendee_need (session_id, person_id, needs, erase_after) values (?, ?, '{tested_hearing_loop}', '2096-12-31')",
                UUID.fromString(first),
                UUID.randomUUID());

        change(program.coordinator(), "{\"roomId\": \"%s\"}".formatted(other)).statusCode(200);

        program.coordinator()
                .queryParam("seriesId", series)
                .get("/api/v1/sessions")
                .then()
                .body("items.roomId", everyItem(is(other.toString())))
                .body("items.state", everyItem(is("open")))
                .body("items.sequence", everyItem(is(1)));
        assertThat(Invitees.one("select erase_after from attendee_need where session_id = ?", UUID.fromString(first)))
                .isEqualTo("2096-03-19");
    }

    @Test
    void allThatIsToComeIsCanceledAndWhatWasHeldStays() {
        UUID anna = program.enrolled("inspirers");
        program.booked(UUID.fromString(sessions.get(0)), anna);
        program.booked(UUID.fromString(sessions.get(1)), anna);
        program.coordinator()
                .body("{\"attended\": [{\"personId\": \"%s\", \"hours\": 3}]}".formatted(anna))
                .put("/api/v1/sessions/{id}/attendance", sessions.get(0))
                .then()
                .statusCode(200);

        seriesState("{\"state\": \"canceled\"}").statusCode(422).body("errors[0].pointer", is("/reason"));
        seriesState("{\"state\": \"canceled\", \"reason\": \"The leader is ill\"}")
                .statusCode(200)
                .body("sessions.sessionId", is(sessions.subList(1, 4)))
                .body("sessions.state", everyItem(is("canceled")));
        seriesState("{\"state\": \"canceled\", \"reason\": \"Once more\"}")
                .statusCode(409)
                .body("code", is("nothing-to-come"));

        program.coordinator()
                .get("/api/v1/sessions/{id}", sessions.get(0))
                .then()
                .body("state", is("held"));
        assertThat(Invitees.one("select count(*) from booking where person_id = ? and state = 'booked'", anna))
                .isEqualTo("1");
        // The room is free again.
        schedule("2096-03-19T09:00", "\"roomId\": \"%s\"".formatted(room));
    }

    @Test
    void draftsAreOpenedTogether() {
        schedule("2096-06-04T09:00", "\"state\": \"draft\"");

        seriesState("{\"state\": \"open\"}").statusCode(200).body("sessions", hasSize(4));

        program.coordinator()
                .queryParam("seriesId", series)
                .get("/api/v1/sessions")
                .then()
                .body("items.state", everyItem(is("open")));
    }

    @Test
    void whoeverWasInvitedIsToldOnceOfEachSessionThatMoved() {
        UUID anna = program.enrolled("inspirers");
        Invitees first = invited(0);
        Invitees second = invited(1);
        first.sentTo(anna);
        second.sentTo(anna);

        change(program.coordinator(), "{\"daysLater\": 1}").statusCode(200);

        assertThat(first.told("changed", 1))
                .singleElement()
                .satisfies(entry -> assertThat(day(entry)).isEqualTo("2096-03-13T08:00:00Z"));
        assertThat(second.told("changed", 1))
                .singleElement()
                .satisfies(entry -> assertThat(day(entry)).isEqualTo("2096-03-20T08:00:00Z"));
        Invitees.awaitNothingDue();
        assertThat(first.toldSoFar("changed")).hasSize(1);
    }

    private Invitees invited(int n) {
        Invitees invitees = Invitees.at(program, UUID.fromString(sessions.get(n)));
        invitees.invite();
        return invitees;
    }

    private static String day(Entry changed) {
        return Biweekly.parse(changed.data().path("notice").path("calendar").asText())
                .first()
                .getEvents()
                .get(0)
                .getDateStart()
                .getValue()
                .toInstant()
                .toString();
    }

    @Test
    void whoeverReadAnOlderSeriesReadsAgainFirst() {
        String tag = program.coordinator()
                .get("/api/v1/session-series/{id}", series)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        change(program.coordinator().header("If-Match", tag), "{\"daysLater\": 1}")
                .statusCode(200);

        change(program.coordinator().header("If-Match", tag), "{\"daysLater\": 1}")
                .statusCode(412);
        change(program.coordinator(), "{}").statusCode(422).body("errors[0].code", is("nothing-to-change"));
    }

    @Test
    void onlyWhoeverArrangesAllOfItDoesSo() {
        change(ToldProgram.learned().coordinator(), "{\"daysLater\": 1}").statusCode(404);
        change(program.supplierOf("a-team"), "{\"daysLater\": 1}").statusCode(404);

        UUID team = program.team("a-team", "{}");
        UUID others = program.team("b-team", "{}");
        schedule("2096-09-03T09:00", "\"supplierId\": \"%s\"".formatted(team));
        change(program.supplierOf("b-team"), "{\"daysLater\": 1}").statusCode(404);
        change(program.supplierOf("a-team"), "{\"daysLater\": 1}").statusCode(200);
        change(program.supplierOf("a-team"), "{\"supplierId\": \"%s\"}".formatted(others))
                .statusCode(422)
                .body("errors[0].code", is("unknown-supplier"));
        change(program.coordinator(), "{\"supplierId\": \"%s\"}".formatted(others))
                .statusCode(200)
                .body("sessions[0].startsAt", startsWith("2096-09-04"));
    }

    private ValidatableResponse change(RequestSpecification who, String body) {
        return who.body(body).patch("/api/v1/session-series/{id}", series).then();
    }

    private ValidatableResponse seriesState(String body) {
        return program.coordinator()
                .body(body)
                .put("/api/v1/session-series/{id}/state", series)
                .then();
    }

    private void state(String session, String body) {
        program.coordinator()
                .body(body)
                .put("/api/v1/sessions/{id}/state", session)
                .then()
                .statusCode(200);
    }
}
