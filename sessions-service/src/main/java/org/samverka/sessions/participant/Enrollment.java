package org.samverka.sessions.participant;

import static org.samverka.sessions.participant.Enrollment.State.withdrawn;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;

/** A person's place in a program, without their name. The organization is known once the enrollment itself arrived. */
record Enrollment(
        UUID id,
        String program,
        UUID personId,
        UUID pseudonym,
        String targetGroup,
        @Nullable String organization,
        State state) {

    enum State {
        confirmed,
        waitlisted,
        withdrawn
    }

    static Enrollment of(ParticipantEnrolled event) {
        return new Enrollment(
                event.enrollmentId(),
                event.program(),
                event.personId(),
                event.pseudonym(),
                event.targetGroup(),
                event.organization(),
                state(event.state()));
    }

    static Enrollment of(EnrollmentChanged event) {
        return new Enrollment(
                event.enrollmentId(),
                event.program(),
                event.personId(),
                event.pseudonym(),
                event.targetGroup(),
                event.organization(),
                state(event.state()));
    }

    /** Who has completed may still attend; who has applied or is offered a seat has none yet. */
    private static State state(EnrollmentState told) {
        return switch (told) {
            case confirmed, completed -> State.confirmed;
            case waitlisted, applied, offered -> State.waitlisted;
            case withdrawn, refused, discontinued -> State.withdrawn;
        };
    }

    static Enrollment of(EnrollmentWithdrawn event) {
        return new Enrollment(
                event.enrollmentId(),
                event.program(),
                event.personId(),
                event.pseudonym(),
                event.targetGroup(),
                null,
                withdrawn);
    }

    /** Who is withdrawn comes back by another enrollment, never by this one. */
    Enrollment then(Enrollment later) {
        return new Enrollment(
                id,
                program,
                personId,
                pseudonym,
                targetGroup,
                later.organization == null ? organization : later.organization,
                state == withdrawn ? withdrawn : later.state);
    }
}
