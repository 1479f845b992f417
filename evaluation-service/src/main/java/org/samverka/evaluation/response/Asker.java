package org.samverka.evaluation.response;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Roles;

/**
 * Who may see and answer an assignment: the person who is asked, or a contact of the organization that is.
 *
 * @param organizations for which the caller answers
 */
public record Asker(@Nullable UUID person, Set<String> organizations) {

    public static Asker of(UUID person) {
        return new Asker(person, Set.of());
    }

    public static Asker of(Caller caller) {
        Set<String> organizations = caller.is(Roles.ORGANIZATION_CONTACT) ? caller.organizations() : Set.of();
        return new Asker(caller.is(Roles.PARTICIPANT) ? caller.personId() : null, organizations);
    }
}
