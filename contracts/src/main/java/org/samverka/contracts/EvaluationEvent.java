package org.samverka.contracts;

import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What evaluation-service tells the others on {@code samverka.evaluation.v1}. */
public sealed interface EvaluationEvent extends Event {
    String program();

    /** The survey's key. */
    String survey();

    @Override
    default Topic topic() {
        return Topic.EVALUATION;
    }

    /** A survey takes answers. {@code wave} names its place in a {@code series}: before, after, six-months, ... */
    @EventType("org.samverka.evaluation.survey-opened.v1")
    record SurveyOpened(
            UUID surveyId,
            String survey,
            String program,
            String instrument,
            int instrumentVersion,
            @Nullable UUID sessionId,
            @Nullable String targetGroup,
            @Nullable String series,
            @Nullable String wave)
            implements EvaluationEvent {
        @Override
        public String key() {
            return surveyId.toString();
        }
    }

    /**
     * A person is asked to answer; says nothing of whether they did. {@code link} is a personal address to answer at without
     * signing in; {@code discreet}: nothing outside of what the person reads may say what it is about. {@code gender} and
     * {@code organization} are the person's when they were asked, where they are known.
     */
    @EventType("org.samverka.evaluation.evaluation-requested.v1")
    record EvaluationRequested(
            UUID assignmentId,
            String survey,
            String program,
            UUID personId,
            @Nullable String link,
            @Nullable Boolean discreet,
            @Nullable Gender gender,
            @Nullable String organization)
            implements EvaluationEvent {
        /** Without a link, about nothing sensitive, of a person of whom nothing is known. */
        public EvaluationRequested(UUID assignmentId, String survey, String program, UUID personId) {
            this(assignmentId, survey, program, personId, null, null, null, null);
        }

        /** The link answers for whoever holds it. */
        @Override
        public String toString() {
            return "EvaluationRequested[" + assignmentId + "]";
        }

        @Override
        public String key() {
            return assignmentId.toString();
        }
    }

    /**
     * Somebody answered. {@code respondent} is a pseudonym of this survey alone, or of its {@code series}, whose waves know
     * one respondent by one name; {@code scores} hold one whole number per item, in the instrument's scale, and
     * {@code measures} what they come to, by the {@code instrument}'s scoring of its {@code instrumentVersion}; {@code bands}
     * say in which of its bands each measure lies that has any. Of data about health no item is told. An organization's own
     * answer has gender unknown. No identity, and nothing that leads to one. Of a screening nothing is said here, see
     * ScreeningEvent.
     */
    @EventType("org.samverka.evaluation.evaluation-completed.v1")
    record EvaluationCompleted(
            UUID responseId,
            String survey,
            String program,
            UUID respondent,
            @Nullable String targetGroup,
            Gender gender,
            @Nullable String organization,
            Map<String, Integer> scores,
            @Nullable Map<String, BigDecimal> measures,
            @Nullable String series,
            @Nullable String wave,
            @Nullable String instrument,
            @Nullable Integer instrumentVersion,
            @Nullable Sensitivity sensitivity,
            @Nullable Map<String, String> bands)
            implements EvaluationEvent {
        /** Without saying of which instrument, and in which of its bands. */
        public EvaluationCompleted(
                UUID responseId,
                String survey,
                String program,
                UUID respondent,
                @Nullable String targetGroup,
                Gender gender,
                @Nullable String organization,
                Map<String, Integer> scores,
                @Nullable Map<String, BigDecimal> measures,
                @Nullable String series,
                @Nullable String wave) {
            this(
                    responseId,
                    survey,
                    program,
                    respondent,
                    targetGroup,
                    gender,
                    organization,
                    scores,
                    measures,
                    series,
                    wave,
                    null,
                    null,
                    null,
                    null);
        }

        /** Of a survey by itself, with an instrument that has no measures. */
        public EvaluationCompleted(
                UUID responseId,
                String survey,
                String program,
                UUID respondent,
                @Nullable String targetGroup,
                Gender gender,
                @Nullable String organization,
                Map<String, Integer> scores) {
            this(responseId, survey, program, respondent, targetGroup, gender, organization, scores, null, null, null);
        }

        @Override
        public String key() {
            return responseId.toString();
        }
    }

    /** How carefully figures of an instrument are shown: data about health in larger groups only. */
    enum Sensitivity {
        ordinary,
        health
    }

    /** An answer was taken back by who gave it: it counts no more. What was said by EvaluationCompleted is not repeated. */
    @EventType("org.samverka.evaluation.answer-withdrawn.v1")
    record AnswerWithdrawn(UUID responseId, String survey, String program, UUID respondent) implements EvaluationEvent {
        @Override
        public String key() {
            return responseId.toString();
        }
    }
}
