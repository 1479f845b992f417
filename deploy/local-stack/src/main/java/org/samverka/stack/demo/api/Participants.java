package org.samverka.stack.demo.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Participants' accounts in the realm, each connected to a person; the password is the user's name. */
public final class Participants {
    private final Api keycloak;

    Participants(Api keycloak) {
        this.keycloak = keycloak;
    }

    /**
     * An account to be.
     *
     * @param person the person's id in Samverka
     */
    public record Account(String user, String person, String given, String family, String email) {
        private Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("username", user);
            body.put("enabled", true);
            body.put("emailVerified", true);
            body.put("firstName", given);
            body.put("lastName", family);
            body.put("email", email);
            body.put("attributes", Map.of("person_id", List.of(person)));
            body.put("credentials", List.of(Map.of("type", "password", "value", user, "temporary", false)));
            body.put("groups", List.of("/participants"));
            return body;
        }
    }

    /** Says whether it is new: one that exists is left as it is. */
    public boolean open(Account account) {
        return keycloak.post("/users", account.user(), account.body())
                .require(201, 409)
                .is(201);
    }
}
