package org.samverka.testing;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;

/** The key pair that signs this JVM's tokens: the application that checks them may be in another class loader. */
public final class TokenKeys implements Supplier<Map<String, String>> {
    private static final Map<String, String> KEYS = generated();

    @Override
    public Map<String, String> get() {
        return KEYS;
    }

    private static Map<String, String> generated() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return Map.of(
                    "private", inBase64(pair.getPrivate().getEncoded()),
                    "public", inBase64(pair.getPublic().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String inBase64(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }
}
