package org.samverka.reporting.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.UUID;
import org.samverka.contracts.EvaluationEvent.EvaluationRequested;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;

/** Why somebody is written to. Its id follows from what happened, not from the message that told it. */
record Cause(UUID id, Kind kind, String program, UUID personId, Instant at) {
    static Cause of(ParticipantEnrolled event, Instant at) {
        Kind kind = switch (event.state()) {
            case confirmed -> Kind.ENROLLMENT_CONFIRMED;
            case waitlisted -> Kind.WAITLISTED;
        };
        return new Cause(id(kind, event.enrollmentId()), kind, event.program(), event.personId(), at);
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
