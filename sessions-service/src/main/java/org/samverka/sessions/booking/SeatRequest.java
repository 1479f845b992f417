package org.samverka.sessions.booking;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Idempotency;

/**
 * What somebody asks: a seat for a person. It brings the booking's id along, so that an attempt that is made again knows
 * what it has committed.
 *
 * @param scope whom the caller may book
 */
record SeatRequest(
        UUID bookingId,
        UUID personId,
        Scope scope,
        Idempotency.@Nullable Key key,
        @Nullable String traceparent) {}
