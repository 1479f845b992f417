package org.samverka.stack.demo.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Accounts in the realm, of participants and of organizations' contacts; the password is the user's name. */
public final class Accounts {
    private final Api keycloak;

    Accounts(Api keycloak) {
        this.keycloak = keycloak;
    }

    /**
     * An account to be.
     *
     * @param group gives it its role
     * @param claims whose data it may see
     */
    public record Account(
            String user, String given, String family, String email, String group, Map<String, List<String>> claims) {
        /** @param person the person's id in Samverka */
        public static Account ofParticipant(String user, String person, String given, String family, String email) {
            return new Account(user, given, family, email, "participants", Map.of("person_id", List.of(person)));
        }

        /** Of somebody who speaks for an organization. */
        public static Account ofContact(String user, String organization, String program) {
            return new Account(
                    user,
                    "Kim",
                    "Kontakt",
                    user + "@samverka.example",
                    "organization-contacts",
                    Map.of("organizations", List.of(organization), "programs", List.of(program)));
        }

        private Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("username", user);
            body.put("enabled", true);
            body.put("emailVerified", true);
            body.put("firstName", given);
            body.put("lastName", family);
            body.put("email", email);
            body.put("attributes", claims);
            body.put("credentials", List.of(Map.of("type", "password", "value", user, "temporary", false)));
            body.put("groups", List.of("/" + group));
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
