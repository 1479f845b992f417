package org.samverka.evaluation.link;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.samverka.contracts.rest.NotKnown;

/**
 * Personal links by which somebody answers one assignment without signing in: sealed (AES-256-GCM), so that nobody can
 * make or change one, or read who it is for; for that purpose alone; until a time. Nothing is stored about them.
 */
@Singleton
public class Links {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String HMAC = "HmacSHA256";
    private static final byte[] PURPOSE = "samverka link v1: answer".getBytes(US_ASCII);
    private static final byte VERSION = 1;
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int SEALED_BYTES = 16 + 16 + 8;
    private static final int BYTES = 1 + IV_BYTES + SEALED_BYTES + TAG_BITS / 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final String portal;
    private final Clock clock;

    Links(
            @ConfigProperty(name = "samverka.survey-key") String secret,
            @ConfigProperty(name = "samverka.portal-url", defaultValue = "http://localhost:8080") String portal,
            Clock clock) {
        this.key = key(secret);
        this.portal = portal;
        this.clock = clock;
    }

    /** Whose answer a link takes, and to what. */
    public record Invited(UUID assignment, UUID person) {}

    /** A key of its own, so that no link says anything about the surveys' keys. */
    private static SecretKeySpec key(String secret) {
        try {
            Mac hmac = Mac.getInstance(HMAC);
            hmac.init(new SecretKeySpec(secret.getBytes(US_ASCII), HMAC));
            return new SecretKeySpec(hmac.doFinal(PURPOSE), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The address to send to the person: the token is behind the #, which no server and no log sees. */
    public String address(Invited invited, Instant until) {
        return portal + "/answer#" + token(invited, until);
    }

    public String token(Invited invited, Instant until) {
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        ByteBuffer content = ByteBuffer.allocate(SEALED_BYTES);
        put(content, invited.assignment());
        put(content, invited.person());
        content.putLong(until.getEpochSecond());
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(BYTES)
                            .put(VERSION)
                            .put(iv)
                            .put(cipher(Cipher.ENCRYPT_MODE, iv).doFinal(content.array()))
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws LinkNotValid whatever is wrong with it */
    public Invited open(String token) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
            if (bytes.remaining() != BYTES || bytes.get() != VERSION) {
                throw new LinkNotValid();
            }
            byte[] iv = new byte[IV_BYTES];
            bytes.get(iv);
            byte[] sealed = new byte[bytes.remaining()];
            bytes.get(sealed);
            ByteBuffer content = ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, iv).doFinal(sealed));
            var invited = new Invited(uuid(content), uuid(content));
            if (!clock.instant().isBefore(Instant.ofEpochSecond(content.getLong()))) {
                throw new LinkNotValid();
            }
            return invited;
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new LinkNotValid();
        }
    }

    private Cipher cipher(int mode, byte[] iv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(PURPOSE);
        return cipher;
    }

    private static void put(ByteBuffer bytes, UUID id) {
        bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /** Says nothing about what it was for. */
    static final class LinkNotValid extends NotKnown {
        LinkNotValid() {
            super("The link is not whole, or its time is over; sign in instead, or wait for the next reminder");
        }
    }
}
