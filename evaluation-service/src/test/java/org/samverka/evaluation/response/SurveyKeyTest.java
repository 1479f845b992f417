package org.samverka.evaluation.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurveyKeyTest {
    private static final String SECRET = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private final UUID survey = UUID.randomUUID();
    private final UUID person = UUID.randomUUID();
    private final SurveyKey key = SurveyKey.random();

    @Test
    void aPersonIsTheSameRespondentInASurveyAndAnotherInTheNext() {
        assertThat(key.respondent(person))
                .isEqualTo(new SurveyKey(key.secret()).respondent(person))
                .isNotEqualTo(SurveyKey.random().respondent(person))
                .isNotEqualTo(key.respondent(UUID.randomUUID()))
                .isNotEqualTo(person);
    }

    /** Computed apart, with Python's hmac: a change would make strangers of everybody who has answered. */
    @Test
    void theRespondentIsTheHmacOfThePerson() {
        SurveyKey known = new SurveyKey(HexFormat.of().parseHex(SECRET));

        assertThat(known.respondent(UUID.fromString("3f1f5b1e-6f0a-4c55-9c2c-0d5a4d8f7a11")))
                .isEqualTo(UUID.fromString("84322966-8fd1-8cf7-8ad0-05f0c51769d7"));
    }

    @Test
    void aRequestIsNoRespondent() {
        String text = person.toString();

        assertThat(key.request(text, "a")).isNotEqualTo(key.request(text, "b")).isNotEqualTo(key.respondent(person));
    }

    @Test
    void aLockedKeyIsUnlockedWithTheSameSecretOnly() {
        Lock lock = Lock.with(SECRET);
        String locked = lock.lock(survey, key);

        assertThat(Lock.with(SECRET).unlock(survey, locked).secret()).isEqualTo(key.secret());
        assertThat(lock.lock(survey, key)).isNotEqualTo(locked);
        assertThatThrownBy(() -> Lock.with(SECRET.replace('0', '1')).unlock(survey, locked))
                .hasMessageContaining(survey.toString())
                .hasMessageContaining("SAMVERKA_SURVEY_KEY");
    }

    @Test
    void aLockedKeyOpensNoOtherSurvey() {
        Lock lock = Lock.with(SECRET);
        String locked = lock.lock(survey, key);

        assertThatThrownBy(() -> lock.unlock(UUID.randomUUID(), locked)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theSecretMayBeHexOrBase64() {
        String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(SECRET));

        assertThat(Lock.with(base64)
                        .unlock(survey, Lock.with(SECRET).lock(survey, key))
                        .secret())
                .isEqualTo(key.secret());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "changeme",
                "00112233445566778899aabbccddeeff",
                "zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
            })
    void aSecretOfAnotherSizeStopsTheServiceAndIsNotQuoted(String secret) {
        assertThatThrownBy(() -> Lock.with(secret))
                .hasMessageContaining("32 bytes")
                .satisfies(e -> assertThat(secret.isEmpty() || !e.toString().contains(secret))
                        .isTrue());
    }
}
