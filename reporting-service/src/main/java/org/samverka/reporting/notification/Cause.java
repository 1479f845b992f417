package org.samverka.reporting.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.samverka.contracts.EvaluationEvent.EvaluationRequested;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;

/** Why somebody is written to. Its id follows from what happened, not from the message that told it. */
record Cause(UUID id, Kind kind, String program, UUID personId, Instant at) {
    static Cause of(ParticipantEnrolled event, Instant at) {
        Kind kind = event.state() == EnrollmentState.confirmed ? Kind.ENROLLMENT_CONFIRMED : Kind.WAITLISTED;
        return new Cause(id(kind, event.enrollmentId()), kind, event.program(), event.personId(), at);
    }

    /** A seat that is offered; whatever else becomes of an enrollment needs no letter. */
    static Stream<Cause> of(EnrollmentChanged event, Instant at) {
        return event.state() == EnrollmentState.offered
                ? Stream.of(new Cause(
                        id(Kind.SEAT_OFFERED, event.enrollmentId()),
                        Kind.SEAT_OFFERED,
                        event.program(),
                        event.personId(),
                        at))
                : Stream.empty();
    }

    static Cause of(EvaluationRequested event, Instant at) {
        return new Cause(
                id(Kind.EVALUATION_DUE, event.assignmentId()),
                Kind.EVALUATION_DUE,
                event.program(),
                event.personId(),
                at);
    }

    private static UUID id(Kind kind, UUID about) {
        return UUID.nameUUIDFromBytes((kind.key() + ' ' + about).getBytes(UTF_8));
    }
}
