package org.samverka.reporting.notification;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.reporting.secret.MasterKey;

/**
 * Links by which somebody ends one kind of letter without signing in (RFC 8058): sealed (AES-256-GCM), so that nobody can
 * make one or read whose it is; for nothing else, and for good.
 */
@Singleton
class Unsubscribing {
    static final String PATH = "/api/v1/unsubscriptions/";

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final String self;
    private final String portal;

    Unsubscribing(
            MasterKey master,
            @ConfigProperty(name = "samverka.public-url") String self,
            @ConfigProperty(name = "samverka.portal-url") String portal) {
        this.key = new SecretKeySpec(master.derive("unsubscribe v1"), "AES");
        this.self = self;
        this.portal = portal;
    }

    record Wish(UUID person, Kind kind) {}

    /** For mail programs, which post to it. */
    String address(UUID person, Kind kind) {
        return self + PATH + token(person, kind);
    }

    /** For people; behind the number sign, so that no server on the way sees it. */
    String page(UUID person, Kind kind) {
        return portal + "/unsubscribe#" + token(person, kind);
    }

    private String token(UUID person, Kind kind) {
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        byte[] name = kind.key().getBytes(US_ASCII);
        byte[] content = ByteBuffer.allocate(ID_BYTES + name.length)
                .putLong(person.getMostSignificantBits())
                .putLong(person.getLeastSignificantBits())
                .put(name)
                .array();
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv).doFinal(content);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(IV_BYTES + sealed.length)
                            .put(iv)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws LinkNotValid whatever is wrong with it */
    Wish open(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (bytes.length <= IV_BYTES) {
                throw new LinkNotValid();
            }
            byte[] iv = java.util.Arrays.copyOf(bytes, IV_BYTES);
            ByteBuffer content =
                    ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, iv).doFinal(bytes, IV_BYTES, bytes.length - IV_BYTES));
            var person = new UUID(content.getLong(), content.getLong());
            return new Wish(person, Kind.of(US_ASCII.decode(content).toString()));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new LinkNotValid();
        }
    }

    private Cipher cipher(int mode, byte[] iv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
        return cipher;
    }

    static final class LinkNotValid extends NotKnown {
        LinkNotValid() {
            super("The link is not whole; copy it again, or sign in and choose what you want mail about");
        }
    }
}
