package org.samverka.participants.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.samverka.participants.enrollment.OwnProgram.themselves;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.testing.CloudEvent;
import org.samverka.testing.EventLog;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class LifecycleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Pool database;

    @Inject
    Lifecycle lifecycle;

    @Inject
    WaitingList waitingList;

    @SuppressWarnings("NullAway.Init")
    private OwnProgram the;

    @BeforeEach
    void aProgram() {
        the = new OwnProgram(database);
    }

    @Test
    void whoHasAppliedGetsASeatWhenTheCoordinatorApprovesAndTheHistorySaysWhoDidWhat() {
        the.defined("{key: g, name: G, seats: 1, approval: true}");
        UUID anna = the.person();
        String first = the.enrolled(anna, "g");
        String second = the.enrolled(the.person(), "g");
        String third = the.enrolled(the.person(), "g");
        the.get(first).body("state", is("applied"));

        the.post(the.coordinator(), first, "decision", Map.of("decision", "approved", "reason", "needs-it"))
                .statusCode(200)
                .body("state", is("confirmed"));
        the.post(the.coordinator(), second, "decision", Map.of("decision", "approved"))
                .body("state", is("waitlisted"));
        the.post(the.coordinator(), third, "decision", Map.of("decision", "refused", "reason", "other-group"))
                .body("state", is("refused"));
        the.post(the.coordinator(), third, "decision", Map.of("decision", "approved"))
                .statusCode(409)
                .body("code", is("not-awaiting-decision"));
        the.post(the.contact(), first, "decision", Map.of("decision", "approved"))
                .statusCode(403);

        the.coordinator()
                .get("/api/v1/enrollments/" + first + "/history")
                .then()
                .statusCode(200)
                .body("steps.state", contains("applied", "confirmed"))
                .body("steps.role", contains("coordinator", "coordinator"))
                .body("steps.reason", contains(null, "needs-it"))
                .body("steps.by", notNullValue());
        assertThat(the.told(anna, 2)).containsExactly("enrollment-changed applied", "participant-enrolled confirmed");
    }

    @Test
    void aSeatThatComesFreeGoesToTheFirstOfTheSameOrganization() {
        the.defined("{key: team, name: Team, seatsPerOrganization: 1}");
        the.seats("team", the.organization, 1);
        the.seats("team", the.another, 1);
        String seat = the.enrolled(the.person(), "team");
        the.enrolled(the.person(the.another), "team");
        String ofAnother = the.enrolled(the.person(the.another), "team");
        UUID bo = the.person();
        String waits = the.enrolled(bo, "team");
        String waitsLonger = the.enrolled(the.person(), "team");
        the.coordinator()
                .get(the.path() + "/waiting-list")
                .then()
                .body("items.id", contains(ofAnother, waits, waitsLonger))
                .body("items.place", contains(1, 1, 2));
        the.contact().get(the.path() + "/waiting-list").then().body("items.id", contains(waits, waitsLonger));

        the.withdraw(seat);

        the.get(waits).body("state", is("confirmed"));
        the.get(waitsLonger).body("state", is("waitlisted"));
        the.get(ofAnother).body("state", is("waitlisted"));
        assertThat(the.told(bo, 2))
                .containsExactly("participant-enrolled waitlisted", "participant-enrolled confirmed");
        the.enroll(the.person(), "team").statusCode(201).body("state", is("waitlisted"));
    }

    @Test
    void whereTheRuleSaysSoAFreeSeatMovesToAnotherOrganization() {
        the.defined("{key: team, name: Team, seatsPerOrganization: 1, waitingList: {acrossOrganizations: true}}");
        the.seats("team", the.organization, 1);
        the.seats("team", the.another, 1);
        String seat = the.enrolled(the.person(), "team");
        the.enrolled(the.person(the.another), "team");
        String ofAnother = the.enrolled(the.person(the.another), "team");

        the.withdraw(seat);

        the.get(ofAnother).body("state", is("confirmed"));
        assertThat(taken()).isEqualTo(List.of("0 of 0", "2 of 2"));
    }

    @Test
    void anOfferedSeatIsAcceptedOrGoesToTheNextWhenItsTimeIsOver() throws Throwable {
        the.defined("{key: g, name: G, seats: 1, waitingList: {promotion: offer, offerHours: 24}}");
        String seat = the.enrolled(the.person(), "g");
        UUID anna = the.person();
        UUID bo = the.person();
        UUID cecilia = the.person();
        String annas = the.enrolled(anna, "g");
        String bos = the.enrolled(bo, "g");
        String cecilias = the.enrolled(cecilia, "g");

        the.withdraw(seat);
        the.get(annas).body("state", is("offered")).body("offerUntil", notNullValue());
        the.enroll(the.person(), "g").body("state", is("waitlisted"));
        the.execute(
                "update enrollment set offer_until = now() - interval '1 second' where id = $1",
                Tuple.of(UUID.fromString(annas)));
        the.post(themselves(anna), annas, "answer", Map.of("answer", "accepted"))
                .statusCode(409)
                .body("code", is("offer-expired"));
        VertxContextSupport.subscribeAndAwait(lifecycle::expireOffers);
        the.get(annas).body("state", is("withdrawn"));

        the.get(bos).body("state", is("offered"));
        the.post(themselves(anna), bos, "answer", Map.of("answer", "accepted")).statusCode(404);
        the.post(themselves(bo), bos, "answer", Map.of("answer", "declined"))
                .statusCode(200)
                .body("state", is("withdrawn"));
        themselves(cecilia)
                .get("/api/v1/me/enrollments")
                .then()
                .body("items.state", contains("offered"))
                .body("items.id", contains(cecilias));
        the.post(themselves(cecilia), cecilias, "answer", Map.of("answer", "accepted"))
                .statusCode(200)
                .body("state", is("confirmed"));
        assertThat(the.told(cecilia, 3))
                .containsExactly(
                        "participant-enrolled waitlisted",
                        "enrollment-changed offered",
                        "participant-enrolled confirmed");
    }

    @Test
    void seatsThatAreAddedGoToWhoWaits() throws Throwable {
        the.defined("{key: team, name: Team, seatsPerOrganization: 1}");
        the.seats("team", the.organization, 1);
        the.enrolled(the.person(), "team");
        String waits = the.enrolled(the.person(), "team");
        String waitsLonger = the.enrolled(the.person(), "team");

        the.seats("team", the.organization, 2);
        VertxContextSupport.subscribeAndAwait(waitingList::fillAll);

        the.get(waits).body("state", is("confirmed"));
        the.get(waitsLonger).body("state", is("waitlisted"));
    }

    @Test
    void whatHadBegunIsDiscontinuedOnADayAndItsSeatComesFree() {
        the.defined("{key: g, name: G, seats: 1}");
        UUID anna = the.person();
        String seat = the.enrolled(anna, "g");
        String waits = the.enrolled(the.person(), "g");

        the.post(the.coordinator(), waits, "discontinuation", Map.of("reason", "ill"))
                .statusCode(409)
                .body("code", is("not-confirmed"));
        the.post(the.coordinator(), seat, "discontinuation", Map.of("reason", "changed-job", "date", "2017-12-01"))
                .statusCode(422);
        the.post(the.coordinator(), seat, "discontinuation", Map.of("reason", "changed-job", "date", "2018-05-01"))
                .statusCode(200)
                .body("state", is("discontinued"));

        the.get(waits).body("state", is("confirmed"));
        assertThat(the.told(anna, 2)).containsExactly("participant-enrolled confirmed", "enrollment-withdrawn -");
        the.enroll(anna, "g").statusCode(201).body("state", is("waitlisted"));
    }

    @Test
    void whoIsInSupportIsNoConcernOfTheOrganization() {
        the.defined("{key: help, name: Help, support: true}", "{key: g, name: G}");
        UUID anna = the.person();
        String help = the.enrolled(anna, "help");
        the.enrolled(anna, "g");

        the.contact().get("/api/v1/enrollments/" + help).then().statusCode(404);
        the.contact().get("/api/v1/enrollments/" + help + "/history").then().statusCode(404);
        the.contact().delete("/api/v1/enrollments/" + help).then().statusCode(404);
        the.contact().get(the.path() + "/enrollments").then().body("items.targetGroup", contains("g"));
        the.contact().get(the.path() + "/enrollments?targetGroup=help").then().body("items", empty());
        the.enroll(the.contact(), anna, "help").statusCode(409).body("code", is("support-is-personal"));
        the.enroll(the.contact(), the.person(), "help").statusCode(409).body("code", is("support-is-personal"));
        themselves(anna).get("/api/v1/me/enrollments").then().body("items", hasSize(2));
    }

    @Test
    void whoHasAttendedEnoughHasCompletedUntilACorrectionSaysOtherwise() {
        the.defined(
                "{key: g, name: G, completion: {sessions: 2, hours: 5}}",
                "{key: next, name: Next, prerequisites: [{kind: completed, targetGroup: g}]}",
                "{key: follow-up, name: Follow-up, prerequisites: [{kind: organization-attended, targetGroup: g}]}");
        UUID anna = the.person();
        String enrollment = the.enrolled(anna, "g");
        the.enroll(anna, "next").statusCode(409).body("code", is("not-completed-before"));
        the.enroll(the.person(), "follow-up").statusCode(409).body("code", is("organization-has-not-attended"));
        UUID one = UUID.randomUUID();
        UUID two = UUID.randomUUID();

        attended(one, anna, "3", 1, "g");
        attended(two, anna, "2", 1, null);
        awaitState(enrollment, "completed");
        the.enroll(anna, "next").statusCode(201).body("state", is("confirmed"));
        the.enroll(the.person(), "follow-up").statusCode(201);
        the.enroll(the.person(the.another), "follow-up")
                .statusCode(409)
                .body("code", is("organization-has-not-attended"));

        attended(two, anna, "0", 2, null);
        attended(two, anna, "2", 1, null);
        awaitState(enrollment, "confirmed");
        attended(UUID.randomUUID(), anna, "2", 1, null);
        awaitState(enrollment, "completed");
        assertThat(the.told(anna, 5))
                .containsExactly(
                        "participant-enrolled confirmed",
                        "enrollment-changed completed",
                        "participant-enrolled confirmed",
                        "enrollment-changed confirmed",
                        "enrollment-changed completed");
    }

    @Test
    void manyAreEnrolledAtOnceEachByItself() {
        the.defined("{key: g, name: G, seats: 250}");
        List<Map<String, String>> rows = new ArrayList<>();
        List<UUID> people = IntStream.range(0, 300).mapToObj(i -> the.person()).toList();
        people.forEach(
                person -> rows.add(Map.of("personId", person.toString(), "targetGroup", "g", "date", "2018-03-01")));
        rows.set(7, Map.of("personId", UUID.randomUUID().toString(), "targetGroup", "g"));
        rows.set(8, Map.of("personId", people.get(0).toString(), "targetGroup", "g", "date", "2018-03-01"));
        rows.set(9, Map.of("personId", people.get(9).toString(), "targetGroup", "no-such", "date", "2018-03-01"));
        rows.set(10, Map.of("organization", the.organization, "targetGroup", "g"));
        String key = UUID.randomUUID().toString();

        String answer = bulk(key, rows)
                .statusCode(200)
                .body("enrolled", is(296))
                .body("refused", is(4))
                .body("rows.row", hasSize(300))
                .body("rows[7].code", is("person-not-known"))
                .body("rows[8].code", is("already-enrolled"))
                .body("rows[9].code", is("unknown-target-group"))
                .body("rows[10].code", is("required"))
                .body("rows[0].state", is("confirmed"))
                .body("rows[299].state", is("waitlisted"))
                .extract()
                .asString();

        assertThat(bulk(key, rows).extract().asString()).isEqualTo(answer);
        the.execute("delete from idempotency where key = $1", Tuple.of(key));
        assertThat(bulk(key, rows).body("enrolled", is(296)).extract().<List<String>>path("rows.id"))
                .as("as after a crash before the answer was kept")
                .isEqualTo(JsonPath.from(answer).getList("rows.id"));
        bulk(key, rows.subList(0, 2)).statusCode(409).body("code", is("idempotency-key-reused"));
    }

    @Test
    void progressHoldsThePlanAgainstWhatThereIs() {
        the.planned(
                "{key: hours-g, name: Hours, measure: hours, targetGroup: g, count: 3}",
                "{key: hours, name: All hours, measure: hours, count: 6}",
                "{key: heads, name: Heads, measure: headCount, count: 2}",
                "{key: leaders, name: Leaders, measure: headCount, leader: true, count: 1}",
                "{key: from, name: Organizations, measure: organizations, targetGroup: h, count: 1}",
                "{key: held, name: Sessions, measure: sessions, targetGroup: h, count: 1}",
                "{key: teams, name: Expert teams, measure: expertTeams, count: 8}");
        the.defined(
                "{key: g, name: G, plannedSize: 3, plannedWomen: 2, plannedMen: 1, tolerance: 0.4, roleMix: {leaders: 1, employees: 1}}",
                "{key: h, name: H, plannedSize: 1}");
        UUID anna = the.person();
        the.enrolled(anna, "g");
        the.enrolled(anna, "h");
        the.enrolled(the.person(), "g");
        UUID session = UUID.randomUUID();
        try (var log = EventLog.of("samverka.sessions.v1")) {
            log.publish(
                    session.toString(), "org.samverka.sessions.session-held.v1", """
                    {"sessionId": "%s", "program": "%s", "targetGroup": "g"}""".formatted(session, the.program));
        }
        attended(session, anna, "3.5", 1, "g");
        attended(UUID.randomUUID(), anna, "2", 1, null);

        await().atMost(PATIENCE)
                .untilAsserted(() -> the.coordinator()
                        .get(the.path() + "/progress")
                        .then()
                        .statusCode(200)
                        .body("attendances", is(2)));
        the.coordinator()
                .get(the.path() + "/progress")
                .then()
                .body("headCount", is(2))
                .body("sessionsHeld", is(1))
                .body("hours", is(5.5f))
                .body("planned.count.actual", contains(3, 5, 2, 0, 1, 0, null))
                .body("planned.count.state", contains("met", "below", "met", "below", "met", "below", null))
                .body("planned.countedBy", hasItem("sessions-service"))
                .body("planned.findAll { it.countedBy == 'participants-service' }", hasSize(6))
                .body("targetGroups[0].size.actual", is(2))
                .body("targetGroups[0].size.state", is("within-tolerance"))
                .body("targetGroups[0].women.state", is("met"))
                .body("targetGroups[0].men.state", is("below"))
                .body("targetGroups[1].size.state", is("met"))
                .body("teams.organization", contains(the.organization))
                .body("teams[0].complete", is(false))
                .body("teams[0].missing", contains("leader"));
        the.contact().get(the.path() + "/progress").then().statusCode(403);
    }

    @Test
    void whoLooksAtEnrollmentsIsInTheAccessLogGrantedOrRefused() {
        the.defined("{key: g, name: G}", "{key: help, name: Help, support: true}");
        UUID anna = the.person();
        String enrollment = the.enrolled(anna, "g");
        String support = the.enrolled(anna, "help");

        the.coordinator().get(the.path() + "/enrollments").then().statusCode(200);
        the.contact().get(the.path() + "/waiting-list").then().statusCode(200);
        the.contact().get("/api/v1/enrollments/" + enrollment).then().statusCode(200);
        the.contact().get("/api/v1/enrollments/" + support + "/history").then().statusCode(404);
        themselves(anna).get(the.path() + "/enrollments").then().statusCode(403);

        assertThat(logged(the.program))
                .containsExactly(
                        "coordinator list enrollments of P granted -",
                        "organization-contact list waiting list of P granted -",
                        "participant list enrollments of P forbidden -");
        assertThat(logged(enrollment)).containsExactly("organization-contact read enrollment P granted subject");
        assertThat(logged(support)).containsExactly("organization-contact read history of enrollment P not-known -");
    }

    /** What the access log says of something, in its order. */
    private List<String> logged(String object) {
        var entries = new ArrayList<String>();
        the.execute("""
                        select role || ' ' || action || ' ' || replace(object, $1, 'P') || ' ' || outcome
                            || case when subject is null then ' -' else ' subject' end
                        from access_log where position(cast($1 as text) in object) > 0 order by position
                        """, Tuple.of(object)).forEach(row -> entries.add(row.getString(0)));
        return entries;
    }

    private ValidatableResponse bulk(String key, List<Map<String, String>> rows) {
        return the.coordinator()
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(Map.of("rows", rows))
                .post(the.path() + "/enrollments/bulk")
                .then();
    }

    private void attended(UUID session, UUID person, String hours, int version, @Nullable String group) {
        try (var log = EventLog.of("samverka.sessions.v1")) {
            log.publish(session.toString(), CloudEvent.of("org.samverka.sessions.attendance-recorded.v1", """
                    {"sessionId": "%s", "program": "%s", "targetGroup": %s, "personId": "%s", "pseudonym": "%s",
                     "hours": %s, "version": %d}""".formatted(
                            session,
                            the.program,
                            group == null ? "null" : '"' + group + '"',
                            person,
                            UUID.randomUUID(),
                            hours,
                            version)));
        }
    }

    private void awaitState(String enrollment, String state) {
        await().atMost(PATIENCE).untilAsserted(() -> the.get(enrollment).body("state", is(state)));
    }

    private List<String> taken() {
        var rows = new ArrayList<String>();
        the.execute("""
                        select s.taken || ' of ' || s.seats from organization_seats s join program p on p.id = s.program_id
                        where p.key = $1 order by 1
                        """, Tuple.of(the.program)).forEach(row -> rows.add(row.getString(0)));
        return rows;
    }
}
