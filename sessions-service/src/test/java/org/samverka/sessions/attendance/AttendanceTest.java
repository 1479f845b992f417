package org.samverka.sessions.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.AtOnce;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.EventLog;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class AttendanceTest {
    private ToldProgram program;
    private UUID session;
    private UUID anna;
    private UUID bo;

    @BeforeEach
    void aSessionWithTwoBooked() {
        program = ToldProgram.learned();
        session = program.session(20);
        List<UUID> people = program.enrolled(2, "inspirers");
        anna = people.get(0);
        bo = people.get(1);
        people.forEach(person -> program.booked(session, person));
    }

    @Test
    void attendanceIsRecordedCorrectedAndToldOncePerChange() {
        record(program.supplier(), mark(anna, "3"), mark(bo, "1.5"))
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("recorded", is(2))
                .body("unchanged", is(0));
        record(program.supplier(), mark(anna, "3.00"), mark(bo, "1.5"))
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("recorded", is(0))
                .body("unchanged", is(2));
        record(program.coordinator(), mark(anna, "3"), mark(bo, "0"))
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("recorded", is(1))
                .body("unchanged", is(1));

        program.coordinator()
                .get("/api/v1/sessions/{id}/attendance", session)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("items.personId", equalTo(List.of(anna.toString(), bo.toString())))
                .body("items.hours", contains(3.0f, 0.0f))
                .body("items.version", contains(1, 2))
                .body("next", nullValue());
        program.coordinator()
                .get("/api/v1/sessions/{id}", session)
                .then()
                .body("state", is("held"))
                .header("ETag", "\"2\"");
        List<Entry> told = toldAfterBooking(4);
        assertThat(told)
                .extracting(
                        Entry::type,
                        entry -> entry.data().path("personId").asText(),
                        entry -> entry.data().path("hours").asDouble(),
                        entry -> entry.data().path("version").asInt())
                .containsExactly(
                        tuple("org.samverka.sessions.session-held.v1", "", 0.0, 0),
                        tuple("org.samverka.sessions.attendance-recorded.v1", anna.toString(), 3.0, 1),
                        tuple("org.samverka.sessions.attendance-recorded.v1", bo.toString(), 1.5, 1),
                        tuple("org.samverka.sessions.attendance-recorded.v1", bo.toString(), 0.0, 2));
        assertThat(told.get(1).data().path("pseudonym").asText())
                .isEqualTo(ToldProgram.pseudonym(anna).toString());
    }

    @Test
    void aListWithSomebodyWhoHadNoSeatChangesNothing() {
        record(program.supplier(), mark(anna, "3"), mark(UUID.randomUUID(), "3"), mark(UUID.randomUUID(), "4"))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.pointer", contains("/attended/1/personId", "/attended/2/personId", "/attended/2/hours"))
                .body("errors.code", contains("not-booked", "not-booked", "hours-out-of-range"));

        program.supplier()
                .get("/api/v1/sessions/{id}/attendance", session)
                .then()
                .header("ETag", "\"0\"")
                .body("items", empty());
        program.supplier().get("/api/v1/sessions/{id}", session).then().body("state", is("open"));
    }

    @Test
    void whoCanceledHadNoSeatAndNobodyCancelsAfterwards() {
        UUID booking = UUID.fromString(program.coordinator()
                .queryParam("sessionId", session)
                .queryParam("personId", bo)
                .get("/api/v1/bookings")
                .then()
                .extract()
                .path("items[0].id"));
        program.coordinator().delete("/api/v1/bookings/{id}", booking).then().statusCode(204);

        record(program.supplier(), mark(bo, "3")).statusCode(422).body("errors.code", contains("not-booked"));
        record(program.supplier(), mark(anna, "3")).statusCode(200);

        UUID annas = UUID.fromString(program.coordinator()
                .queryParam("personId", anna)
                .get("/api/v1/bookings")
                .then()
                .extract()
                .path("items[0].id"));
        program.coordinator()
                .delete("/api/v1/bookings/{id}", annas)
                .then()
                .statusCode(409)
                .body("code", is("already-held"));
    }

    @Test
    void whoeverReadAnOlderSheetIsToldToReadAgain() {
        record(program.supplier().header("If-Match", "\"0\""), mark(anna, "3")).statusCode(200);

        record(program.supplier().header("If-Match", "\"0\""), mark(anna, "1"))
                .statusCode(412)
                .body("code", is("outdated"));
    }

    @Test
    void aListThatCannotBeRightIsNamedByPointers() {
        record(program.supplier()).statusCode(422).body("errors.pointer", contains("/attended"));
        record(program.supplier(), mark(anna, "1.005"))
                .statusCode(422)
                .body("errors.pointer", contains("/attended/0/hours"));
        record(program.supplier(), mark(anna, "1"), "{\"hours\": 1}")
                .statusCode(422)
                .body("errors.pointer", contains("/attended/1/personId"));
        record(program.supplier(), mark(anna, "1"), mark(bo, "\"x\""))
                .statusCode(422)
                .body("errors.pointer", contains("/attended/1/hours"));
        record(program.supplier(), mark(anna, "1"), mark(anna, "2"))
                .statusCode(422)
                .body("errors.pointer", contains("/attended/1/personId"))
                .body("errors.code", contains("twice"));
        record(program.supplier(), mark(anna, "1"), "null")
                .statusCode(422)
                .body("errors.pointer", contains("/attended/1"));
    }

    @Test
    void upToFiveHundredAreRecordedAtOnce() {
        UUID large = program.session(1000);
        List<UUID> people = program.enrolled(500, "inspirers");
        program.booked(large, people);
        String body = people.stream().map(person -> mark(person, "2")).collect(Collectors.joining(","));

        put(program.supplier(), large, body).statusCode(200).body("recorded", is(500));
        put(program.supplier(), large, body).statusCode(200).body("unchanged", is(500));
        put(program.supplier(), large, body + "," + mark(anna, "1"))
                .statusCode(422)
                .body("errors.pointer", contains("/attended"));
    }

    @Test
    void twoWhoRecordAtOnceHoldTheSessionOnce() {
        String token = program.coordinatorToken();

        List<HttpResponse<String>> answers = AtOnce.all(IntStream.range(0, 60)
                .mapToObj(i -> AtOnce.send(
                        "PUT",
                        "/sessions/" + session + "/attendance",
                        token,
                        "{\"attended\": [" + mark(i % 2 == 0 ? anna : bo, "" + (i % 3)) + "]}")));

        assertThat(AtOnce.statuses(answers)).containsOnly(200);
        ToldProgram.awaitEmptyOutbox();
        List<Entry> told = toldAfterBooking(3);
        assertThat(told)
                .filteredOn(entry -> entry.type().equals("org.samverka.sessions.session-held.v1"))
                .hasSize(1);
        for (UUID person : List.of(anna, bo)) {
            List<Integer> versions = told.stream()
                    .filter(entry -> person.toString()
                            .equals(entry.data().path("personId").asText()))
                    .map(entry -> entry.data().path("version").asInt())
                    .toList();
            assertThat(versions)
                    .isEqualTo(IntStream.rangeClosed(1, versions.size()).boxed().toList());
        }
    }

    @Test
    void otherProgramsSessionsAreNotKnown() {
        ToldProgram others = ToldProgram.learned();

        record(others.supplier(), mark(anna, "3")).statusCode(404).body("code", is("not-known"));
        others.supplier()
                .get("/api/v1/sessions/{id}/attendance", session)
                .then()
                .statusCode(404);
        put(program.supplier(), UUID.randomUUID(), mark(anna, "3")).statusCode(404);
    }

    @Test
    void attendanceComesInPages() {
        record(program.supplier(), mark(anna, "3"), mark(bo, "3")).statusCode(200);

        String next = program.supplier()
                .queryParam("limit", 1)
                .get("/api/v1/sessions/{id}/attendance", session)
                .then()
                .body("items.personId", contains(anna.toString()))
                .extract()
                .path("next");
        program.supplier()
                .queryParam("limit", 1)
                .queryParam("cursor", next)
                .get("/api/v1/sessions/{id}/attendance", session)
                .then()
                .body("items.personId", containsInAnyOrder(bo.toString()))
                .body("next", nullValue());
    }

    private ValidatableResponse record(RequestSpecification caller, String... marks) {
        return put(caller, session, String.join(",", marks));
    }

    private static ValidatableResponse put(RequestSpecification caller, UUID session, String marks) {
        return caller.body("{\"attended\": [" + marks + "]}")
                .put("/api/v1/sessions/{id}/attendance", session)
                .then();
    }

    private static String mark(UUID person, String hours) {
        return "{\"personId\": \"%s\", \"hours\": %s}".formatted(person, hours);
    }

    /** Of the session, without its scheduling and the two bookings. */
    private List<Entry> toldAfterBooking(int count) {
        try (EventLog sessions = EventLog.of("samverka.sessions.v1")) {
            List<Entry> told =
                    sessions.await(3 + count, entry -> session.toString().equals(entry.key()));
            return told.subList(3, told.size());
        }
    }
}
