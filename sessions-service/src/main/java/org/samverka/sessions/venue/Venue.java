package org.samverka.sessions.venue;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.need.Checklist;
import org.samverka.sessions.need.Need;

/** A room that sessions are held in, and what is known of its accessibility. */
public record Venue(
        UUID id,
        long position,
        String name,
        String municipality,
        @Nullable String address,
        int capacity,
        Checklist checklist,
        int version) {

    /** As one finds it: the room, then where. */
    public String place() {
        return name + ", " + municipality;
    }

    /** Refuses a line of the checklist that is not about rooms. */
    static void checkLine(String line) {
        for (Need need : Need.values()) {
            if (need.name().equals(line) && need.metBy() == Need.MetBy.venue) {
                return;
            }
        }
        throw new Invalid(
                "/checklist/" + line,
                "unknown-line",
                "A room meets: step_free_entrance, automatic_doors, accessible_toilet, parking_or_taxi,"
                        + " tested_hearing_loop");
    }

    /** Refuses more seats than there are chairs. */
    public void checkCapacity(int seats) {
        if (seats > capacity) {
            throw new VenueTooSmall(this, seats);
        }
    }

    static final class VenueTooSmall extends Refused {
        VenueTooSmall(Venue venue, int seats) {
            super("%s has room for %d, not for %d; choose a larger room or offer fewer seats"
                    .formatted(venue.place(), venue.capacity, seats));
        }
    }
}
