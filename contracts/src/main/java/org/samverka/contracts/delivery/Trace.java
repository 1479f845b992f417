package org.samverka.contracts.delivery;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The W3C trace context that a request or an event arrived with, carried on to what it causes. */
public final class Trace {
    public static final String HEADER = "traceparent";

    private static final Pattern TRACEPARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private Trace() {}

    /** The trace of the current request or event; none outside of one. */
    public static @Nullable String current() {
        return onDuplicatedContext() ? ContextLocals.<String>get(HEADER).orElse(null) : null;
    }

    public static void enter(@Nullable String traceparent) {
        if (traceparent != null && onDuplicatedContext()) {
            ContextLocals.put(HEADER, traceparent);
        }
    }

    /** The header where it is well-formed, a new trace where not. */
    public static String continued(@Nullable String header) {
        String valid = header == null ? null : valid(header);
        return valid != null ? valid : "00-" + random(16) + "-" + random(8) + "-01";
    }

    static @Nullable String valid(String header) {
        return TRACEPARENT.matcher(header).matches() ? header : null;
    }

    private static String random(int bytes) {
        byte[] id = new byte[bytes];
        RANDOM.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private static boolean onDuplicatedContext() {
        return VertxContext.isOnDuplicatedContext();
    }
}
