package org.samverka.evaluation.response;

import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.Gender;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.scoring.Score;

/** What a respondent answered. Leads to no person, no assignment and no time. */
record Response(
        UUID id,
        UUID surveyId,
        String survey,
        String program,
        UUID respondent,
        @Nullable UUID request,
        @Nullable String targetGroup,
        Gender gender,
        @Nullable String organization,
        SortedMap<String, Integer> scores,
        List<Result> results,
        SortedMap<String, Object> answers,
        SortedMap<String, String> texts) {

    /** A score as it is kept: what it was when it was given, whatever becomes of the instrument. */
    record Result(
            String measure,
            @Nullable BigDecimal value,
            @Nullable String band,
            Score.@Nullable Reason indeterminate) {
        static Result of(Score score) {
            return new Result(score.measure(), score.value(), score.bandKey(), score.indeterminate());
        }
    }

    EvaluationCompleted completed() {
        return new EvaluationCompleted(id, survey, program, respondent, targetGroup, gender, organization, scores);
    }

    /** The respondent has answered before: fine when this is the same request again. */
    void requireRepetitionOf(@Nullable UUID earlierRequest, boolean sameAnswers) {
        if (request == null || !request.equals(earlierRequest)) {
            throw new AlreadyAnswered();
        }
        if (!sameAnswers) {
            throw new IdempotencyKeyReused();
        }
    }

    /** No record's text, and no log's, holds an answer. */
    @Override
    public String toString() {
        return "Response to " + survey;
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
