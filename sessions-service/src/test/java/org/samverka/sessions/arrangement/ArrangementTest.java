package org.samverka.sessions.arrangement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.samverka.contracts.ParticipantEvent.Requirement;
import org.samverka.contracts.ParticipantEvent.RequirementKind;
import org.samverka.contracts.ParticipantEvent.RequirementLevel;
import org.samverka.sessions.ToldProgram;
import org.samverka.sessions.need.Need;
import org.samverka.sessions.need.Needs;
import org.samverka.sessions.need.StatedNeeds;
import org.samverka.testing.EventLog;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class ArrangementTest {
    private static final String LOOP = """
            {"tested_hearing_loop": {"finding": "met", "on": "2026-01-10"}}""";
    private static final String NO_LOOP = """
            {"tested_hearing_loop": {"finding": "not_met", "on": "2026-01-10"}}""";
    private static final LocalDate LAST_DAY = LocalDate.parse("2096-03-01");

    @SuppressWarnings("NullAway.Init")
    @Inject
    Needs needs;

    private ToldProgram program;
    private String organization;

    @BeforeEach
    void aProgram() {
        program = ToldProgram.learned();
        organization = "provider-" + UUID.randomUUID();
    }

    @Test
    void aNeedForAHearingLoopBlocksConfirmationInARoomWithoutOne() throws Throwable {
        UUID session = session(program.room(NO_LOOP), null);
        UUID person = UUID.randomUUID();
        needs(session, person, Need.tested_hearing_loop);

        confirm(session, null)
                .statusCode(409)
                .body("code", is("needs-not-met"))
                .body("detail", containsString("tested_hearing_loop (room: not met)"))
                .body("detail", not(containsString(person.toString())));

        confirm(session, "A loop is brought along").statusCode(200).body("state", is("confirmed"));
        program.coordinator()
                .get("/api/v1/sessions/{id}/readiness", session)
                .then()
                .statusCode(200)
                .body("ready", is(false))
                .body("lines.what", contains("tested_hearing_loop"))
                .body("lines.metBy", contains("venue"))
                .body("overrides.reason", contains("A loop is brought along"))
                .body("overrides[0].missing", contains("tested_hearing_loop"));
    }

    @Test
    void inARoomThatHasWhatIsNeededASessionIsConfirmed() throws Throwable {
        UUID session = session(program.room(LOOP), null);
        needs(session, UUID.randomUUID(), Need.tested_hearing_loop);

        confirm(session, null).statusCode(200).body("state", is("confirmed"));

        assertThat(told(session)).endsWith("session-scheduled", "session-confirmed");
    }

    static List<String> rolesThatArrangeNothing() {
        return Tokens.ROLES.stream()
                .filter(role -> !Set.of("coordinator", "supplier").contains(role))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rolesThatArrangeNothing")
    void noOtherRoleReadsWhatPeopleNeed(String role) throws Throwable {
        UUID team = program.team(organization, "{}");
        UUID session = session(null, team);
        needs(session, UUID.randomUUID(), Need.diet);

        for (String path : List.of("needs", "readiness")) {
            program.with(role, organization)
                    .get("/api/v1/sessions/{id}/" + path, session)
                    .then()
                    .statusCode(403);
        }
        program.with(role, organization)
                .body("{\"state\": \"confirmed\"}")
                .put("/api/v1/sessions/{id}/state", session)
                .then()
                .statusCode(403);
    }

    @Test
    void whatPeopleNeedIsReadByTheProgramsCoordinatorAndTheTeamThatHoldsTheSessionOnly() throws Throwable {
        UUID team = program.team(organization, "{}");
        UUID session = session(null, team);
        UUID person = UUID.randomUUID();
        stated(session, StatedNeeds.of(person, List.of(Need.diet), "No nuts"));

        for (RequestSpecification arranger : List.of(program.coordinator(), program.supplierOf(organization))) {
            arranger.get("/api/v1/sessions/{id}/needs", session)
                    .then()
                    .statusCode(200)
                    .body("items.personId", contains(person.toString()))
                    .body("items[0].needs", contains("diet"))
                    .body("items[0].text", is("No nuts"));
        }
        ToldProgram another = ToldProgram.learned();
        List<Supplier<RequestSpecification>> others = List.of(
                () -> program.supplierOf("another-provider"),
                program::supplier,
                another::coordinator,
                () -> another.supplierOf(organization));
        for (Supplier<RequestSpecification> other : others) {
            for (String path : List.of("needs", "readiness")) {
                other.get()
                        .get("/api/v1/sessions/{id}/" + path, session)
                        .then()
                        .statusCode(404)
                        .body("code", is("not-known"));
            }
        }
        program.supplierOf(organization)
                .get("/api/v1/sessions/{id}/needs", session(null, null))
                .then()
                .statusCode(404);
    }

    @Test
    void noAnswerButToTheArrangerAndNoEventTellsWhatPeopleNeed() throws Throwable {
        UUID session = session(program.room(NO_LOOP), null);
        needs(session, UUID.randomUUID(), Need.tested_hearing_loop);
        confirm(session, "A loop is brought along").statusCode(200);
        String seen = program.contactOf(ToldProgram.ORGANIZATION)
                .get("/api/v1/sessions/{id}", session)
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(seen).doesNotContain("hearing", "loop");
        ToldProgram.awaitEmptyOutbox();
        try (EventLog sessions = EventLog.of("samverka.sessions.v1")) {
            assertThat(sessions.entries().stream()
                            .filter(entry -> session.toString().equals(entry.key())))
                    .hasSizeGreaterThan(1)
                    .noneMatch(entry -> entry.data().toString().contains("loop"));
        }
    }

    @Test
    void aNeedThatComesUpLaterMakesAConfirmationLapse() throws Throwable {
        UUID session = session(program.room(LOOP), null);
        confirm(session, null).statusCode(200);
        UUID person = UUID.randomUUID();

        needs(session, person, Need.tested_hearing_loop);
        state(session, "confirmed");
        needs(session, person, Need.tested_hearing_loop, Need.sign_interpreting);
        state(session, "open");

        assertThat(told(session)).endsWith("session-confirmed", "confirmation-lapsed");
        program.coordinator()
                .body("{\"needs\": [\"sign_interpreting\"]}")
                .put("/api/v1/sessions/{id}/arranged", session)
                .then()
                .statusCode(200);
        confirm(session, null).statusCode(200);
        program.coordinator()
                .body("{\"needs\": []}")
                .put("/api/v1/sessions/{id}/arranged", session)
                .then()
                .statusCode(200)
                .body("state", is("open"));
    }

    @Test
    void aRoomThatTurnsOutNotToHaveWhatIsNeededMakesConfirmationsLapse() throws Throwable {
        UUID room = program.room(LOOP);
        UUID session = session(room, null);
        needs(session, UUID.randomUUID(), Need.tested_hearing_loop);
        confirm(session, null).statusCode(200);

        program.coordinator()
                .body("""
                        {"name": "Holjebacken", "municipality": "olofstrom", "capacity": 30, "checklist": %s}""".formatted(NO_LOOP))
                .put("/api/v1/venues/{id}", room)
                .then()
                .statusCode(200);

        state(session, "open");
        assertThat(told(session)).endsWith("confirmation-lapsed");
    }

    @Test
    void anotherRoomIsLookedAtAgainAndToldWithAHigherSequence() throws Throwable {
        UUID session = session(program.room(LOOP), null);
        needs(session, UUID.randomUUID(), Need.tested_hearing_loop);
        confirm(session, null).statusCode(200);

        change(session, body(program.room(NO_LOOP), null, "2096-03-01T09:00"))
                .statusCode(200)
                .body("state", is("open"))
                .body("sequence", is(1));

        assertThat(told(session)).endsWith("session-confirmed", "session-rescheduled", "confirmation-lapsed");
    }

    @Test
    void whatTheProgramSaysATeamShallMeetIsLookedAtToo() {
        program = ToldProgram.requiring(
                new Requirement("microphone", RequirementKind.procurement, RequirementLevel.shall, "Microphones"));
        UUID team = program.team(organization, "{}");
        UUID session = session(null, team);
        confirm(session, null)
                .statusCode(409)
                .body("detail", containsString("requirement:microphone (team: not verified)"));

        String findings = """
                {"checklist": {"microphone": {"finding": "%s"}}}""";
        program.coordinator()
                .body(findings.formatted("met"))
                .put("/api/v1/suppliers/{id}/requirements/{program}", team, program.key)
                .then()
                .statusCode(200);
        program.supplierOf(organization)
                .get("/api/v1/suppliers/{id}/requirements/{program}", team, program.key)
                .then()
                .statusCode(200)
                .body("met", is(true))
                .body("requirements.key", contains("microphone"))
                .body("requirements[0].found.finding", is("met"));
        confirm(session, null).statusCode(200);
        program.coordinator()
                .body(findings.formatted("not_met"))
                .put("/api/v1/suppliers/{id}/requirements/{program}", team, program.key)
                .then()
                .statusCode(200);
        state(session, "open");
    }

    @Test
    void aChangedTimeRaisesTheSequenceAndIsTold() {
        UUID session = session(null, null);

        change(session, body(null, null, "2096-03-02T09:00")).statusCode(200).body("sequence", is(1));
        change(session, body(null, null, "2096-03-02T09:00"))
                .statusCode(200)
                .body("sequence", is(1))
                .body("version", is(2));

        assertThat(told(session)).containsExactly("session-scheduled", "session-rescheduled");
    }

    @Test
    void aChangeOfWhatSomebodyElseHasChangedMeanwhileIsRefused() {
        UUID session = session(null, null);
        change(session, body(null, null, "2096-03-02T09:00")).statusCode(200);

        program.coordinator()
                .header("If-Match", "\"1\"")
                .body(body(null, null, "2096-03-03T09:00"))
                .put("/api/v1/sessions/{id}", session)
                .then()
                .statusCode(412);
        program.coordinator()
                .header("If-Match", "\"1\"")
                .body("{\"state\": \"confirmed\"}")
                .put("/api/v1/sessions/{id}/state", session)
                .then()
                .statusCode(412);
    }

    @Test
    void aCanceledSessionIsToldItsRoomIsFreeAndWhatPeopleNeededIsGone() throws Throwable {
        UUID room = program.room(LOOP);
        UUID session = session(room, null);
        needs(session, UUID.randomUUID(), Need.diet);
        next(session, "{\"state\": \"canceled\"}").statusCode(422).body("errors[0].pointer", is("/reason"));

        next(session, "{\"state\": \"canceled\", \"reason\": \"The leader is ill\"}")
                .statusCode(200)
                .body("state", is("canceled"))
                .body("sequence", is(1));

        assertThat(told(session)).containsExactly("session-scheduled", "session-canceled");
        session(room, null);
        program.coordinator().get("/api/v1/sessions/{id}/needs", session).then().body("items", empty());
        program.coordinator()
                .body(ToldProgram.booking(session, program.enrolled("inspirers")))
                .post("/api/v1/bookings")
                .then()
                .statusCode(409)
                .body("code", is("not-open"));
    }

    @Test
    void aDraftIsNotToldBeforeItOpens() {
        UUID session = id(program.coordinator()
                .body(body(null, null, "2096-03-01T09:00").replace("}", ", \"state\": \"draft\"}"))
                .post("/api/v1/sessions")
                .then()
                .statusCode(201)
                .body("state", is("draft")));
        change(session, body(null, null, "2096-03-02T09:00")).statusCode(200);

        program.contactOf(ToldProgram.ORGANIZATION)
                .get("/api/v1/sessions/{id}", session)
                .then()
                .statusCode(404);
        program.contactOf(ToldProgram.ORGANIZATION)
                .get("/api/v1/sessions")
                .then()
                .body("items", empty());

        next(session, "{\"state\": \"open\"}").statusCode(200).body("state", is("open"));

        assertThat(told(session)).containsExactly("session-scheduled");
    }

    @Test
    void fewerSeatsThanAreTakenAreRefused() {
        UUID session = session(null, null);
        program.booked(session, program.enrolled("inspirers"));
        program.booked(session, program.enrolled("inspirers"));

        change(session, body(null, null, "2096-03-01T09:00").replace("\"capacity\": 20", "\"capacity\": 1"))
                .statusCode(409)
                .body("code", is("seats-taken"));
    }

    @Test
    void whoHasASeatElsewhereAtTheSameTimeIsCounted() {
        UUID session = session(null, null);
        UUID atTheSameTime = session(null, null);
        UUID person = program.enrolled("inspirers");
        program.booked(session, person);
        program.booked(atTheSameTime, person);
        program.booked(session, program.enrolled("inspirers"));

        program.coordinator()
                .get("/api/v1/sessions/{id}/readiness", session)
                .then()
                .body("bookedElsewhere", is(1));
        change(atTheSameTime, body(null, null, "2096-03-01T12:00")).statusCode(200);
        program.coordinator()
                .get("/api/v1/sessions/{id}/readiness", session)
                .then()
                .body("bookedElsewhere", is(0));
    }

    @Test
    void aSessionStaysInItsProgramAndItsStateIsChangedElsewhere() {
        UUID session = session(null, null);

        change(session, body(null, null, "2096-03-01T09:00").replace(program.key, "another"))
                .statusCode(422)
                .body("errors", hasSize(1))
                .body("errors[0].pointer", is("/program"));
        change(session, body(null, null, "2096-03-01T09:00").replace("}", ", \"state\": \"open\"}"))
                .statusCode(422)
                .body("errors[0].pointer", is("/state"));
    }

    private UUID session(@Nullable UUID room, @Nullable UUID team) {
        return id(program.coordinator()
                .body(body(room, team, "2096-03-01T09:00"))
                .post("/api/v1/sessions")
                .then()
                .statusCode(201));
    }

    private static UUID id(ValidatableResponse response) {
        return UUID.fromString(response.extract().path("id"));
    }

    private String body(@Nullable UUID room, @Nullable UUID team, String startsAt) {
        return """
                {"program": "%s", "title": "Inspiration", "startsAt": "%s", "zone": "Europe/Stockholm",
                 "hours": 3, "capacity": 20, "roomId": %s, "supplierId": %s}""".formatted(program.key, startsAt, quoted(room), quoted(team));
    }

    private static String quoted(@Nullable UUID id) {
        return id == null ? "null" : "\"" + id + "\"";
    }

    private ValidatableResponse change(UUID session, String body) {
        return program.coordinator()
                .body(body)
                .put("/api/v1/sessions/{id}", session)
                .then();
    }

    private ValidatableResponse confirm(UUID session, @Nullable String reason) {
        return next(
                session,
                reason == null
                        ? "{\"state\": \"confirmed\"}"
                        : "{\"state\": \"confirmed\", \"reason\": \"%s\"}".formatted(reason));
    }

    private ValidatableResponse next(UUID session, String body) {
        return program.coordinator()
                .body(body)
                .put("/api/v1/sessions/{id}/state", session)
                .then();
    }

    private void state(UUID session, String state) {
        program.coordinator().get("/api/v1/sessions/{id}", session).then().body("state", is(state));
    }

    private void needs(UUID session, UUID person, Need... stated) throws Throwable {
        stated(session, StatedNeeds.of(person, Arrays.asList(stated), null));
    }

    private void stated(UUID session, StatedNeeds stated) throws Throwable {
        VertxContextSupport.subscribeAndAwait(
                () -> Panache.withTransaction(() -> needs.put(session, LAST_DAY, stated)));
    }

    private static List<String> told(UUID session) {
        ToldProgram.awaitEmptyOutbox();
        try (EventLog sessions = EventLog.of("samverka.sessions.v1")) {
            return sessions.entries().stream()
                    .filter(entry -> session.toString().equals(entry.key()))
                    .map(entry -> entry.type().replaceAll("org\\.samverka\\.sessions\\.|\\.v1", ""))
                    .toList();
        }
    }
}
