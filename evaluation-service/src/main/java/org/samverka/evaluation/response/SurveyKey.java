package org.samverka.evaluation.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One survey's secret. It makes a person the respondent that they are in this survey and in no other, and nobody
 * without it can tell which one.
 */
final class SurveyKey {
    static final int BYTES = 32;

    private static final String HMAC = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;

    SurveyKey(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("A survey's key has %d bytes".formatted(BYTES));
        }
        this.secret = secret.clone();
    }

    static SurveyKey random() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new SurveyKey(secret);
    }

    byte[] secret() {
        return secret.clone();
    }

    UUID respondent(UUID person) {
        return digest("person", person.toString());
    }

    /** Recognizes a request that is sent again, without keeping who sent it. */
    UUID request(String caller, String idempotencyKey) {
        return digest("request", caller + '\n' + idempotencyKey);
    }

    /** The first 122 bits of the HMAC, as a UUID of version 8. */
    private UUID digest(String purpose, String text) {
        try {
            Mac hmac = Mac.getInstance(HMAC);
            hmac.init(new SecretKeySpec(secret, HMAC));
            ByteBuffer bits = ByteBuffer.wrap(hmac.doFinal((purpose + '\n' + text).getBytes(UTF_8)));
            long high = bits.getLong() & 0xffff_ffff_ffff_0fffL | 0x8000L;
            long low = bits.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
            return new UUID(high, low);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
