package org.samverka.evaluation.response;

import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.Gender;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.response.Question.About;

/** What a respondent answered. Leads to no person, no assignment and no time. */
record Response(
        UUID id,
        About about,
        UUID respondent,
        @Nullable UUID request,
        @Nullable String targetGroup,
        Gender gender,
        @Nullable String organization,
        int round,
        SortedMap<String, Integer> scores) {

    EvaluationCompleted completed() {
        return new EvaluationCompleted(
                id,
                about.survey(),
                about.program(),
                respondent,
                targetGroup,
                gender,
                organization,
                scores,
                null,
                about.series(),
                about.wave());
    }

    /** The respondent has answered before: fine when this is the same request again. */
    void requireRepetitionOf(@Nullable UUID earlierRequest, boolean sameScores) {
        if (request == null || !request.equals(earlierRequest)) {
            throw new AlreadyAnswered();
        }
        if (!sameScores) {
            throw new IdempotencyKeyReused();
        }
    }

    /** No record's text, and no log's, holds an answer. */
    @Override
    public String toString() {
        return "Response to " + about.survey();
    }

    static final class AlreadyAnswered extends Refused {
        AlreadyAnswered() {
            super("You have answered already; an answer cannot be changed");
        }
    }

    static final class IdempotencyKeyReused extends Refused {
        IdempotencyKeyReused() {
            super("This Idempotency-Key was used for another request; take a new one");
        }
    }
}
