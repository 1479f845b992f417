package org.samverka.contracts.rest;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Who asks, as the token says: roles, own person, and the organizations and programs they may know of. The one place
 * where queries get their scope; what lies outside of it is not known to the caller.
 */
@RequestScoped
public class Caller {
    private final SecurityIdentity identity;
    private final JsonWebToken token;

    Caller(SecurityIdentity identity, JsonWebToken token) {
        this.identity = identity;
        this.token = token;
    }

    public boolean is(String role) {
        return identity.hasRole(role);
    }

    /** Names the caller, never a person: the token's subject. */
    public String subject() {
        return token.getSubject() == null ? identity.getPrincipal().getName() : token.getSubject();
    }

    public UUID personId() {
        try {
            return UUID.fromString(token.<String>claim("person_id").orElse(""));
        } catch (IllegalArgumentException e) {
            throw new NotKnown("Your account is not connected to a person; ask your coordinator");
        }
    }

    /** The programs in the token; a platform administrator is bound to none. */
    public Set<String> programs() {
        return texts("programs");
    }

    public Set<String> organizations() {
        return texts("organizations");
    }

    public boolean seesProgram(String key) {
        return is(Roles.PLATFORM_ADMIN) || programs().contains(key);
    }

    public boolean seesOrganization(String key) {
        return is(Roles.PLATFORM_ADMIN) || organizations().contains(key);
    }

    public void requireProgram(String key) {
        if (!seesProgram(key)) {
            throw new NotKnown("No such program among those assigned to you");
        }
    }

    public void requireOrganization(String key) {
        if (!seesOrganization(key)) {
            throw new NotKnown("No such organization among yours");
        }
    }

    private Set<String> texts(String claim) {
        return token.<Object>claim(claim)
                .filter(JsonArray.class::isInstance)
                .map(JsonArray.class::cast)
                .map(array -> array.getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }
}
