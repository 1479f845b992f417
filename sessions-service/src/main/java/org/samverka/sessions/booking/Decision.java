package org.samverka.sessions.booking;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.Idempotency.Answer;

/** What a request came to: an answer, with the booking where it is new, or why there is none. */
record Decision(
        SeatRequest request,
        @Nullable Booking made,
        @Nullable Answer answer,
        @Nullable DomainException refusal) {

    static Decision made(SeatRequest request, Booking booking, Answer answer) {
        return new Decision(request, booking, answer, null);
    }

    /** Nothing new: the answer was given before, or should have been. */
    static Decision repeated(SeatRequest request, Answer answer) {
        return new Decision(request, null, answer, null);
    }

    static Decision refused(SeatRequest request, DomainException refusal) {
        return new Decision(request, null, null, refusal);
    }

    Answer orThrow() {
        if (refusal != null) {
            throw refusal;
        }
        return Objects.requireNonNull(answer);
    }
}
