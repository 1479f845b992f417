package org.samverka.testing;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An access token as the realm {@code samverka} issues them, which the service's own OIDC filter accepts:
 * {@code Tokens.of("coordinator").programs("heja-halsan").sign()}.
 */
public final class Tokens {
    /** Every role of the realm. */
    public static final List<String> ROLES = List.of(
            "platform-admin",
            "coordinator",
            "supplier",
            "organization-contact",
            "manager",
            "participant",
            "occupational-health",
            "analyst",
            "hr-partner",
            "auditor");

    static final String ISSUER = "https://tokens.test/realms/samverka";

    private final List<String> roles;
    private List<String> programs = List.of();
    private List<String> organizations = List.of();
    private @Nullable UUID person;
    private String audience = "samverka";
    private Duration valid = Duration.ofHours(1);

    private Tokens(List<String> roles) {
        this.roles = roles;
    }

    /** The configuration with which a service checks these tokens instead of Keycloak's. */
    static Map<String, String> config() {
        return Map.of(
                "quarkus.oidc.public-key",
                key("public"),
                "quarkus.oidc.token.issuer",
                ISSUER,
                // Empty is unset, and only then is the public key asked.
                "quarkus.oidc.auth-server-url",
                "");
    }

    /** A token with these realm roles. */
    public static Tokens of(String... roles) {
        return new Tokens(List.of(roles));
    }

    public Tokens programs(String... keys) {
        programs = List.of(keys);
        return this;
    }

    public Tokens organizations(String... keys) {
        organizations = List.of(keys);
        return this;
    }

    public Tokens person(UUID personId) {
        person = personId;
        return this;
    }

    /** For another audience than the platform. */
    public Tokens audience(String other) {
        audience = other;
        return this;
    }

    /** One that has already expired. */
    public Tokens expired() {
        valid = Duration.ofHours(-1);
        return this;
    }

    /** The compact form, for {@code Authorization: Bearer}. */
    public String sign() {
        JwtClaimsBuilder claims = Jwt.issuer(ISSUER)
                .audience(audience)
                .subject(Objects.requireNonNullElseGet(person, UUID::randomUUID).toString())
                .preferredUserName(roles.isEmpty() ? "nobody" : roles.get(0))
                .claim("realm_access", Map.of("roles", roles))
                .expiresAt(Instant.now().plus(valid));
        if (!programs.isEmpty()) {
            claims.claim("programs", programs);
        }
        if (!organizations.isEmpty()) {
            claims.claim("organizations", organizations);
        }
        if (person != null) {
            claims.claim("person_id", person.toString());
        }
        return claims.sign(privateKey());
    }

    private static PrivateKey privateKey() {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key("private"))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String key(String which) {
        return Objects.requireNonNull(OncePerJvm.ask(TokenKeys.class).get(which));
    }
}
