package org.samverka.evaluation.response;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.EvaluationEvent.Sensitivity;
import org.samverka.contracts.Gender;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.response.Question.About;
import org.samverka.evaluation.scoring.Form;
import org.samverka.evaluation.scoring.Score;
import org.samverka.evaluation.scoring.Scoring;

/**
 * What a respondent answered. Leads to no person, no assignment and no time.
 *
 * @param to what was answered
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
        To to) {

    /** An instrument or questionnaire, in the version that was answered. */
    record To(String form, int version, Sensitivity sensitivity) {
        static To of(Form form) {
            Scoring scoring = form.scoring();
            return new To(
                    form.key(),
                    form.version(),
                    scoring != null && scoring.sensitivity() == Scoring.Sensitivity.health
                            ? Sensitivity.health
                            : Sensitivity.ordinary);
        }
    }

    /** @param id random */
    static Response of(
            UUID id,
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
                id,
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
                To.of(form));
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
                to.sensitivity() == Sensitivity.health ? Map.of() : scores,
                measures(),
                about.series(),
                about.wave(),
                to.form(),
                to.version(),
                to.sensitivity(),
                bands());
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

    private @Nullable Map<String, String> bands() {
        var bands = new TreeMap<String, String>();
        for (Result result : results) {
            if (result.band() != null) {
                bands.put(result.measure(), result.band());
            }
        }
        return bands.isEmpty() ? null : bands;
    }

    /** Why it is none, where the respondent has answered before; null when this is the same request again. */
    @Nullable
    Refused refusal(@Nullable UUID earlierRequest, boolean sameAnswers) {
        if (request == null || !request.equals(earlierRequest)) {
            return new AlreadyAnswered();
        }
        return sameAnswers ? null : new IdempotencyKeyReused();
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
