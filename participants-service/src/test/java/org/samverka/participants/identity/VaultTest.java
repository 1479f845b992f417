package org.samverka.participants.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.samverka.participants.identity.Vault.Sealed;

class VaultTest {
    private static final String KEY = "01".repeat(32);
    private static final byte[] PLAIN = "198211059954".getBytes(US_ASCII);

    private final Vault vault = new Vault(KEY, Optional.empty());

    @Test
    void whatWasSealedIsOpenedForTheSameThingOnly() {
        Sealed box = vault.seal(PLAIN, "a");
        assertThat(vault.open(box, "a")).isEqualTo(PLAIN);
        assertThatThrownBy(() -> vault.open(box, "b")).isInstanceOf(IllegalStateException.class);
        box.bytes()[20] ^= 1;
        assertThatThrownBy(() -> vault.open(box, "a")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theSameIsNeverSealedAlikeAndHasOneFingerprint() {
        assertThat(vault.seal(PLAIN, "a").bytes())
                .isNotEqualTo(vault.seal(PLAIN, "a").bytes());
        assertThat(vault.fingerprint("x")).isEqualTo(vault.fingerprint("x")).isNotEqualTo(vault.fingerprint("y"));
        assertThat(new Vault("02".repeat(32), Optional.empty()).fingerprint("x"))
                .isNotEqualTo(vault.fingerprint("x"));
    }

    @Test
    void aRetiredKeyStillOpensAndAnUnknownOneDoesNot() {
        Sealed box = vault.seal(PLAIN, "a");
        assertThat(new Vault("02".repeat(32), Optional.of(List.of(KEY))).open(box, "a"))
                .isEqualTo(PLAIN);
        assertThatThrownBy(() -> new Vault("02".repeat(32), Optional.empty()).open(box, "a"))
                .hasMessageContaining("retired-identity-keys");
    }

    @Test
    void aKeyOfAnotherLengthIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> new Vault("abcd", Optional.empty()))
                .hasMessageContaining("samverka.identity-key")
                .hasMessageNotContaining("abcd");
    }
}
