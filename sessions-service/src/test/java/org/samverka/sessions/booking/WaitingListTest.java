package org.samverka.sessions.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.samverka.sessions.ToldProgram.booking;
import static org.samverka.sessions.ToldProgram.participant;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.EventLog;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class WaitingListTest {
    private ToldProgram program;
    private UUID session;
    private List<UUID> people;

    @BeforeEach
    void aSessionOfOneSeatAndThreeWhoWantIt() {
        program = ToldProgram.learned();
        session = program.session(1);
        program.seatRule(session, """
                {"waitingList": true, "promotion": "offer", "offerHours": 48}""");
        people = program.enrolled(3, "inspirers");
    }

    @Test
    void whatComesFreeIsOfferedAcceptedDeclinedAndPassedOn() {
        String first = booked(people.get(0), "booked");
        String second = booked(people.get(1), "waitlisted");
        String third = booked(people.get(2), "waitlisted");
        waiting(program.coordinator())
                .body("items.bookingId", contains(second, third))
                .body("items.place", contains(1, 2));
        participant(people.get(1))
                .post("/api/v1/bookings/{id}/acceptance", second)
                .then()
                .statusCode(409)
                .body("code", is("not-offered"));

        program.coordinator().delete("/api/v1/bookings/{id}", first).then().statusCode(204);

        participant(people.get(1))
                .get("/api/v1/bookings/{id}", second)
                .then()
                .body("state", is("offered"))
                .body("reason", is("seat-came-free"))
                .body("offerUntil", notNullValue());
        participant(people.get(1))
                .delete("/api/v1/bookings/{id}", second)
                .then()
                .statusCode(204);
        participant(people.get(1))
                .post("/api/v1/bookings/{id}/acceptance", third)
                .then()
                .statusCode(404);
        participant(people.get(2))
                .post("/api/v1/bookings/{id}/acceptance", third)
                .then()
                .statusCode(200)
                .header("ETag", "\"3\"")
                .body("state", is("booked"));
        seats(program.coordinator()).body("taken", is(1)).body("free", is(0)).body("waiting", is(0));

        assertThat(told(9))
                .extracting(entry -> entry.type().replaceAll(".*sessions\\.|\\.v1", "") + " "
                        + entry.data().path("state").asText())
                .containsExactly(
                        "session-scheduled ",
                        "session-booked ",
                        "booking-changed waitlisted",
                        "booking-changed waitlisted",
                        "booking-canceled ",
                        "booking-changed offered",
                        "booking-changed canceled",
                        "booking-changed offered",
                        "session-booked ");
    }

    @Test
    void anOfferThatNobodyAnswersGoesToTheNextInItsTime() throws SQLException {
        String first = booked(people.get(0), "booked");
        String second = booked(people.get(1), "waitlisted");
        String third = booked(people.get(2), "waitlisted");
        program.coordinator().delete("/api/v1/bookings/{id}", first).then().statusCode(204);

        lapse(second);

        await().atMost(Duration.ofSeconds(30)).until(() -> state(third).equals("offered"));
        program.coordinator()
                .get("/api/v1/bookings/{id}", second)
                .then()
                .body("state", is("canceled"))
                .body("reason", is("offer-expired"));
        participant(people.get(1))
                .post("/api/v1/bookings/{id}/acceptance", second)
                .then()
                .statusCode(409);
    }

    @Test
    void theRuleIsReadChangedAndTakesEffectForThoseWhoWait() {
        seats(program.coordinator())
                .header("ETag", "\"1\"")
                .body("capacity", is(1))
                .body("waitingList", is(true))
                .body("promotion", is("offer"))
                .body("offerHours", is(48));
        UUID many = program.session(5);
        program.seatRule(many, """
                {"perOrganization": 1, "waitingList": true, "promotion": "automatic"}""");
        people.forEach(person -> book(program.coordinator(), many, person).statusCode(201));
        program.coordinator()
                .header("If-Match", "\"7\"")
                .body("{\"waitingList\": true}")
                .put("/api/v1/sessions/{id}/seats", many)
                .then()
                .statusCode(412);

        program.coordinator()
                .header("If-Match", "\"1\"")
                .body("""
                        {"perOrganization": 2, "waitingList": true, "promotion": "automatic"}""")
                .put("/api/v1/sessions/{id}/seats", many)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("taken", is(2))
                .body("waiting", is(1))
                .body("organizations.organization", contains("olofstrom"));
        program.contactOf("blekinge")
                .get("/api/v1/sessions/{id}/seats", many)
                .then()
                .statusCode(200)
                .body("organizations", empty());
        program.contactOf("blekinge")
                .get("/api/v1/sessions/{id}/seats/waiting", many)
                .then()
                .body("items", empty());
        ToldProgram.learned()
                .coordinator()
                .get("/api/v1/sessions/{id}/seats", many)
                .then()
                .statusCode(404);
        program.coordinator()
                .body("{\"perOrganization\": 0, \"waitingList\": true}")
                .put("/api/v1/sessions/{id}/seats", many)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/perOrganization"));
    }

    @Test
    void aGroupIsBookedTogetherWaitsTogetherAndAcceptsTogether() {
        UUID room = program.session(3);
        program.seatRule(room, "{\"waitingList\": true}");
        String one = book(program.coordinator(), room, people.get(0)).extract().path("id");
        String two = book(program.coordinator(), room, people.get(1)).extract().path("id");
        List<UUID> group = program.enrolled(2, "inspirers");
        String answer = bookTogether(program.contactOf("olofstrom"), room, group)
                .statusCode(201)
                .body("state", is("waitlisted"))
                .body("bookings", hasSize(2))
                .extract()
                .asString();
        String party = answer.replaceAll("(?s).*?\"party\":\"([^\"]+)\".*", "$1");
        bookTogether(program.contactOf("olofstrom"), room, List.of(people.get(2), people.get(0)))
                .statusCode(409)
                .body("code", is("already-booked"));
        bookTogether(program.contactOf("olofstrom"), room, List.of(people.get(2), people.get(2)))
                .statusCode(422);

        program.coordinator().delete("/api/v1/bookings/{id}", one).then().statusCode(204);

        List<String> ids = program.contactOf("olofstrom")
                .queryParam("party", party)
                .queryParam("state", "offered")
                .get("/api/v1/bookings")
                .then()
                .body(
                        "items.personId",
                        equalTo(group.stream().map(UUID::toString).toList()))
                .extract()
                .path("items.id");
        program.contactOf("olofstrom")
                .post("/api/v1/bookings/{id}/acceptance", ids.get(0))
                .then()
                .statusCode(200);
        ids.forEach(id -> assertThat(state(id)).isEqualTo("booked"));
        assertThat(state(two)).isEqualTo("booked");
    }

    @Test
    void aSeatIsHandedToAColleagueOfTheSameOrganization() {
        UUID stranger = program.enrolledFrom("blekinge", 1, "inspirers").get(0);
        String first = booked(people.get(0), "booked");
        booked(people.get(1), "waitlisted");

        transfer(program.coordinator(), first, stranger).statusCode(409).body("code", is("other-organization"));
        transfer(program.contactOf("olofstrom"), first, people.get(1))
                .statusCode(409)
                .body("code", is("already-waiting"));
        transfer(program.contactOf("blekinge"), first, people.get(2)).statusCode(404);
        String second = transfer(program.contactOf("olofstrom"), first, people.get(2))
                .statusCode(201)
                .body("state", is("booked"))
                .body("personId", is(people.get(2).toString()))
                .extract()
                .path("id");

        assertThat(state(first)).isEqualTo("canceled");
        assertThat(state(second)).isEqualTo("booked");
        seats(program.coordinator()).body("taken", is(1)).body("waiting", is(1));
    }

    @Test
    void aManagerDecidesWhatTheirOwnUnitAsksForAndSeesNothingElse() {
        program.tellOfSupportAndApproval();
        UUID room = program.session(10);
        UUID manager = UUID.randomUUID();
        program.works(manager, "unit-1");
        UUID own = program.enrolled("careful");
        program.works(own, "unit-1");
        UUID others = program.enrolled("careful");
        program.works(others, "unit-2");
        UUID supported = program.enrolled("support");
        program.works(supported, "unit-1");
        String asked = book(participant(own), room, own)
                .statusCode(201)
                .body("state", is("requested"))
                .extract()
                .path("id");
        String elsewhere = book(participant(others), room, others).extract().path("id");
        String hidden = book(participant(supported), room, supported)
                .body("state", is("booked"))
                .extract()
                .path("id");

        program.manager(manager)
                .queryParam("state", "requested")
                .get("/api/v1/bookings")
                .then()
                .statusCode(200)
                .body("items.id", equalTo(List.of(asked)));
        program.manager(manager).get("/api/v1/bookings").then().body("items", empty());
        decide(program.manager(manager), elsewhere, true).statusCode(404);
        decide(program.manager(manager), hidden, true).statusCode(404);
        decide(program.manager(manager), asked, true).statusCode(200).body("state", is("booked"));
        decide(program.manager(manager), asked, false).statusCode(409).body("code", is("not-requested"));
        program.manager(manager).get("/api/v1/bookings").then().body("items.id", equalTo(List.of(asked)));
        program.contactOf("olofstrom")
                .queryParam("sessionId", room)
                .get("/api/v1/bookings")
                .then()
                .body("items.id", everyItem(is(asked)));
        decide(program.coordinator(), elsewhere, false)
                .statusCode(200)
                .body("state", is("canceled"))
                .body("reason", is("not-approved"));
    }

    @Test
    void whatIsCanceledHasNeitherSeatsNorAWaitingList() {
        String first = booked(people.get(0), "booked");
        String second = booked(people.get(1), "waitlisted");

        program.coordinator()
                .body("{\"state\": \"canceled\", \"reason\": \"The trainer is ill\"}")
                .put("/api/v1/sessions/{id}/state", session)
                .then()
                .statusCode(200);

        for (String id : List.of(first, second)) {
            program.coordinator()
                    .get("/api/v1/bookings/{id}", id)
                    .then()
                    .body("state", is("canceled"))
                    .body("reason", is("session-canceled"));
        }
        seats(program.coordinator()).body("taken", is(0)).body("waiting", is(0));
        book(program.coordinator(), session, people.get(2)).statusCode(409).body("code", is("not-open"));
    }

    private String booked(UUID person, String state) {
        return book(program.coordinator(), session, person)
                .statusCode(201)
                .body("state", is(state))
                .extract()
                .path("id");
    }

    private static ValidatableResponse book(RequestSpecification caller, UUID session, UUID person) {
        return caller.body(booking(session, person)).post("/api/v1/bookings").then();
    }

    private static ValidatableResponse bookTogether(RequestSpecification caller, UUID session, List<UUID> people) {
        String ids = people.stream().map(person -> "\"" + person + "\"").collect(Collectors.joining(","));
        return caller.body("{\"sessionId\": \"%s\", \"personIds\": [%s]}".formatted(session, ids))
                .post("/api/v1/bookings/groups")
                .then();
    }

    private static ValidatableResponse transfer(RequestSpecification caller, String id, UUID to) {
        return caller.body("{\"personId\": \"%s\"}".formatted(to))
                .post("/api/v1/bookings/{id}/transfer", id)
                .then();
    }

    private static ValidatableResponse decide(RequestSpecification caller, String id, boolean approved) {
        return caller.body("{\"approved\": " + approved + "}")
                .post("/api/v1/bookings/{id}/approval", id)
                .then();
    }

    private ValidatableResponse waiting(RequestSpecification caller) {
        return caller.get("/api/v1/sessions/{id}/seats/waiting", session).then().statusCode(200);
    }

    private ValidatableResponse seats(RequestSpecification caller) {
        return caller.get("/api/v1/sessions/{id}/seats", session).then().statusCode(200);
    }

    private String state(String id) {
        return program.coordinator()
                .get("/api/v1/bookings/{id}", id)
                .then()
                .extract()
                .path("state");
    }

    /** Its time is over. */
    private static void lapse(String booking) throws SQLException {
        try (Connection connection = ToldProgram.database();
                PreparedStatement update = connection.prepareStatement(
                        "update booking set offer_until = now() - interval '1 second' where id = cast(? as uuid)")) {
            update.setString(1, booking);
            update.executeUpdate();
        }
    }

    private List<Entry> told(int count) {
        try (EventLog sessions = EventLog.of("samverka.sessions.v1")) {
            return sessions.await(count, entry -> session.toString().equals(entry.key()));
        }
    }
}
