package org.samverka.reporting.notification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.jspecify.annotations.Nullable;

/**
 * What a mail server says of a letter that it could not deliver (RFC 3464).
 *
 * @param recipients the return paths that it came to, as its header has them
 * @param status an enhanced status code (RFC 3463) of a letter that was given up; none: it was not
 */
record Bounce(String recipients, @Nullable String status) {
    private static final int MOST = 64 * 1024;
    private static final Set<String> RECIPIENTS = Set.of("to", "delivered-to", "x-original-to", "envelope-to");
    private static final Pattern FIELD = Pattern.compile("(?im)^(action|status)[ \t]*:[ \t]*([^\\s;(]+)");
    private static final Pattern CODE = Pattern.compile("[245]\\.[0-9]{1,3}\\.[0-9]{1,3}");

    /** @throws IOException if it is no message */
    static Bounce read(byte[] message) throws IOException {
        var recipients = new StringBuilder();
        String status = null;
        var tokens = new MimeTokenStream(MimeConfig.custom()
                .setMaxHeaderCount(1000)
                .setMaxLineLen(10_000)
                .build());
        tokens.parse(new ByteArrayInputStream(message));
        try {
            int depth = 0;
            for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
                if (state == EntityState.T_START_MULTIPART || state == EntityState.T_START_MESSAGE) {
                    depth++;
                } else if (state == EntityState.T_END_MULTIPART || state == EntityState.T_END_MESSAGE) {
                    depth--;
                } else if (state == EntityState.T_FIELD && depth <= 1 && isRecipient(tokens.getField())) {
                    recipients.append(tokens.getField().getBody()).append(' ');
                } else if (state == EntityState.T_BODY && isReport(tokens) && status == null) {
                    status = statusOfFailure(text(tokens));
                }
            }
        } catch (MimeException e) {
            throw new IOException(e);
        }
        return new Bounce(recipients.toString(), status);
    }

    private static boolean isRecipient(Field field) {
        return RECIPIENTS.contains(field.getName().toLowerCase(Locale.ROOT));
    }

    private static boolean isReport(MimeTokenStream tokens) {
        return Objects.toString(tokens.getBodyDescriptor().getMimeType(), "")
                .equalsIgnoreCase("message/delivery-status");
    }

    private static String text(MimeTokenStream tokens) throws IOException {
        try (InputStream body = tokens.getDecodedInputStream()) {
            return new String(body.readNBytes(MOST), ISO_8859_1);
        }
    }

    /** Of the recipient whose letter was given up: delays and successes are none of our business. */
    private static @Nullable String statusOfFailure(String report) {
        for (String recipient : report.split("\r?\n[ \t]*\r?\n")) {
            String action = "";
            String status = "";
            Matcher field = FIELD.matcher(recipient);
            while (field.find()) {
                if (field.group(1).equalsIgnoreCase("action")) {
                    action = field.group(2).toLowerCase(Locale.ROOT);
                } else {
                    status = field.group(2);
                }
            }
            if (action.equals("failed")) {
                return CODE.matcher(status).matches() ? status : "5.0.0";
            }
        }
        return null;
    }

    boolean isFailure() {
        return status != null;
    }

    /** Whether no letter will ever reach the address: it or its host is none, or takes nothing any more. */
    boolean isAddressDead() {
        return status != null && status.matches("5\\.1\\.[0-9]+|5\\.2\\.1|5\\.4\\.4|5\\.0\\.0");
    }
}
