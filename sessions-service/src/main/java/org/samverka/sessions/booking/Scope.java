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
 * @param suppliers organizations as whose supplier the caller acts: of sessions that a supplier holds, only theirs
 */
record Scope(
        @Nullable Set<String> programs,
        @Nullable Set<String> organizations,
        @Nullable UUID person,
        @Nullable UUID manager,
        @Nullable Set<String> suppliers) {

    private static final String OF_THE_MANAGERS_UNIT = "exists (select 1 from Workplace m join Workplace w"
            + " on w.organization = m.organization and w.unit = m.unit"
            + " where m.personId = :manager and w.personId = b.personId and w.personId <> m.personId)";

    private static final String HELD_BY_THE_SUPPLIER = "cast(sql('exists (select from session s left join supplier t"
            + " on t.id = s.supplier_id where s.id = ? and (t.id is null or t.organization = any(string_to_array(?, '',''))))',"
            + " b.sessionId, :suppliers) as Boolean)";

    Scope(@Nullable Set<String> programs, @Nullable Set<String> organizations, @Nullable UUID person) {
        this(programs, organizations, person, null, null);
    }

    private static Scope ofManager(Caller caller, @Nullable UUID self) {
        return new Scope(caller.programs(), null, self, caller.personId(), null);
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
        if (caller.is(Roles.SUPPLIER) && !caller.is(Roles.COORDINATOR)) {
            return new Scope(caller.programs(), null, null, null, caller.organizations());
        }
        if (caller.is(Roles.COORDINATOR)) {
            return toBook(caller);
        }
        if (caller.is(Roles.MANAGER) && !caller.is(Roles.ORGANIZATION_CONTACT)) {
            return ofManager(caller, caller.is(Roles.PARTICIPANT) ? caller.personId() : null);
        }
        return toBook(caller);
    }

    /** What somebody else has asked for and waits to be decided. */
    static Scope toDecide(Caller caller) {
        return caller.is(Roles.COORDINATOR) ? new Scope(caller.programs(), null, null) : ofManager(caller, null);
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
        put(parameters, "programs", programs);
        if (programs != null && manager == null) {
            text.append(" and b.program in :programs");
        }
        if (organizations != null) {
            text.append(" and b.organization in :organizations and not b.support");
            parameters.put("organizations", organizations);
        }
        if (suppliers != null) {
            text.append(" and " + HELD_BY_THE_SUPPLIER);
            parameters.put("suppliers", String.join(",", suppliers));
        }
        if (person != null || manager != null) {
            text.append(person == null ? " and (1 = 0" : " and (b.personId = :person");
            text.append(
                    manager == null
                            ? ")"
                            : " or b.program in :programs and b.approval and not b.support and " + OF_THE_MANAGERS_UNIT
                                    + ")");
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
