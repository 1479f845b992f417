package org.samverka.evaluation.response;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.Gender;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.response.Question.About;
import org.samverka.evaluation.scoring.Form;
import org.samverka.evaluation.scoring.Score;
import org.samverka.evaluation.scoring.Scoring;

/**
 * What a respondent answered. Leads to no person, no assignment and no time.
 *
 * @param health whether the scores are data about health
 */
record Response(
        UUID id,
        About about,
        UUID respondent,
        @Nullable UUID request,
        @Nullable String targetGroup,
        Gender gender,
        @Nullable String organization,
        int round,
        SortedMap<String, Integer> scores,
        List<Result> results,
        SortedMap<String, Object> answers,
        SortedMap<String, String> texts,
        boolean health) {

    static Response of(
            About about,
            UUID respondent,
            @Nullable UUID request,
            @Nullable String targetGroup,
            Gender gender,
            @Nullable String organization,
            int round,
            Form.Filled filled,
            Form form) {
        return new Response(
                UUID.randomUUID(),
                about,
                respondent,
                request,
                targetGroup,
                gender,
                organization,
                round,
                filled.scores(),
                filled.results().stream().map(Result::of).toList(),
                filled.answers(),
                filled.texts(),
                isHealth(form));
    }

    private static boolean isHealth(Form form) {
        return form instanceof Instrument instrument
                && instrument.scoring() != null
                && instrument.scoring().sensitivity() == Scoring.Sensitivity.health;
    }

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

    /** Of answers about health only what they come to is told, and no answer. */
    EvaluationCompleted completed() {
        return new EvaluationCompleted(
                id,
                about.survey(),
                about.program(),
                respondent,
                targetGroup,
                gender,
                organization,
                health ? Map.of() : scores,
                measures(),
                about.series(),
                about.wave());
    }

    private @Nullable Map<String, BigDecimal> measures() {
        var measures = new TreeMap<String, BigDecimal>();
        for (Result result : results) {
            if (result.value() != null) {
                measures.put(result.measure(), result.value());
            }
        }
        return measures.isEmpty() ? null : measures;
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
