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
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.contracts.ReportingEvent.GoalStateChanged;
import org.samverka.contracts.ScreeningEvent.EvaluationDue;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.SessionEvent.InvitationCanceled;
import org.samverka.contracts.SessionEvent.InvitationChanged;
import org.samverka.contracts.SessionEvent.InvitationReminded;
import org.samverka.contracts.SessionEvent.InvitationSent;

/**
 * Why somebody is written to. Its id follows from what happened, not from the message that told it.
 *
 * @param meeting the session that it is about, if it is about one
 * @param link opens what the letter asks for, for this person alone
 * @param about the key of the goal that it is about
 * @param discreet nothing outside of the letter says what it is about
 */
record Cause(
        UUID id,
        Kind kind,
        String program,
        UUID personId,
        Instant at,
        @Nullable Meeting meeting,
        @Nullable String link,
        @Nullable String about,
        boolean discreet) {
    static Cause of(ParticipantEnrolled event, Instant at) {
        Kind kind = event.state() == EnrollmentState.confirmed ? Kind.ENROLLMENT_CONFIRMED : Kind.WAITLISTED;
        return new Cause(
                id(kind, event.enrollmentId()), kind, event.program(), event.personId(), at, null, null, null, false);
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
                        null,
                        null,
                        null,
                        false))
                : Stream.empty();
    }

    static Cause of(EvaluationRequested event, Instant at) {
        return new Cause(
                id(Kind.EVALUATION_DUE, event.assignmentId()),
                Kind.EVALUATION_DUE,
                event.program(),
                event.personId(),
                at,
                null,
                event.link(),
                null,
                Boolean.TRUE.equals(event.discreet()));
    }

    /**
     * Who has not answered, or is to answer once more: the two are told alike, so the message's own name tells one from the
     * other.
     */
    static Cause of(EvaluationDue event, String message, Instant at) {
        return new Cause(
                id(Kind.EVALUATION_REMINDER, event.assignmentId() + " " + event.number() + " " + message),
                Kind.EVALUATION_REMINDER,
                event.program(),
                event.personId(),
                at,
                null,
                event.link(),
                null,
                true);
    }

    /** A goal that was reached or came to be at risk; how it stood when it was first judged is no news. */
    static Stream<Cause> of(GoalStateChanged event, UUID follower, Instant at) {
        Kind kind = event.state() == GoalState.met
                ? Kind.GOAL_REACHED
                : event.state() == GoalState.at_risk ? Kind.GOAL_AT_RISK : null;
        return kind == null || event.before() == null
                ? Stream.empty()
                : Stream.of(new Cause(
                        id(kind, event.programId() + " " + event.goal() + " " + event.version() + " " + follower),
                        kind,
                        event.program(),
                        follower,
                        at,
                        null,
                        null,
                        event.goal(),
                        false));
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
        return new Cause(
                id(kind, invitation + " " + time),
                kind,
                event.program(),
                person,
                at,
                meeting,
                null,
                null,
                meeting.discreet());
    }

    /** What opens something shows up in no log. */
    @Override
    public String toString() {
        return "Cause[" + id + "]";
    }

    private static UUID id(Kind kind, Object about) {
        return UUID.nameUUIDFromBytes((kind.key() + ' ' + about).getBytes(UTF_8));
    }
}
