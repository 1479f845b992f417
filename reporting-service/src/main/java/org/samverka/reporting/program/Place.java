package org.samverka.reporting.program;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;

/**
 * Somebody's place in a target group, from when to when. The days are inclusive.
 *
 * @param entered first day with a confirmed place
 * @param ended the day of leaving
 */
record Place(
        UUID enrollment,
        String program,
        String targetGroup,
        UUID pseudonym,
        String organization,
        EnrollmentState state,
        @Nullable LocalDate entered,
        @Nullable LocalDate completed,
        @Nullable LocalDate ended) {

    static Place of(ParticipantEnrolled event) {
        return of(
                event.enrollmentId(),
                event.program(),
                event.targetGroup(),
                event.pseudonym(),
                event.organization(),
                event.state(),
                event.date());
    }

    static Place of(EnrollmentChanged event) {
        return of(
                event.enrollmentId(),
                event.program(),
                event.targetGroup(),
                event.pseudonym(),
                event.organization(),
                event.state(),
                event.date());
    }

    static Place of(EnrollmentWithdrawn event) {
        return of(
                event.enrollmentId(),
                event.program(),
                event.targetGroup(),
                event.pseudonym(),
                "",
                EnrollmentState.withdrawn,
                event.date());
    }

    private static Place of(
            UUID enrollment,
            String program,
            String targetGroup,
            UUID pseudonym,
            String organization,
            EnrollmentState state,
            LocalDate date) {
        boolean in = state == EnrollmentState.confirmed || state == EnrollmentState.completed;
        boolean out = state == EnrollmentState.withdrawn || state == EnrollmentState.discontinued;
        return new Place(
                enrollment,
                program,
                targetGroup,
                pseudonym,
                organization,
                state,
                in ? date : null,
                state == EnrollmentState.completed ? date : null,
                out ? date : null);
    }

    /** What is known after it: who was in stays entered since then. */
    Place then(Place later) {
        return new Place(
                enrollment,
                program,
                targetGroup,
                later.pseudonym,
                later.organization.isEmpty() ? organization : later.organization,
                later.state,
                entered == null ? later.entered : entered,
                later.completed,
                later.ended);
    }
}
