package org.samverka.participants.hr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.samverka.contracts.delivery.Received;

/**
 * Ranks an event among others about the same thing by its time, then its sequence, then its name; equal for nothing but
 * the event itself. It comes from the event alone, never from its arrival, and is compared as text.
 */
final class Stamp {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Stamp() {}

    static String of(Received<?> event) {
        return TIME.format(event.time())
                + ' '
                + event.sequence()
                + ' '
                + HexFormat.of().toHexDigits(name(event));
    }

    private static long name(Received<?> event) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((event.source() + '\n' + event.id()).getBytes(UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
