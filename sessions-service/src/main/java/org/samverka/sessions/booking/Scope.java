package org.samverka.sessions.booking;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Roles;

/**
 * Whose bookings a caller makes or sees: everybody's in a program, those of an organization's people, or one's own. None
 * means no limit.
 */
record Scope(
        @Nullable Set<String> programs,
        @Nullable Set<String> organizations,
        @Nullable UUID person) {

    static Scope toBook(Caller caller) {
        if (caller.is(Roles.COORDINATOR)) {
            return new Scope(caller.programs(), null, null);
        }
        if (caller.is(Roles.ORGANIZATION_CONTACT)) {
            return new Scope(caller.programs(), caller.organizations(), null);
        }
        return new Scope(null, null, caller.personId());
    }

    /** A supplier sees who comes, but books nobody. */
    static Scope toSee(Caller caller) {
        return caller.is(Roles.SUPPLIER) ? new Scope(caller.programs(), null, null) : toBook(caller);
    }

    boolean coversProgram(String key) {
        return programs == null || programs.contains(key);
    }

    boolean coversOrganization(@Nullable String key) {
        return organizations == null || (key != null && organizations.contains(key));
    }

    boolean coversPerson(UUID id) {
        return person == null || person.equals(id);
    }

    boolean covers(Booking booking) {
        return coversProgram(booking.program)
                && coversOrganization(booking.organization)
                && coversPerson(booking.personId);
    }

    void requirePerson(UUID id) {
        if (!coversPerson(id)) {
            throw new NotKnown("There is no such person among those you may book; book for yourself");
        }
    }
}
