package org.samverka.sessions.booking;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.Idempotency.Answer;

/** What a request came to: an answer, with the bookings where they are new, or why there are none. */
record Decision(
        SeatRequest request,
        List<Booking> made,
        @Nullable Answer answer,
        @Nullable DomainException refusal) {

    static Decision made(SeatRequest request, List<Booking> bookings, Answer answer) {
        return new Decision(request, bookings, answer, null);
    }

    /** Nothing new: the answer was given before, or should have been. */
    static Decision repeated(SeatRequest request, Answer answer) {
        return new Decision(request, List.of(), answer, null);
    }

    static Decision refused(SeatRequest request, DomainException refusal) {
        return new Decision(request, List.of(), null, refusal);
    }

    Answer orThrow() {
        if (refusal != null) {
            throw refusal;
        }
        return Objects.requireNonNull(answer);
    }
}
