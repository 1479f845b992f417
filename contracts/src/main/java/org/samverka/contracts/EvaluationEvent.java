package org.samverka.contracts;

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

    @EventType("org.samverka.evaluation.survey-opened.v1")
    record SurveyOpened(
            UUID surveyId,
            String survey,
            String program,
            String instrument,
            int instrumentVersion,
            @Nullable UUID sessionId,
            @Nullable String targetGroup)
            implements EvaluationEvent {
        @Override
        public String key() {
            return surveyId.toString();
        }
    }

    /** A person is asked to answer; says nothing of whether they did. */
    @EventType("org.samverka.evaluation.evaluation-requested.v1")
    record EvaluationRequested(UUID assignmentId, String survey, String program, UUID personId)
            implements EvaluationEvent {
        @Override
        public String key() {
            return assignmentId.toString();
        }
    }

    /**
     * Somebody answered. {@code respondent} is a pseudonym of this survey alone; {@code scores} hold one whole number
     * per item, in the instrument's scale. No identity, and nothing that leads to one.
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
            Map<String, Integer> scores)
            implements EvaluationEvent {
        @Override
        public String key() {
            return responseId.toString();
        }
    }
}
