package org.samverka.participants.enrollment;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Event;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;

/**
 * A step of an enrollment: from which state into which, since when, why and by whom.
 *
 * @param reason a stable code in kebab-case
 */
record Change(
        Enrollment of,
        EnrollmentState before,
        EnrollmentState after,
        LocalDate date,
        @Nullable String reason,
        @Nullable Instant offerUntil,
        int version,
        Actor by) {

    /** Entering the group or its waiting list and leaving it have events of their own. */
    Event event() {
        return switch (after) {
            case confirmed, waitlisted ->
                before == EnrollmentState.completed
                        ? changed()
                        : new ParticipantEnrolled(
                                of.id,
                                of.program,
                                of.personId,
                                of.pseudonym,
                                of.targetGroup,
                                of.organization,
                                after,
                                date);
            case withdrawn, discontinued ->
                new EnrollmentWithdrawn(of.id, of.program, of.personId, of.pseudonym, of.targetGroup, date);
            case applied, refused, offered, completed -> changed();
        };
    }

    private EnrollmentChanged changed() {
        return new EnrollmentChanged(
                of.id,
                of.program,
                of.personId,
                of.pseudonym,
                of.targetGroup,
                of.organization,
                after,
                before,
                date,
                reason,
                offerUntil,
                version);
    }
}
