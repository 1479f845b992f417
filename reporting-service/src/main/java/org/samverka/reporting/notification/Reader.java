package org.samverka.reporting.notification;

import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Roles;

/** Whose notifications the caller reads: those of their person; of their account where a coordinator is connected to none. */
@RequestScoped
class Reader {
    private final Caller caller;
    private final JsonWebToken token;

    Reader(Caller caller, JsonWebToken token) {
        this.caller = caller;
        this.token = token;
    }

    UUID id() {
        return caller.is(Roles.COORDINATOR) && token.claim("person_id").isEmpty() ? account() : caller.personId();
    }

    private UUID account() {
        try {
            return UUID.fromString(caller.subject());
        } catch (IllegalArgumentException e) {
            throw new NotKnown("Your account is not connected to a person; ask your coordinator");
        }
    }
}
