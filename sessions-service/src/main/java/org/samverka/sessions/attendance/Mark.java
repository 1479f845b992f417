package org.samverka.sessions.attendance;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is filled in for one person: the hours of the whole session, or of some of its parts.
 *
 * @param reason why it is corrected
 * @param at when it was noted, if not now
 */
record Mark(
        UUID personId,
        @Nullable BigDecimal hours,
        List<PartHours> parts,
        @Nullable String reason,
        @Nullable Instant at) {

    /** @param part its number, from 1 */
    record PartHours(int part, BigDecimal hours) {}

    Mark(UUID personId, BigDecimal hours) {
        this(personId, hours, List.of(), null, null);
    }
}
