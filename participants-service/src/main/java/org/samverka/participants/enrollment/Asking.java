package org.samverka.participants.enrollment;

import jakarta.enterprise.context.RequestScoped;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Roles;

/** Who asks about enrollments, and which of them they may know of. */
@RequestScoped
class Asking {
    private final Caller caller;

    Asking(Caller caller) {
        this.caller = caller;
    }

    void requireProgram(String program) {
        caller.requireProgram(program);
    }

    Actor actor() {
        return Stream.of(Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT, Roles.PARTICIPANT)
                .filter(caller::is)
                .findFirst()
                .map(role -> new Actor(caller.subject(), role))
                .orElseThrow();
    }

    /** A coordinator sees everybody in the program, an organization's contact their own people. */
    @Nullable
    Set<String> within() {
        return caller.is(Roles.COORDINATOR) ? null : caller.organizations();
    }

    /** Being in a support group is the person's own matter; where they accepted an offer, nobody else's at all. */
    boolean visible(Enrollment enrollment) {
        if (caller.is(Roles.COORDINATOR) && !enrollment.isConfidential() && caller.seesProgram(enrollment.program)) {
            return true;
        }
        if (caller.is(Roles.ORGANIZATION_CONTACT)
                && !enrollment.support
                && caller.seesProgram(enrollment.program)
                && caller.seesOrganization(enrollment.organization)) {
            return true;
        }
        return caller.is(Roles.PARTICIPANT) && caller.personId().equals(enrollment.personId);
    }
}
