package org.samverka.participants.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class PseudonymsTest {
    private static final String KEY = "00".repeat(32);
    private static final UUID PERSON = UUID.fromString("00000000-0000-0000-0000-000000000001");

    /** echo -n 00000000000000000000000000000001 | xxd -r -p | openssl dgst -sha256 -mac hmac -macopt hexkey:00...00 */
    @Test
    void aPseudonymIsTheBeginningOfTheKeyedDigestOfThePersonsId() {
        assertThat(new Pseudonyms(KEY).of(PERSON)).hasToString("2a354913-daa8-d8d2-d7eb-d8059672c7bd");
    }

    @Test
    void withAnotherKeyThePersonHasAnotherName() {
        assertThat(new Pseudonyms("01".repeat(32)).of(PERSON)).isNotEqualTo(new Pseudonyms(KEY).of(PERSON));
    }

    @Test
    void aKeyThatIsTooShortOrNotHexIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> new Pseudonyms("abcd")).hasMessageContaining("samverka.pseudonym-key");
        assertThatThrownBy(() -> new Pseudonyms("secret"))
                .hasMessageContaining("samverka.pseudonym-key")
                .hasMessageNotContaining("secret");
    }
}
