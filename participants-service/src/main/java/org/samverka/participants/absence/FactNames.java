package org.samverka.participants.absence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.samverka.contracts.HrEvent.AbsenceKind;

/** Names employments and episodes for statistics: always the same, and nobody without the key can tell whose they are. */
final class FactNames {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    /** @param key in hex */
    FactNames(String key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(key), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    UUID employment(String ref) {
        return of("employment\n" + ref);
    }

    UUID episode(String employmentRef, AbsenceKind kind, LocalDate from) {
        return of("episode\n" + kind + '\n' + from + '\n' + employmentRef);
    }

    private synchronized UUID of(String name) {
        ByteBuffer digest = ByteBuffer.wrap(mac.doFinal(name.getBytes(UTF_8)));
        return new UUID(digest.getLong(), digest.getLong());
    }
}
