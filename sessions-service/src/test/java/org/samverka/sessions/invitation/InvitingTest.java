package org.samverka.sessions.invitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.samverka.sessions.invitation.Invitees.awaitNothingDue;
import static org.samverka.sessions.invitation.Invitees.change;

import biweekly.Biweekly;
import biweekly.component.VEvent;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.sessions.ToldProgram;
import org.samverka.sessions.need.Need;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class InvitingTest {
    @SuppressWarnings("NullAway.Init")
    @Inject
    Inviting inviting;

    @SuppressWarnings("NullAway.Init")
    @Inject
    Reminding reminding;

    private ToldProgram program;
    private Invitees session;

    @BeforeEach
    void aSession() {
        program = ToldProgram.learned();
        session = Invitees.of(program);
    }

    @Test
    void withoutARuleNobodyIsInvitedAndWithOneEverybodyIsOnceWithTheNeedsQuestionAndACalendarObject() {
        List<UUID> people = program.enrolled(3, "inspirers");
        awaitNothingDue();
        assertThat(session.toldSoFar("sent")).isEmpty();

        session.invite();
        List<Entry> sent = session.told("sent", 3);
        session.invite("{\"remindDaysBefore\": [7]}");
        awaitNothingDue();

        assertThat(session.toldSoFar("sent")).hasSize(3);
        assertThat(sent)
                .extracting(
                        entry -> UUID.fromString(entry.data().path("personId").asText()))
                .containsExactlyInAnyOrderElementsOf(people);
        for (Entry entry : sent) {
            assertThat(entry.data().path("link").path("needsAsked")).hasSize(Need.values().length);
            VEvent event = event(entry);
            assertThat(event.getUid().getValue())
                    .isEqualTo(entry.data().path("invitationId").asText() + "@samverka");
            assertThat(event.getSequence().getValue()).isZero();
            assertThat(event.getAttendees()).hasSize(1);
            assertThat(event.getSummary().getValue()).isEqualTo("Inspiration för alla");
            assertThat(entry.value()).doesNotContain(others(people, entry));
        }
    }

    private static String[] others(List<UUID> people, Entry entry) {
        return people.stream()
                .map(UUID::toString)
                .filter(id -> !id.equals(entry.data().path("personId").asText()))
                .toArray(String[]::new);
    }

    @Test
    void theRuleNamesGroupsAndOrganizationsAndWhoeverComesLaterIsInvitedToo() {
        program.enrolled("coaches");
        session.invite(
                "{\"remindDaysBefore\": [], \"targetGroups\": [\"inspirers\"], \"organizations\": [\"olofstrom\"]}");
        awaitNothingDue();
        assertThat(session.toldSoFar("sent")).isEmpty();

        UUID late = program.enrolled("inspirers");
        session.sentTo(late);
        awaitNothingDue();
        assertThat(session.toldSoFar("sent")).hasSize(1);

        session.invite("{\"remindDaysBefore\": [], \"organizations\": [\"elsewhere\"]}");
        Entry canceled = session.told("canceled", 1).get(0);
        assertThat(canceled.data().path("sessionCanceled").asBoolean()).isFalse();
        assertThat(Biweekly.parse(
                                canceled.data().path("notice").path("calendar").asText())
                        .first()
                        .getMethod()
                        .getValue())
                .isEqualTo("CANCEL");
    }

    @Test
    void whoWithdrawsIsToldOnceAndWhoComesBackIsInvitedAnewUnderTheSameUid() {
        UUID anna = UUID.randomUUID();
        ParticipantEnrolled enrollment = program.enrollment(anna, "inspirers", EnrollmentState.confirmed);
        program.tell(enrollment);
        session.invite();
        Entry first = session.sentTo(anna);

        program.tell(program.withdrawal(enrollment));
        session.awaitState(anna, "withdrawn");
        program.tell(program.enrollment(anna, "inspirers", EnrollmentState.confirmed));
        List<Entry> sent = session.told("sent", 2);
        awaitNothingDue();

        assertThat(session.toldSoFar("canceled")).hasSize(1);
        assertThat(sent).extracting(InvitingTest::uid).containsOnly(uid(first));
        assertThat(sent).extracting(InvitingTest::sequence).containsExactly(0, 2);
    }

    @Test
    void aMovedSessionIsToldToEverybodyOnceWithAHigherSequence() {
        program.enrolled(3, "inspirers");
        session.invite();
        Set<String> uids =
                session.told("sent", 3).stream().map(InvitingTest::uid).collect(Collectors.toSet());

        move("starts_at = starts_at + interval '1 day'");
        List<Entry> changed = session.told("changed", 3);
        awaitNothingDue();
        change("update session set capacity = capacity + 1 where id = ?", session.session);
        awaitNothingDue();

        assertThat(session.toldSoFar("changed")).hasSize(3);
        assertThat(changed).extracting(InvitingTest::sequence).containsOnly(1);
        assertThat(changed.stream().map(InvitingTest::uid).collect(Collectors.toSet()))
                .isEqualTo(uids);

        move("venue = 'Biblioteket'");
        assertThat(session.told("changed", 6).stream()
                        .filter(entry -> sequence(entry) == 2)
                        .map(entry -> event(entry).getLocation().getValue()))
                .containsExactly("Biblioteket", "Biblioteket", "Biblioteket");
    }

    @Test
    void aCanceledSessionIsTakenOutOfEverybodysCalendarWhoHasNotDeclined() {
        List<UUID> people = program.enrolled(3, "inspirers");
        session.invite();
        session.told("sent", 3);
        change(
                "update invitation set state = 'declined' where session_id = ? and person_id = ?",
                session.session,
                people.get(0));

        program.coordinator()
                .body("{\"state\": \"canceled\", \"reason\": \"Sjukdom\"}")
                .put("/api/v1/sessions/{id}/state", session.session)
                .then()
                .statusCode(200);
        List<Entry> canceled = session.told("canceled", 2);
        awaitNothingDue();

        assertThat(session.toldSoFar("canceled")).hasSize(2);
        assertThat(session.toldSoFar("changed")).isEmpty();
        assertThat(canceled).extracting(InvitingTest::sequence).containsOnly(1);
        assertThat(canceled)
                .allSatisfy(entry -> assertThat(Biweekly.parse(entry.data()
                                        .path("notice")
                                        .path("calendar")
                                        .asText())
                                .first()
                                .getMethod()
                                .getValue())
                        .isEqualTo("CANCEL"));
    }

    @Test
    void aWorkshopOfSeveralDaysLastsUntilItsLastPartEnds() {
        UUID workshop = UUID.fromString(program.coordinator()
                .body("""
                        {"program": "%s", "title": "Workshop", "zone": "Europe/Stockholm", "capacity": 20, "parts": [
                         {"startsAt": "%s", "hours": 8}, {"startsAt": "%s", "hours": 6}]}""".formatted(program.key, Invitees.inDays(10), Invitees.inDays(11)))
                .post("/api/v1/sessions")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
        UUID anna = program.enrolled("inspirers");
        Invitees invitees = Invitees.at(program, workshop);
        invitees.invite();

        assertThat(invitees.sentTo(anna).data().path("notice").path("endsAt").asText())
                .startsWith(Invitees.inDays(11).plusHours(6).toString());
    }

    @Test
    void aGroupForSupportIsInvitedDiscreetly() {
        change("update program set support_groups = '{coaches}' where key = ?", program.key);
        Invitees discreet = Invitees.of(program, 20, "coaches");
        UUID anna = program.enrolled("coaches");
        discreet.invite();

        Entry sent = discreet.sentTo(anna);
        assertThat(sent.data().path("notice").path("discreet").asBoolean()).isTrue();
        assertThat(sent.value()).doesNotContain("Inspiration");
        assertThat(event(sent).getClassification().isPrivate()).isTrue();
    }

    @Test
    void manyAreInvitedInBatchesBySeveralReplicasAtOnceAndNobodyTwice() {
        List<UUID> people = program.enrolled(1200, "inspirers");
        session.invite();
        atOnce(4, () -> VertxContextSupport.subscribeAndAwait(() -> inviting.invite()));
        awaitNothingDue();
        ToldProgram.awaitEmptyOutbox();

        assertThat(session.toldSoFar("sent"))
                .hasSize(1200)
                .extracting(
                        entry -> UUID.fromString(entry.data().path("personId").asText()))
                .containsExactlyInAnyOrderElementsOf(people);
    }

    @Test
    void whoHasNotAnsweredIsRemindedOnceByHoweverManyReplicas() {
        List<UUID> people = program.enrolled(3, "inspirers");
        session.invite();
        session.told("sent", 3);
        program.booked(session.session, people.get(0));
        change(
                "update invitation set state = 'declined' where session_id = ? and person_id = ?",
                session.session,
                people.get(1));

        remindersComeDue();
        atOnce(4, () -> VertxContextSupport.subscribeAndAwait(() -> reminding.remind()));
        List<Entry> reminded = session.told("reminded", 1);
        remindersComeDue();
        atOnce(2, () -> VertxContextSupport.subscribeAndAwait(() -> reminding.remind()));
        ToldProgram.awaitEmptyOutbox();

        assertThat(session.toldSoFar("reminded")).hasSize(1);
        assertThat(reminded.get(0).data().path("personId").asText())
                .isEqualTo(people.get(2).toString());
        // Both had come due: the one nearest to the session is left.
        assertThat(reminded.get(0).data().path("daysBefore").asInt()).isEqualTo(2);
        assertThat(reminded.get(0).data().path("link").path("needsAsked")).isNotEmpty();
    }

    @Test
    void aCoordinatorSeesWhoHasAnsweredAndWhoHasNot() {
        List<UUID> people = program.enrolled(3, "inspirers");
        session.invite();
        session.told("sent", 3);
        change(
                "update invitation set state = 'accepted' where session_id = ? and person_id = ?",
                session.session,
                people.get(1));

        program.coordinator()
                .get("/api/v1/sessions/{id}/invitations/counts", session.session)
                .then()
                .statusCode(200)
                .body("invited", is(3))
                .body("answered", is(1))
                .body("notAnswered", is(2))
                .body("byState.accepted", is(1));
        program.coordinator()
                .queryParam("state", "accepted")
                .get("/api/v1/sessions/{id}/invitations", session.session)
                .then()
                .statusCode(200)
                .body("items.personId", contains(people.get(1).toString()));
        program.coordinator()
                .queryParam("state", "open")
                .get("/api/v1/sessions/{id}/invitations", session.session)
                .then()
                .body("items", hasSize(2));
        io.restassured.RestAssured.given()
                .auth()
                .oauth2(Tokens.of("coordinator").programs("another").sign())
                .get("/api/v1/sessions/{id}/invitations", session.session)
                .then()
                .statusCode(404);
    }

    @Test
    void aRuleHasToBeRightAndIsChangedByWhoHasSeenIt() {
        program.coordinator()
                .body("{\"remindDaysBefore\": [0], \"targetGroups\": [\"nobody\"]}")
                .put("/api/v1/sessions/{id}/invitations/rule", session.session)
                .then()
                .statusCode(422);
        program.coordinator()
                .get("/api/v1/sessions/{id}/invitations/rule", session.session)
                .then()
                .statusCode(404);
        session.invite();
        program.coordinator()
                .header("If-Match", "\"7\"")
                .body("{\"remindDaysBefore\": []}")
                .put("/api/v1/sessions/{id}/invitations/rule", session.session)
                .then()
                .statusCode(412);
        program.coordinator()
                .get("/api/v1/sessions/{id}/invitations/rule", session.session)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("remindDaysBefore", contains(7, 2));
    }

    private void move(String how) {
        change("update session set sequence = sequence + 1, " + how + " where id = ?", session.session);
    }

    /** As if time had passed. */
    private void remindersComeDue() {
        change("update invitation set sent_at = now() - interval '1 day' where session_id = ?", session.session);
        change(
                "update invitation_reminder set at = now() - interval '1 second', done = false where session_id = ?",
                session.session);
    }

    private interface Attempt {
        void make() throws Throwable;
    }

    private static void atOnce(int times, Attempt attempt) {
        IntStream.range(0, times)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    try {
                        attempt.make();
                    } catch (Throwable e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private static VEvent event(Entry entry) {
        return Biweekly.parse(entry.data().path("notice").path("calendar").asText())
                .first()
                .getEvents()
                .get(0);
    }

    private static String uid(Entry entry) {
        return event(entry).getUid().getValue();
    }

    private static int sequence(Entry entry) {
        return event(entry).getSequence().getValue();
    }
}
