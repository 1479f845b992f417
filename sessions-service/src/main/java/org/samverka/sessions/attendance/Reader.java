package org.samverka.sessions.attendance;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.supplier.Supplier;

/**
 * Who reads and writes lists of those who came.
 *
 * @param name of the account, never of a person
 * @param person of the account, if it has one
 * @param suppliers organizations as whose supplier they act; none for a coordinator, who sees every session of a program
 */
record Reader(
        String name,
        @Nullable UUID person,
        Set<String> programs,
        @Nullable Set<String> suppliers) {

    static Reader of(Caller caller) {
        return new Reader(
                caller.subject(),
                personOf(caller),
                caller.programs(),
                caller.is(Roles.COORDINATOR) ? null : caller.organizations());
    }

    /** Of their programs. */
    boolean seesAll() {
        return suppliers == null;
    }

    void requireToActFor(Supplier supplier) {
        if (suppliers != null && !suppliers.contains(supplier.organization())) {
            throw Session.unknown();
        }
    }

    private static @Nullable UUID personOf(Caller caller) {
        try {
            return caller.personId();
        } catch (NotKnown nobody) {
            return null;
        }
    }
}
