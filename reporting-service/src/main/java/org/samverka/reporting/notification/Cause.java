package org.samverka.reporting.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent.EvaluationRequested;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.SessionEvent.InvitationCanceled;
import org.samverka.contracts.SessionEvent.InvitationChanged;
import org.samverka.contracts.SessionEvent.InvitationReminded;
import org.samverka.contracts.SessionEvent.InvitationSent;

/**
 * Why somebody is written to. Its id follows from what happened, not from the message that told it.
 *
 * @param meeting the session that it is about, if it is about one
 */
record Cause(
        UUID id,
        Kind kind,
        String program,
        UUID personId,
        Instant at,
        @Nullable Meeting meeting) {
    static Cause of(ParticipantEnrolled event, Instant at) {
        Kind kind = event.state() == EnrollmentState.confirmed ? Kind.ENROLLMENT_CONFIRMED : Kind.WAITLISTED;
        return new Cause(id(kind, event.enrollmentId()), kind, event.program(), event.personId(), at, null);
    }

    /** A seat that is offered; whatever else becomes of an enrollment needs no letter. */
    static Stream<Cause> of(EnrollmentChanged event, Instant at) {
        return event.state() == EnrollmentState.offered
                ? Stream.of(new Cause(
                        id(Kind.SEAT_OFFERED, event.enrollmentId()),
                        Kind.SEAT_OFFERED,
                        event.program(),
                        event.personId(),
                        at,
                        null))
                : Stream.empty();
    }

    static Cause of(EvaluationRequested event, Instant at) {
        return new Cause(
                id(Kind.EVALUATION_DUE, event.assignmentId()),
                Kind.EVALUATION_DUE,
                event.program(),
                event.personId(),
                at,
                null);
    }

    /** Whoever is invited; what becomes of sessions and bookings otherwise needs no letter. */
    static Stream<Cause> of(SessionEvent event, Instant at) {
        if (event instanceof InvitationSent sent) {
            return Stream.of(about(
                    Kind.INVITATION,
                    sent.invitationId(),
                    sent.notice().sequence(),
                    sent,
                    sent.personId(),
                    at,
                    Meeting.of(sent.notice(), sent.link())));
        }
        if (event instanceof InvitationReminded reminded) {
            return Stream.of(about(
                    Kind.INVITATION_REMINDER,
                    reminded.invitationId(),
                    reminded.notice().sequence() + " " + reminded.daysBefore(),
                    reminded,
                    reminded.personId(),
                    at,
                    Meeting.of(reminded.notice(), reminded.link())));
        }
        if (event instanceof InvitationChanged changed) {
            return Stream.of(about(
                    Kind.SESSION_CHANGED,
                    changed.invitationId(),
                    changed.notice().sequence(),
                    changed,
                    changed.personId(),
                    at,
                    Meeting.of(changed.notice(), changed.link())));
        }
        if (event instanceof InvitationCanceled canceled) {
            return Stream.of(about(
                    canceled.sessionCanceled() ? Kind.SESSION_CANCELED : Kind.INVITATION_WITHDRAWN,
                    canceled.invitationId(),
                    canceled.notice().sequence(),
                    canceled,
                    canceled.personId(),
                    at,
                    Meeting.of(canceled.notice())));
        }
        return Stream.empty();
    }

    /** @param time which of several of the kind about the same invitation */
    private static Cause about(
            Kind kind, UUID invitation, Object time, SessionEvent event, UUID person, Instant at, Meeting meeting) {
        return new Cause(id(kind, invitation + " " + time), kind, event.program(), person, at, meeting);
    }

    private static UUID id(Kind kind, Object about) {
        return UUID.nameUUIDFromBytes((kind.key() + ' ' + about).getBytes(UTF_8));
    }
}
