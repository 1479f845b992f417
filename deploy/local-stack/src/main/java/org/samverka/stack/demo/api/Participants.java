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
        private Map<String, Object> imported() {
            Map<String, Object> user = new LinkedHashMap<>();
            user.put("username", this.user);
            user.put("enabled", true);
            user.put("emailVerified", true);
            user.put("firstName", given);
            user.put("lastName", family);
            user.put("email", email);
            user.put("attributes", Map.of("person_id", List.of(person)));
            user.put("credentials", List.of(Map.of("type", "password", "value", this.user, "temporary", false)));
            user.put("groups", List.of("/participants"));
            return user;
        }
    }

    /** Opens those that do not exist yet, all at once; says how many there are new. */
    public int open(List<Account> accounts) {
        Map<String, Object> users = Map.of(
                "ifResourceExists", "SKIP",
                "users", accounts.stream().map(Account::imported).toList());
        return keycloak.post("/partialImport", "accounts", users)
                .require(200)
                .body()
                .path("added")
                .asInt();
    }
}
