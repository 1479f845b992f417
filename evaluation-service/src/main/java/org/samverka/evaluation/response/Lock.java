package org.samverka.evaluation.response;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Locks the surveys' keys with the service's own secret (AES-256-GCM), each to its survey: what the database holds
 * opens nothing without the secret, and no other survey with it.
 */
final class Lock {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec secret;

    private Lock(byte[] secret) {
        this.secret = new SecretKeySpec(secret, "AES");
    }

    /** @param secret 32 bytes in hex or Base64 */
    static Lock with(String secret) {
        byte[] bytes;
        try {
            bytes = secret.length() == 2 * SurveyKey.BYTES
                    ? HexFormat.of().parseHex(secret)
                    : Base64.getDecoder().decode(secret);
        } catch (IllegalArgumentException e) {
            throw unusable();
        }
        if (bytes.length != SurveyKey.BYTES) {
            throw unusable();
        }
        return new Lock(bytes);
    }

    /** Never quotes the secret. */
    private static IllegalArgumentException unusable() {
        return new IllegalArgumentException(
                "samverka.survey-key (SAMVERKA_SURVEY_KEY) must be 32 bytes in hex or Base64; openssl rand -hex 32");
    }

    String lock(UUID survey, SurveyKey key) {
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        try {
            byte[] locked = cipher(Cipher.ENCRYPT_MODE, survey, iv).doFinal(key.secret());
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(IV_BYTES + locked.length)
                            .put(iv)
                            .put(locked)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SurveyKey unlock(UUID survey, String locked) {
        byte[] bytes = Base64.getDecoder().decode(locked);
        try {
            return new SurveyKey(
                    cipher(Cipher.DECRYPT_MODE, survey, bytes).doFinal(bytes, IV_BYTES, bytes.length - IV_BYTES));
        } catch (AEADBadTagException e) {
            throw new IllegalStateException(
                    "The key of survey %s was locked with another SAMVERKA_SURVEY_KEY".formatted(survey), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cipher cipher(int mode, UUID survey, byte[] startingWithIv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, startingWithIv, 0, IV_BYTES));
        cipher.updateAAD(ByteBuffer.allocate(16)
                .putLong(survey.getMostSignificantBits())
                .putLong(survey.getLeastSignificantBits())
                .array());
        return cipher;
    }
}
