package org.samverka.participants.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.samverka.participants.enrollment.OwnProgram.themselves;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.ScreeningEvent.SupportAccepted;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.testing.CloudEvent;
import org.samverka.testing.EventLog;
import org.samverka.testing.RealStack;

/** Who has accepted support has a place in it, and nobody but themselves sees that. */
@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class SupportPlacesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Pool database;

    @SuppressWarnings("NullAway.Init")
    private OwnProgram the;

    @BeforeEach
    void aProgramWithSupport() {
        the = new OwnProgram(database)
                .defined("{key: employees, name: Employees}", "{key: support, name: Support, support: true, seats: 2}");
    }

    private CloudEvent accepted(UUID pseudonym, String group) {
        var event = new SupportAccepted(UUID.randomUUID(), the.program, group, pseudonym);
        return publish(pseudonym, CloudEvent.of(event.type(), new EventJson().write(event)));
    }

    private static CloudEvent publish(UUID pseudonym, CloudEvent event) {
        try (var screening = EventLog.of("samverka.screening.v1")) {
            return screening.publish(pseudonym.toString(), event);
        }
    }

    private UUID pseudonymOf(UUID person) {
        return the.execute("select pseudonym from person where id = $1", Tuple.of(person))
                .iterator()
                .next()
                .getUUID("pseudonym");
    }

    private List<String> ownStates(UUID person) {
        return themselves(person)
                .get("/api/v1/me/enrollments")
                .then()
                .statusCode(200)
                .extract()
                .path("items.findAll { it.targetGroup == 'support' }.state");
    }

    private void awaitOwn(UUID person, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ownStates(person)).containsExactly(state));
    }

    @Test
    void whoAcceptedHasAPlaceThatOnlyTheySee() {
        UUID person = the.person();
        the.enrolled(person, "employees");

        accepted(pseudonymOf(person), "support");

        awaitOwn(person, "confirmed");
        String enrollment = themselves(person)
                .get("/api/v1/me/enrollments")
                .then()
                .extract()
                .path("items.find { it.targetGroup == 'support' }.id");
        the.coordinator().get(the.path() + "/enrollments").then().body("items.targetGroup", contains("employees"));
        the.coordinator()
                .get(the.path() + "/enrollments?targetGroup=support")
                .then()
                .body("items", empty());
        the.coordinator().get("/api/v1/enrollments/" + enrollment).then().statusCode(404);
        the.coordinator().delete("/api/v1/enrollments/" + enrollment).then().statusCode(404);
        the.contact().get("/api/v1/enrollments/" + enrollment).then().statusCode(404);
        themselves(person).get("/api/v1/enrollments/" + enrollment).then().statusCode(200);
        assertThat(the.coordinator().get(the.path() + "/progress").body().asString())
                .doesNotContain("\"support\",\"count");
        assertThat(the.told(person, 2))
                .containsExactly("participant-enrolled confirmed", "participant-enrolled confirmed");
    }

    @Test
    void theSameAcceptanceTwiceAndAnotherOfTheSamePersonAreOnePlace() {
        UUID person = the.person();
        CloudEvent event = accepted(pseudonymOf(person), "support");
        awaitOwn(person, "confirmed");

        publish(pseudonymOf(person), event);
        accepted(pseudonymOf(person), "support");
        UUID last = the.person();
        accepted(pseudonymOf(last), "support");

        awaitOwn(last, "confirmed");
        assertThat(ownStates(person)).hasSize(1);
    }

    @Test
    void whereSeatsAreTakenTheyWaitAndTheWaitingListDoesNotShowThem() {
        for (int i = 0; i < 2; i++) {
            UUID before = the.person();
            accepted(pseudonymOf(before), "support");
            awaitOwn(before, "confirmed");
        }
        UUID person = the.person();

        accepted(pseudonymOf(person), "support");

        awaitOwn(person, "waitlisted");
        the.coordinator().get(the.path() + "/waiting-list").then().body("items", hasSize(0));
    }

    @Test
    void aGroupThatIsNoSupportAndSomebodyUnknownChangeNothingAndStopNothing() {
        UUID person = the.person();
        accepted(pseudonymOf(person), "employees");
        accepted(UUID.randomUUID(), "support");
        UUID next = the.person();
        accepted(pseudonymOf(next), "support");

        awaitOwn(next, "confirmed");
        themselves(person).get("/api/v1/me/enrollments").then().body("items", empty());
    }

    @Test
    void whoTheCoordinatorEnrolledThemselvesTheyGoOnSeeing() {
        UUID person = the.person();
        the.enrolled(person, "support");

        accepted(pseudonymOf(person), "support");
        UUID next = the.person();
        accepted(pseudonymOf(next), "support");
        awaitOwn(next, "confirmed");

        the.coordinator()
                .get(the.path() + "/enrollments?targetGroup=support")
                .then()
                .body("items.personId", contains(person.toString()));
    }
}
