package org.samverka.sessions.participant;

import static org.samverka.sessions.participant.Enrollment.State.withdrawn;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;

/** A person's place in a program, without their name. The organization is known once the enrollment itself arrived. */
public record Enrollment(
        UUID id,
        String program,
        UUID personId,
        UUID pseudonym,
        String targetGroup,
        @Nullable String organization,
        State state) {

    public enum State {
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
                State.valueOf(event.state().name()));
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
