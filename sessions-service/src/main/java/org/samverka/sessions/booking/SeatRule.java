package org.samverka.sessions.booking;

import org.jspecify.annotations.Nullable;

/**
 * How a session's seats are given out.
 *
 * @param perOrganization how many each organization has at most; none for no limit but the session's
 * @param waitingList whether who comes too late waits, or is refused
 * @param offerHours how long whoever is next may answer; none when they get the seat at once
 */
record SeatRule(
        @Nullable Integer perOrganization,
        boolean waitingList,
        @Nullable Integer offerHours,
        int version) {
    /** Of a session that nobody has made rules for. */
    static final SeatRule NONE = new SeatRule(null, false, null, 0);
}
