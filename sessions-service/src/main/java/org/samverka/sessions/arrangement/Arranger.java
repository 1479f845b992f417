package org.samverka.sessions.arrangement;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.session.Planner;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.supplier.Supplier;

/**
 * Who arranges a session: a coordinator of its program, or the people of the supplier that holds it. For all others there
 * is no such session, whatever else they may do.
 *
 * @param organizations whose teams they act for; none: every team's sessions in their programs
 */
record Arranger(Set<String> programs, @Nullable Set<String> organizations, String account) {

    static Arranger of(Caller caller) {
        return new Arranger(
                caller.programs(), caller.is(Roles.COORDINATOR) ? null : caller.organizations(), caller.subject());
    }

    Planner planner() {
        return new Planner(programs, organizations);
    }

    boolean dependsOnTheSupplier() {
        return organizations != null;
    }

    /** @param supplier that holds the session */
    void require(Session session, @Nullable Supplier supplier) {
        session.seenBy(programs::contains);
        if (organizations != null && (supplier == null || !organizations.contains(supplier.organization()))) {
            throw Session.unknown();
        }
    }
}
