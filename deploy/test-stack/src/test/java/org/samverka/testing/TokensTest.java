package org.samverka.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;

class TokensTest {
    @Test
    void aTokenSaysWhatKeycloaksSay() throws Exception {
        UUID person = UUID.randomUUID();

        JwtClaims claims = checked(Tokens.of("coordinator")
                .programs("heja-halsan", "plus")
                .organizations("olofstrom")
                .person(person)
                .sign());

        assertThat(claims.getClaimValue("realm_access")).isEqualTo(Map.of("roles", List.of("coordinator")));
        assertThat(claims.getStringListClaimValue("programs")).containsExactly("heja-halsan", "plus");
        assertThat(claims.getStringListClaimValue("organizations")).containsExactly("olofstrom");
        assertThat(claims.getStringClaimValue("person_id")).isEqualTo(person.toString());
        assertThat(claims.getStringClaimValue("preferred_username")).isEqualTo("coordinator");
    }

    @Test
    void whatAUserDoesNotHaveIsNoClaim() throws Exception {
        assertThat(checked(Tokens.of("auditor").sign()).getClaimNames())
                .doesNotContain("programs", "organizations", "person_id");
    }

    @Test
    void anExpiredTokenAndOneForOthersAreNotAccepted() {
        assertThatThrownBy(() -> checked(Tokens.of("auditor").expired().sign()))
                .isInstanceOfSatisfying(
                        InvalidJwtException.class,
                        e -> assertThat(e.hasExpired()).isTrue());
        assertThatThrownBy(() -> checked(Tokens.of("auditor").audience("others").sign()))
                .hasMessageContaining("Audience");
    }

    private static JwtClaims checked(String token) throws Exception {
        PublicKey key = KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(
                        Base64.getDecoder().decode(Tokens.config().get("quarkus.oidc.public-key"))));
        return new JwtConsumerBuilder()
                .setExpectedIssuer(Tokens.config().get("quarkus.oidc.token.issuer"))
                .setExpectedAudience("samverka")
                .setVerificationKey(key)
                .setRequireExpirationTime()
                .build()
                .processToClaims(token);
    }
}
