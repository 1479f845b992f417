package org.samverka.reporting.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The service's own secret, from which others follow, each for one purpose: none of them is kept, and none tells another. */
@Singleton
public class MasterKey {
    private static final String HMAC = "HmacSHA256";
    private static final int BYTES = 32;

    private final SecretKeySpec secret;

    public MasterKey(@ConfigProperty(name = "samverka.notification-key") String secret) {
        this.secret = new SecretKeySpec(bytes(secret), HMAC);
    }

    private static byte[] bytes(String secret) {
        byte[] bytes;
        try {
            bytes = secret.length() == 2 * BYTES
                    ? HexFormat.of().parseHex(secret)
                    : Base64.getDecoder().decode(secret);
        } catch (IllegalArgumentException e) {
            throw unusable();
        }
        if (bytes.length != BYTES) {
            throw unusable();
        }
        return bytes;
    }

    /** Never quotes the secret. */
    private static IllegalArgumentException unusable() {
        return new IllegalArgumentException(
                "samverka.notification-key (SAMVERKA_NOTIFICATION_KEY) must be 32 bytes in hex or Base64; openssl rand -hex 32");
    }

    /** 32 bytes, always the same for the same purpose. */
    public byte[] derive(String purpose) {
        return mac(secret, purpose.getBytes(UTF_8));
    }

    private static byte[] mac(SecretKeySpec key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
