package org.samverka.sessions.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.samverka.sessions.ToldProgram.booking;
import static org.samverka.sessions.ToldProgram.participant;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.EventLog;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class BookingFlowTest {
    private ToldProgram program;
    private UUID session;
    private UUID anna;

    @BeforeEach
    void aSessionOfTwoSeats() {
        program = ToldProgram.learned();
        session = program.session(2);
        anna = program.enrolled("inspirers");
    }

    @Test
    void aSeatIsBookedSeenCanceledAndBookedAgain() {
        String id = book(program.coordinator(), session, anna)
                .statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", containsString("/api/v1/bookings/"))
                .body("sessionId", is(session.toString()))
                .body("personId", is(anna.toString()))
                .body("program", is(program.key))
                .body("state", is("booked"))
                .extract()
                .path("id");
        book(program.coordinator(), session, anna).statusCode(409).body("code", is("already-booked"));

        program.coordinator()
                .get("/api/v1/bookings/{id}", id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"");
        program.coordinator()
                .header("If-Match", "\"7\"")
                .delete("/api/v1/bookings/{id}", id)
                .then()
                .statusCode(412)
                .body("code", is("outdated"));
        program.coordinator()
                .header("If-Match", "\"1\"")
                .delete("/api/v1/bookings/{id}", id)
                .then()
                .statusCode(204);
        program.coordinator().delete("/api/v1/bookings/{id}", id).then().statusCode(204);
        program.coordinator()
                .get("/api/v1/bookings/{id}", id)
                .then()
                .header("ETag", "\"2\"")
                .body("state", is("canceled"));

        String again = book(program.coordinator(), session, anna)
                .statusCode(201)
                .extract()
                .path("id");
        bookings(program.coordinator()).body("items.id", equalTo(List.of(again)));
        program.coordinator()
                .queryParam("state", "canceled")
                .get("/api/v1/bookings")
                .then()
                .body("items.id", equalTo(List.of(id)));

        List<Entry> told = told(session, 4);
        assertThat(told)
                .extracting(Entry::type)
                .containsExactly(
                        "org.samverka.sessions.session-scheduled.v1",
                        "org.samverka.sessions.session-booked.v1",
                        "org.samverka.sessions.booking-canceled.v1",
                        "org.samverka.sessions.session-booked.v1");
        assertThat(told.subList(1, 4))
                .extracting(entry -> entry.data().path("bookingId").asText())
                .containsExactly(id, id, again);
        assertThat(told.get(1).data().path("pseudonym").asText())
                .isEqualTo(ToldProgram.pseudonym(anna).toString());
    }

    @Test
    void aSeatThatWasCanceledIsFreeForAnother() {
        UUID first = program.booked(session, anna);
        program.booked(session, program.enrolled("coaches"));
        UUID third = program.enrolled("coaches");
        book(program.coordinator(), session, third)
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", is("session-full"))
                .body("title", is("Session full"))
                .body("type", is("urn:samverka:problem:session-full"))
                .body("instance", is("/api/v1/bookings"))
                .body("detail", containsString("All 2 seats are taken"));

        program.coordinator().delete("/api/v1/bookings/{id}", first).then().statusCode(204);

        book(program.coordinator(), session, third).statusCode(201);
    }

    @Test
    void onlyConfirmedEnrollmentsInTheRightGroupCount() {
        UUID forCoaches = program.sessionFor("coaches");
        book(program.coordinator(), forCoaches, anna).statusCode(409).body("code", is("not-enrolled"));
        book(program.coordinator(), session, UUID.randomUUID())
                .statusCode(409)
                .body("code", is("not-enrolled"))
                .body("detail", containsString("try again"));

        UUID waiting = UUID.randomUUID();
        program.tell(program.enrollment(waiting, "coaches", EnrollmentState.waitlisted));
        program.awaitLearned("select count(*) from enrollment where state = 'waitlisted' and program = ?", 1);
        book(program.coordinator(), forCoaches, waiting).statusCode(409).body("code", is("not-enrolled"));

        book(program.coordinator(), forCoaches, program.enrolled("coaches")).statusCode(201);
    }

    @Test
    void aParticipantBooksSeesAndCancelsForThemselfOnly() {
        UUID bo = program.enrolled("inspirers");
        UUID bos = program.booked(session, bo);

        book(participant(anna), session, bo).statusCode(404).body("code", is("not-known"));
        String annas =
                book(participant(anna), session, anna).statusCode(201).extract().path("id");

        bookings(participant(anna)).body("items.id", equalTo(List.of(annas)));
        participant(anna)
                .queryParam("personId", bo)
                .get("/api/v1/bookings")
                .then()
                .statusCode(200)
                .body("items", empty());
        participant(anna).get("/api/v1/bookings/{id}", bos).then().statusCode(404);
        participant(anna).delete("/api/v1/bookings/{id}", bos).then().statusCode(404);
        participant(anna)
                .get("/api/v1/me/sessions")
                .then()
                .statusCode(200)
                .body("items.bookingId", equalTo(List.of(annas)))
                .body("items.sessionId", equalTo(List.of(session.toString())))
                .body("items[0].title", is("Inspiration"))
                .body("items[0].zone", is("Europe/Stockholm"))
                .body("next", nullValue());
        participant(anna).delete("/api/v1/bookings/{id}", annas).then().statusCode(204);
        participant(anna).get("/api/v1/me/sessions").then().body("items", empty());
    }

    @Test
    void anOrganizationsContactBooksAndSeesTheirOwnPeopleOnly() {
        UUID annas = UUID.fromString(book(program.contactOf("olofstrom"), session, anna)
                .statusCode(201)
                .extract()
                .path("id"));
        UUID bo = program.enrolled("inspirers");
        book(program.contactOf("blekinge"), session, bo).statusCode(409).body("code", is("not-enrolled"));

        bookings(program.contactOf("olofstrom")).body("items.personId", equalTo(List.of(anna.toString())));
        bookings(program.contactOf("blekinge")).body("items", empty());
        program.contactOf("blekinge").get("/api/v1/bookings/{id}", annas).then().statusCode(404);
        program.contactOf("blekinge")
                .delete("/api/v1/bookings/{id}", annas)
                .then()
                .statusCode(404);
    }

    @Test
    void othersProgramsAreNotKnown() {
        ToldProgram others = ToldProgram.learned();
        UUID annas = program.booked(session, anna);

        book(others.coordinator(), session, anna).statusCode(404).body("code", is("not-known"));
        book(program.coordinator(), UUID.randomUUID(), anna).statusCode(404).body("code", is("not-known"));
        others.coordinator().get("/api/v1/bookings/{id}", annas).then().statusCode(404);
        others.coordinator().delete("/api/v1/bookings/{id}", annas).then().statusCode(404);
        bookings(others.coordinator()).body("items", empty());
        bookings(program.supplier()).body("items.id", equalTo(List.of(annas.toString())));
    }

    @Test
    void listsAreFilteredAndComeInPages() {
        UUID bo = program.enrolled("inspirers");
        UUID other = program.session(5);
        String first = program.booked(session, anna).toString();
        String second = program.booked(other, anna).toString();
        String third = program.booked(other, bo).toString();

        program.coordinator()
                .queryParam("personId", anna)
                .get("/api/v1/bookings")
                .then()
                .body("items.id", equalTo(List.of(first, second)));
        String next = program.coordinator()
                .queryParam("sessionId", other)
                .queryParam("limit", 1)
                .get("/api/v1/bookings")
                .then()
                .body("items.id", equalTo(List.of(second)))
                .extract()
                .path("next");
        program.coordinator()
                .queryParam("sessionId", other)
                .queryParam("limit", 1)
                .queryParam("cursor", next)
                .get("/api/v1/bookings")
                .then()
                .body("items.id", equalTo(List.of(third)))
                .body("next", nullValue());
    }

    @Test
    void whatCannotBeReadIsRefusedByName() {
        program.coordinator()
                .body("{\"sessionId\": \"not-a-uuid\", \"personId\": \"%s\"}".formatted(anna))
                .post("/api/v1/bookings")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", is("/sessionId"))
                .body("errors[0].code", is("unreadable-value"));
        program.coordinator()
                .body("{\"sessionId\": \"%s\"}".formatted(session))
                .post("/api/v1/bookings")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", is("/personId"));
        program.coordinator()
                .body("{\"sessionId\"")
                .post("/api/v1/bookings")
                .then()
                .statusCode(400)
                .body("code", is("malformed-json"));
        program.coordinator()
                .queryParam("session", session)
                .get("/api/v1/bookings")
                .then()
                .statusCode(400)
                .body("code", is("unknown-parameter"));
        for (String parameter : new String[] {"sessionId", "personId", "state", "limit"}) {
            program.coordinator()
                    .queryParam(parameter, "nonsense")
                    .get("/api/v1/bookings")
                    .then()
                    .statusCode(422)
                    .body("errors.pointer", equalTo(List.of("/" + parameter)));
        }
        program.coordinator()
                .contentType("text/plain")
                .body("book me")
                .post("/api/v1/bookings")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    @Test
    void aRepeatedRequestUnderOneKeyGetsTheSameAnswer() {
        String token = program.coordinatorToken();
        String first = bookUnder("k", token, anna).statusCode(201).extract().path("id");

        bookUnder("k", token, anna)
                .statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", endsWith("/api/v1/bookings/" + first))
                .body("id", is(first));
        bookUnder("k", token, program.enrolled("inspirers")).statusCode(409).body("code", is("idempotency-key-reused"));
        bookUnder("other", token, anna).statusCode(409).body("code", is("already-booked"));
        bookUnder("k".repeat(201), token, anna).statusCode(422);
        assertThat(told(session, 2)).hasSize(2);
    }

    @Test
    void aRefusalIsNotKeptUnderAKey() {
        String token = program.coordinatorToken();
        UUID late = UUID.randomUUID();
        bookUnder("k", token, late).statusCode(409).body("code", is("not-enrolled"));

        program.tell(program.enrollment(late, "inspirers", EnrollmentState.confirmed));
        program.awaitLearned("select count(*) from enrollment where program = ?", 2);

        bookUnder("k", token, late).statusCode(201);
    }

    private ValidatableResponse bookUnder(String key, String token, UUID person) {
        return io.restassured.RestAssured.given()
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(booking(session, person))
                .post("/api/v1/bookings")
                .then();
    }

    private static ValidatableResponse book(RequestSpecification caller, UUID session, UUID person) {
        return caller.body(booking(session, person)).post("/api/v1/bookings").then();
    }

    private static ValidatableResponse bookings(RequestSpecification caller) {
        return caller.get("/api/v1/bookings").then().statusCode(200);
    }

    private static List<Entry> told(UUID session, int count) {
        try (EventLog sessions = EventLog.of("samverka.sessions.v1")) {
            return sessions.await(count, entry -> session.toString().equals(entry.key()));
        }
    }
}
