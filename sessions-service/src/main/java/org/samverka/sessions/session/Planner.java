package org.samverka.sessions.session;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.supplier.Supplier;

/**
 * Who schedules: a coordinator with whichever team, or a supplier with its own.
 *
 * @param programs whose sessions may be named when they stand in the way
 * @param organizations whose teams they act for; none: every team may hold what they schedule
 */
public record Planner(Set<String> programs, @Nullable Set<String> organizations) {

    public static Planner of(Caller caller) {
        return new Planner(caller.programs(), caller.is(Roles.COORDINATOR) ? null : caller.organizations());
    }

    /** Whoever schedules for a team has to be able to arrange it afterwards. */
    void requireTeam(@Nullable UUID team) {
        if (organizations != null && team == null) {
            throw new Invalid("/supplierId", "not-null", "Say which of your teams holds it; see /suppliers");
        }
    }

    /** Another's team is as good as none: which teams others have is not told. */
    void requireOwn(Supplier team) {
        if (organizations != null && !organizations.contains(team.organization())) {
            throw unknownTeam();
        }
    }

    static Invalid unknownTeam() {
        return new Invalid("/supplierId", "unknown-supplier", "There is no such supplier; see /suppliers");
    }
}
