package org.samverka.contracts.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Event;

/**
 * An event as it arrived. {@code source} and {@code id} name it for good; {@code time} and {@code sequence} (compared as
 * text) order states of one thing.
 */
public record Received<E extends Event>(
        E event,
        String key,
        String source,
        String id,
        Instant time,
        String sequence,
        @Nullable String traceparent) {}
