package org.samverka.reporting.notification;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.secret.MasterKey;

/**
 * Where a letter comes back to that cannot be delivered: an address of its own each ({@code bounces+...@}), which nobody
 * can make up. Who got no letter cannot say that it came back.
 */
@Singleton
class ReturnPaths {
    private static final String HMAC = "HmacSHA256";
    private static final int ID_BYTES = 16;
    private static final int PROOF_BYTES = 8;
    private static final Pattern TOKEN = Pattern.compile("\\+([0-9a-f]{48})@");

    private final SecretKeySpec key;
    private final Optional<String> address;

    ReturnPaths(
            MasterKey master, @ConfigProperty(name = "samverka.notification.bounce-address") Optional<String> address) {
        this.key = new SecretKeySpec(master.derive("return path v1"), HMAC);
        this.address = address;
    }

    /** None: letters come back to their sender, and nobody looks. */
    @Nullable
    String of(UUID notification) {
        return address.map(base -> base.replaceFirst("@", "+" + token(notification) + "@"))
                .orElse(null);
    }

    private String token(UUID notification) {
        byte[] id = ByteBuffer.allocate(ID_BYTES)
                .putLong(notification.getMostSignificantBits())
                .putLong(notification.getLeastSignificantBits())
                .array();
        return HexFormat.of().formatHex(id) + HexFormat.of().formatHex(proof(id));
    }

    private byte[] proof(byte[] id) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(id), PROOF_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The notification whose return path is among these recipients; none: there is none of ours. */
    @Nullable
    UUID notification(String recipients) {
        Matcher token = TOKEN.matcher(recipients.toLowerCase(java.util.Locale.ROOT));
        while (token.find()) {
            byte[] bytes = HexFormat.of().parseHex(token.group(1));
            byte[] id = Arrays.copyOf(bytes, ID_BYTES);
            if (MessageDigest.isEqual(proof(id), Arrays.copyOfRange(bytes, ID_BYTES, bytes.length))) {
                ByteBuffer uuid = ByteBuffer.wrap(id);
                return new UUID(uuid.getLong(), uuid.getLong());
            }
        }
        return null;
    }
}
