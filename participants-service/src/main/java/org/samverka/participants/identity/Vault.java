package org.samverka.participants.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Seals what must not lie open in the database (AES-256-GCM), and makes keyed fingerprints that tell only whether two
 * things are the same. What is sealed with a retired key can still be opened.
 */
@ApplicationScoped
public class Vault {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Keys> byId = new LinkedHashMap<>();
    private final Keys current;

    Vault(
            @ConfigProperty(name = "samverka.identity-key") String key,
            @ConfigProperty(name = "samverka.retired-identity-keys") Optional<List<String>> retired) {
        current = Keys.of(key);
        retired.orElse(List.of()).stream().map(Keys::of).forEach(keys -> byId.put(keys.id(), keys));
        byId.put(current.id(), current);
    }

    /** What lies in the database. */
    public record Sealed(String keyId, byte[] bytes) {}

    /** @param fingerprints is copied for each: making one anew costs more than the fingerprint */
    private record Keys(String id, SecretKeySpec encryption, Mac fingerprints) {
        static Keys of(String hex) {
            if (!hex.matches("[0-9a-fA-F]{%d}".formatted(2 * KEY))) {
                throw new IllegalArgumentException(
                        "samverka.identity-key must be %d bytes written in hex".formatted(KEY));
            }
            var master = new SecretKeySpec(HexFormat.of().parseHex(hex), "HmacSHA256");
            return new Keys(
                    HexFormat.of().formatHex(Arrays.copyOf(mac(master).doFinal("id".getBytes(UTF_8)), 4)),
                    new SecretKeySpec(mac(master).doFinal("encryption".getBytes(UTF_8)), "AES"),
                    mac(new SecretKeySpec(mac(master).doFinal("fingerprints".getBytes(UTF_8)), "HmacSHA256")));
        }
    }

    /** @param about what it belongs to: it cannot be opened as something else's */
    public Sealed seal(byte[] plain, String about) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, current, nonce, about);
            return new Sealed(
                    current.id(),
                    ByteBuffer.allocate(NONCE + cipher.getOutputSize(plain.length))
                            .put(nonce)
                            .put(cipher.doFinal(plain))
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Nothing can be sealed", e);
        }
    }

    public byte[] open(Sealed what, String about) {
        Keys keys = byId.get(what.keyId());
        if (keys == null) {
            throw new IllegalStateException("The key " + what.keyId() + " is not among samverka.retired-identity-keys");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, keys, Arrays.copyOf(what.bytes(), NONCE), about)
                    .doFinal(what.bytes(), NONCE, what.bytes().length - NONCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("What was sealed has been changed, or belongs to something else", e);
        }
    }

    private static Cipher cipher(int mode, Keys keys, byte[] nonce, String about) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.encryption(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(about.getBytes(UTF_8));
        return cipher;
    }

    /** The same for the same text under the same key, and for nothing else. */
    public byte[] fingerprint(String text) {
        try {
            return ((Mac) current.fingerprints().clone()).doFinal(text.getBytes(UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    String currentKeyId() {
        return current.id();
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
