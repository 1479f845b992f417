package org.samverka.sessions.booking;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Idempotency;

/**
 * What somebody asks: a seat for a person, or for several together. It brings the bookings' ids along, so that an attempt
 * that is made again knows what it has committed.
 *
 * @param party none for a single person
 * @param scope whom the caller may book
 */
record SeatRequest(
        List<Wanted> wanted,
        @Nullable UUID party,
        Scope scope,
        Idempotency.@Nullable Key key,
        @Nullable String traceparent) {

    record Wanted(UUID bookingId, UUID personId) {}

    static SeatRequest of(UUID person, Scope scope, Idempotency.@Nullable Key key, @Nullable String traceparent) {
        return new SeatRequest(List.of(new Wanted(UUID.randomUUID(), person)), null, scope, key, traceparent);
    }

    /** A seat for each, or for nobody. */
    static SeatRequest together(
            List<UUID> people, Scope scope, Idempotency.@Nullable Key key, @Nullable String traceparent) {
        List<Wanted> wanted = people.stream()
                .map(person -> new Wanted(UUID.randomUUID(), person))
                .toList();
        return new SeatRequest(wanted, UUID.randomUUID(), scope, key, traceparent);
    }
}
