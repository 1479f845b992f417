package org.samverka.sessions.session;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.sessions.venue.Venue;

/**
 * What somebody wants a session to be.
 *
 * @param venue where it is, in words; the room's place, where there is a room
 * @param follows the session that it follows up; stays what it was first
 */
public record Description(
        String program,
        String title,
        @Nullable String targetGroup,
        Timing timing,
        int capacity,
        @Nullable String venue,
        @Nullable UUID roomId,
        @Nullable UUID supplierId,
        @Nullable UUID leaderId,
        @Nullable String link,
        @Nullable UUID follows) {

    public Description at(Timing other) {
        return new Description(
                program, title, targetGroup, other, capacity, venue, roomId, supplierId, leaderId, link, follows);
    }

    Description in(Venue room) {
        room.checkCapacity(capacity);
        return new Description(
                program,
                title,
                targetGroup,
                timing,
                capacity,
                venue == null ? room.place() : venue,
                roomId,
                supplierId,
                leaderId,
                link,
                follows);
    }
}
