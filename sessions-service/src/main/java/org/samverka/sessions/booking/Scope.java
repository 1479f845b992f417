package org.samverka.sessions.booking;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Roles;

/**
 * Whose bookings a caller makes or sees: everybody's in a program, those of an organization's people, those that a manager
 * decides about in their own unit, or one's own. None means no limit.
 *
 * @param manager the manager's own person
 */
record Scope(
        @Nullable Set<String> programs,
        @Nullable Set<String> organizations,
        @Nullable UUID person,
        @Nullable UUID manager) {

    private static final String OF_THE_MANAGERS_UNIT = "exists (select 1 from Workplace m join Workplace w"
            + " on w.organization = m.organization and w.unit = m.unit"
            + " where m.personId = :manager and w.personId = b.personId and w.personId <> m.personId)";

    Scope(@Nullable Set<String> programs, @Nullable Set<String> organizations, @Nullable UUID person) {
        this(programs, organizations, person, null);
    }

    static Scope toBook(Caller caller) {
        if (caller.is(Roles.COORDINATOR)) {
            return new Scope(caller.programs(), null, null);
        }
        if (caller.is(Roles.ORGANIZATION_CONTACT)) {
            return new Scope(caller.programs(), caller.organizations(), null);
        }
        return new Scope(null, null, caller.personId());
    }

    /** A supplier sees who comes, but books nobody; a manager sees what is theirs to decide, and their own. */
    static Scope toSee(Caller caller) {
        if (caller.is(Roles.SUPPLIER) || caller.is(Roles.COORDINATOR)) {
            return new Scope(caller.programs(), null, null);
        }
        if (caller.is(Roles.MANAGER) && !caller.is(Roles.ORGANIZATION_CONTACT)) {
            UUID self = caller.personId();
            return new Scope(null, null, caller.is(Roles.PARTICIPANT) ? self : null, self);
        }
        return toBook(caller);
    }

    /** What somebody else has asked for and waits to be decided. */
    static Scope toDecide(Caller caller) {
        return caller.is(Roles.COORDINATOR)
                ? new Scope(caller.programs(), null, null)
                : new Scope(null, null, null, caller.personId());
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

    /** An employer never learns who is in a support group. */
    boolean seesSupport() {
        return organizations == null && manager == null;
    }

    void requirePerson(UUID id) {
        if (!coversPerson(id)) {
            throw new NotKnown("There is no such person among those you may book; book for yourself");
        }
    }

    /** The same as a condition on bookings {@code b}. */
    Condition condition() {
        var text = new StringBuilder("1 = 1");
        var parameters = new HashMap<String, Object>();
        if (programs != null) {
            text.append(" and b.program in :programs");
            parameters.put("programs", programs);
        }
        if (organizations != null) {
            text.append(" and b.organization in :organizations");
            parameters.put("organizations", organizations);
        }
        if (organizations != null) {
            text.append(" and not b.support");
        }
        if (person != null || manager != null) {
            text.append(person == null ? " and (1 = 0" : " and (b.personId = :person");
            text.append(manager == null ? ")" : " or b.approval and not b.support and " + OF_THE_MANAGERS_UNIT + ")");
            put(parameters, "person", person);
            put(parameters, "manager", manager);
        }
        return new Condition(text.toString(), parameters);
    }

    private static void put(Map<String, Object> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    record Condition(String text, Map<String, Object> parameters) {}
}
