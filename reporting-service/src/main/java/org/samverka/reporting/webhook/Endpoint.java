package org.samverka.reporting.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a system takes what it is told.
 *
 * @param secret the number of the secret that it is signed with
 * @param previousUntil for as long the secret before is good too
 * @param failingSince none: its last attempt succeeded
 */
record Endpoint(
        UUID id,
        long position,
        String program,
        String url,
        @Nullable String description,
        List<EventType> events,
        State state,
        @Nullable Reason reason,
        int secret,
        @Nullable Instant previousUntil,
        @Nullable Instant failingSince,
        int version) {

    /** By the name that the API and the database use. */
    public enum State {
        enabled,
        /** By whoever looks after it: nothing is kept for it meanwhile. */
        paused,
        /** By us: the reason says why. */
        disabled
    }

    /** Why we no longer send. */
    public enum Reason {
        /** It answered 410. */
        gone,
        /** It has taken nothing for days. */
        not_answering
    }

    boolean signsWithThePreviousToo(Instant now) {
        return previousUntil != null && now.isBefore(previousUntil);
    }
}
