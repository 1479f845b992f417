package org.samverka.participants.enrollment;

import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Idempotency;

/**
 * What somebody asks: to enroll a person in a target group. It brings the enrollment's id along, so that an attempt that
 * is made again knows what it has committed.
 *
 * @param within the organizations whose people the caller may enroll; none means all that take part
 */
record Claim(
        UUID enrollmentId,
        PersonReference person,
        String targetGroup,
        LocalDate date,
        @Nullable Set<String> within,
        Actor by,
        Idempotency.@Nullable Key key,
        @Nullable String traceparent) {

    /** Either the id, or the organization's own reference. */
    record PersonReference(
            @Nullable UUID id,
            @Nullable String organization,
            @Nullable String ref) {}
}
