package org.samverka.evaluation.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.evaluation.link.Links.Invited;
import org.samverka.evaluation.link.Links.LinkNotValid;

class LinksTest {
    private static final String SECRET = "6c6f63616c2d6f6e6c792d7375727665792d6b65792d6f662d33322d62797465";
    private static final Instant NOW = Instant.parse("2018-03-01T12:00:00Z");
    private static final Instant TOMORROW = NOW.plusSeconds(86_400);

    private final Invited invited = new Invited(UUID.randomUUID(), UUID.randomUUID());

    private static Links links(String secret, Instant now) {
        return new Links(secret, "https://portal.example", Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void aLinkLeadsToTheAssignmentAndPersonItWasMadeFor() {
        Links links = links(SECRET, NOW);

        assertThat(links.open(links.token(invited, TOMORROW))).isEqualTo(invited);
    }

    @Test
    void itSaysNothingToWhoeverReadsIt() {
        Links links = links(SECRET, NOW);
        byte[] token = Base64.getUrlDecoder().decode(links.token(invited, TOMORROW));

        assertThat(new String(token, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(invited.person().toString().substring(0, 8));
        assertThat(links.token(invited, TOMORROW)).isNotEqualTo(links.token(invited, TOMORROW));
    }

    @Test
    void theTokenIsBehindTheHashWhichNoServerSees() {
        assertThat(links(SECRET, NOW).address(invited, TOMORROW)).matches("https://portal\\.example/answer#[\\w-]{92}");
    }

    @Test
    void itsTimeEnds() {
        String token = links(SECRET, NOW).token(invited, TOMORROW);

        assertThat(links(SECRET, TOMORROW.minusSeconds(1)).open(token)).isEqualTo(invited);
        assertThatThrownBy(() -> links(SECRET, TOMORROW).open(token)).isInstanceOf(LinkNotValid.class);
    }

    @Test
    void noBitOfItCanBeChanged() {
        Links links = links(SECRET, NOW);
        byte[] token = Base64.getUrlDecoder().decode(links.token(invited, TOMORROW));
        for (int i = 0; i < token.length; i++) {
            byte[] changed = token.clone();
            changed[i] ^= 1;
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            assertThatThrownBy(() -> links.open(text)).isInstanceOf(LinkNotValid.class);
        }
    }

    @Test
    void anotherSecretsLinkIsNone() {
        String token = links(SECRET.replace('6', '7'), NOW).token(invited, TOMORROW);

        assertThatThrownBy(() -> links(SECRET, NOW).open(token)).isInstanceOf(LinkNotValid.class);
    }

    @Test
    void whatIsNoTokenAtAllIsRefusedLikewise() {
        for (String text : new String[] {"", "a", "%%%", "AAAA".repeat(23)}) {
            assertThatThrownBy(() -> links(SECRET, NOW).open(text)).isInstanceOf(LinkNotValid.class);
        }
    }
}
