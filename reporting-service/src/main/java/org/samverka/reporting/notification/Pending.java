package org.samverka.reporting.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;

/**
 * A notification that is to be sent, with what must be known of the reader.
 *
 * @param about a goal's key
 * @param sentLately how many letters that count the person got within a day
 */
record Pending(
        UUID id,
        UUID person,
        Kind kind,
        String programName,
        boolean discreet,
        @Nullable String givenName,
        @Nullable String email,
        Language language,
        boolean protectedIdentity,
        boolean bounced,
        int attempts,
        Instant causedAt,
        @Nullable Meeting meeting,
        @Nullable String link,
        @Nullable String about,
        long sentLately,
        Manners manners) {
    /** What opens something shows up in no log, nor who somebody is. */
    @Override
    public String toString() {
        return "Pending[" + id + "]";
    }
}
