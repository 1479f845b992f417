package org.samverka.sessions.participant;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.samverka.sessions.ToldProgram.booking;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.CloudEvent;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class ParticipantEventsTest {
    private static final String ENROLLED = "select count(*) from enrollment where program = ?";
    private static final String WITHDRAWN = ENROLLED + " and state = 'withdrawn'";

    private final UUID anna = UUID.randomUUID();
    private ToldProgram program;

    @BeforeEach
    void aProgram() {
        program = ToldProgram.learned();
    }

    @Test
    void aRedeliveredEnrollmentChangesNothing() {
        ParticipantEnrolled enrollment = program.enrollment(anna, "inspirers", EnrollmentState.confirmed);
        CloudEvent event = program.tell(enrollment);
        program.tell(program.withdrawal(enrollment));
        program.awaitLearned(WITHDRAWN, 1);

        program.tell(anna.toString(), event);
        program.tell(anna.toString(), event);
        // What follows in the same partition is learned after it.
        program.tell(program.enrollment(anna, "coaches", EnrollmentState.waitlisted));

        program.awaitLearned(ENROLLED, 2);
        program.awaitLearned(WITHDRAWN, 1);
        book(program.session(5)).statusCode(409).body("code", is("not-enrolled"));
    }

    @Test
    void anEnrollmentToldAnewAfterItsWithdrawalStaysWithdrawn() {
        ParticipantEnrolled enrollment = program.enrollment(anna, "inspirers", EnrollmentState.confirmed);
        program.tell(program.withdrawal(enrollment));
        program.awaitLearned(WITHDRAWN, 1);

        program.tell(enrollment);
        program.tell(program.enrollment(anna, "coaches", EnrollmentState.waitlisted));

        program.awaitLearned(ENROLLED, 2);
        program.awaitLearned(WITHDRAWN, 1);
        book(program.session(5)).statusCode(409);
    }

    @Test
    void whoWasWaitingCanBeBookedOnceConfirmed() {
        UUID session = program.session(5);
        ParticipantEnrolled waiting = program.enrollment(anna, "inspirers", EnrollmentState.waitlisted);
        program.tell(waiting);
        program.awaitLearned(ENROLLED, 1);
        book(session).statusCode(409);

        program.tell(new ParticipantEnrolled(
                waiting.enrollmentId(),
                waiting.program(),
                anna,
                waiting.pseudonym(),
                waiting.targetGroup(),
                waiting.organization(),
                EnrollmentState.confirmed,
                waiting.date()));

        program.awaitLearned(ENROLLED + " and state = 'confirmed'", 1);
        book(session).statusCode(201);
    }

    @Test
    void whoWithdrewAndEnrolledAgainCanBeBooked() {
        ParticipantEnrolled first = program.enrollment(anna, "inspirers", EnrollmentState.confirmed);
        program.tell(first);
        program.tell(program.withdrawal(first));
        program.tell(program.enrollment(anna, "inspirers", EnrollmentState.confirmed));
        program.awaitLearned(ENROLLED, 2);
        program.awaitLearned(WITHDRAWN, 1);

        book(program.session(5)).statusCode(201);
    }

    @Test
    void theNewestDefinitionOfAProgramCounts() {
        program.tell(program.defined(3, "inspirers", "leaders"));
        program.tell(program.defined(2, "inspirers", "managers"));
        program.awaitLearned("select version from program where key = ?", 3);

        program.sessionFor("leaders");
        program.coordinator()
                .body("""
                        {"program": "%s", "title": "Inspiration", "startsAt": "2018-03-01T09:00",
                         "zone": "Europe/Stockholm", "hours": 3, "capacity": 5, "targetGroup": "managers"}""".formatted(program.key))
                .post("/api/v1/sessions")
                .then()
                .statusCode(422)
                .body("errors[0].detail", containsString("inspirers, leaders"));
    }

    @Test
    void whatSessionsDoNotKnowAndWhatCannotBeReadHoldsNothingUp() {
        program.tell(anna.toString(), CloudEvent.of("org.samverka.participants.person-praised.v1", "{}"));
        program.tell(
                anna.toString(), CloudEvent.of("org.samverka.participants.participant-enrolled.v1", "{\"half\": 1"));
        program.tell(program.enrollment(anna, "inspirers", EnrollmentState.confirmed));

        program.awaitLearned(ENROLLED, 1);
        book(program.session(5)).statusCode(201);
    }

    private ValidatableResponse book(UUID session) {
        return program.coordinator()
                .body(booking(session, anna))
                .post("/api/v1/bookings")
                .then();
    }
}
