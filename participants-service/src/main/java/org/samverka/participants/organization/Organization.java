package org.samverka.participants.organization;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A legal body that takes part in programs, employs people or provides; {@code parent} is another one's key. */
record Organization(
        UUID id,
        long position,
        String key,
        String name,
        String kind,
        @Nullable String number,
        @Nullable String parent,
        int version) {

    static Organization of(Object[] row) {
        return new Organization(
                (UUID) row[0],
                ((Number) row[1]).longValue(),
                (String) row[2],
                (String) row[3],
                (String) row[4],
                (String) row[5],
                (String) row[6],
                (Integer) row[7]);
    }
}
