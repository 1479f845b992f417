package org.samverka.participants.person;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Gives each person the one name by which statistics know them; only who holds the key can tell whose it is. */
final class Pseudonyms {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST_KEY = 32;

    /** Copied for each: making one anew costs as much as using it. */
    private final Mac keyed;

    /** @param key at least 32 bytes in hex */
    Pseudonyms(String key) {
        if (!key.matches("([0-9a-fA-F]{2}){%d,}".formatted(SHORTEST_KEY))) {
            throw new IllegalArgumentException(
                    "samverka.pseudonym-key must be at least %d bytes written in hex".formatted(SHORTEST_KEY));
        }
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(HexFormat.of().parseHex(key), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    UUID of(UUID person) {
        try {
            Mac mac = (Mac) keyed.clone();
            ByteBuffer digest = ByteBuffer.wrap(mac.doFinal(ByteBuffer.allocate(16)
                    .putLong(person.getMostSignificantBits())
                    .putLong(person.getLeastSignificantBits())
                    .array()));
            return new UUID(digest.getLong(), digest.getLong());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
