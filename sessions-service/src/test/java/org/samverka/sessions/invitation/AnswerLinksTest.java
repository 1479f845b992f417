package org.samverka.sessions.invitation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.invitation.AnswerLinks.LinkNotValid;

class AnswerLinksTest {
    private static final String KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static final Instant TOMORROW = Instant.now().plusSeconds(86_400);

    private final AnswerLinks links = new AnswerLinks(KEY);
    private final UUID invitation = UUID.randomUUID();

    @Test
    void aTokenOpensItsInvitationAndNamesNothingElse() {
        String token = links.token(invitation, TOMORROW);

        assertThat(links.open(token)).isEqualTo(invitation);
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8);
        assertThat(claims).contains(invitation.toString()).doesNotContain("person");
    }

    @Test
    void anExpiredOneOpensNothing() {
        assertRefused(links.token(invitation, Instant.now().minusSeconds(3600)));
    }

    @Test
    void oneWithAnotherKeyForAnotherPurposeFromElsewhereOrUnsignedOpensNothing() {
        assertRefused(new AnswerLinks(KEY.replace('0', '1')).token(invitation, TOMORROW));
        assertRefused(signed("samverka", "samverka:sessions"));
        assertRefused(signed("samverka:invitation", "elsewhere"));
        String token = links.token(invitation, TOMORROW);
        assertRefused("eyJhbGciOiJub25lIn0." + token.split("\\.", -1)[1] + ".");
        assertRefused(token.substring(0, token.length() - 4));
        assertRefused("");
        assertRefused("x".repeat(100_000));
    }

    @Test
    void aKeyThatIsNoneIsRefusedWithoutBeingRepeated() {
        assertThatThrownBy(() -> new AnswerLinks("secret"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("secret")
                .hasMessageContaining("samverka.invitation-key");
    }

    private String signed(String audience, String issuer) {
        SecretKey key = new SecretKeySpec(java.util.HexFormat.of().parseHex(KEY), "HmacSHA256");
        return Jwt.issuer(issuer)
                .audience(audience)
                .subject(invitation.toString())
                .expiresAt(TOMORROW)
                .jws()
                .algorithm(SignatureAlgorithm.HS256)
                .sign(key);
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> links.open(token)).isInstanceOf(LinkNotValid.class);
    }
}
