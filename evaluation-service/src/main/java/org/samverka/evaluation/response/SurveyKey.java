package org.samverka.evaluation.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One survey's secret, or that of a series of them. It makes a person the respondent that they are in this survey and in
 * no other, and nobody without it can tell which one.
 */
public final class SurveyKey {
    static final int BYTES = 32;

    private static final String HMAC = "HmacSHA256";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
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

    public UUID respondent(UUID person) {
        return digest("person", person.toString());
    }

    UUID respondent(String organization) {
        return digest("organization", organization);
    }

    UUID respondent(Asked asked) {
        return asked.person() != null
                ? respondent(asked.person())
                : respondent(Objects.requireNonNull(asked.organization()));
    }

    /** Another name of the person, for those who are told of screenings: it does not lead to the respondent. */
    public UUID subject(UUID person) {
        return digest("subject", person.toString());
    }

    /** The person, to be found again by whoever has the key. */
    public String seal(UUID person) {
        return Base64.getEncoder()
                .encodeToString(seal(ByteBuffer.allocate(16)
                        .putLong(person.getMostSignificantBits())
                        .putLong(person.getLeastSignificantBits())
                        .array()));
    }

    public UUID open(String sealed) {
        ByteBuffer person = ByteBuffer.wrap(open(Base64.getDecoder().decode(sealed)));
        return new UUID(person.getLong(), person.getLong());
    }

    public byte[] seal(byte[] content) {
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv, content);
        return ByteBuffer.allocate(IV_BYTES + sealed.length).put(iv).put(sealed).array();
    }

    public byte[] open(byte[] sealed) {
        return cipher(
                Cipher.DECRYPT_MODE,
                Arrays.copyOf(sealed, IV_BYTES),
                Arrays.copyOfRange(sealed, IV_BYTES, sealed.length));
    }

    private byte[] cipher(int mode, byte[] iv, byte[] content) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, new SecretKeySpec(hmac("seal"), "AES"), new GCMParameterSpec(TAG_BITS, iv));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Recognizes a request that is sent again, without keeping who sent it. */
    UUID request(String caller, String idempotencyKey) {
        return digest("request", caller + '\n' + idempotencyKey);
    }

    /** The first 122 bits of the HMAC, as a UUID of version 8. */
    private UUID digest(String purpose, String text) {
        ByteBuffer bits = ByteBuffer.wrap(hmac(purpose + '\n' + text));
        long high = bits.getLong() & 0xffff_ffff_ffff_0fffL | 0x8000L;
        long low = bits.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private byte[] hmac(String text) {
        try {
            Mac hmac = Mac.getInstance(HMAC);
            hmac.init(new SecretKeySpec(secret, HMAC));
            return hmac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
