package org.samverka.evaluation.response;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.scoring.Form;

/** What one person is asked in one survey, and all that may be kept of them when they answer. */
record Question(
        UUID surveyId,
        String survey,
        String program,
        Form form,
        @Nullable SurveyKey key,
        UUID personId,
        @Nullable String targetGroup,
        Gender gender,
        @Nullable String organization) {

    /** The one place where a person becomes a respondent. */
    UUID respondent() {
        return open().respondent(personId);
    }

    private SurveyKey open() {
        if (key == null) {
            throw new SurveyClosed();
        }
        return key;
    }

    Response answer(Map<String, ? extends @Nullable Object> answers, Idempotency.@Nullable Key request) {
        SurveyKey survey = open();
        Form.Filled filled = form.fill(answers);
        return new Response(
                UUID.randomUUID(),
                surveyId,
                this.survey,
                program,
                respondent(),
                request == null ? null : survey.request(request.caller(), request.key()),
                targetGroup,
                gender,
                organization,
                filled.scores(),
                filled.results().stream().map(Response.Result::of).toList(),
                filled.answers(),
                filled.texts());
    }

    static final class SurveyClosed extends Refused {
        SurveyClosed() {
            super("The survey takes no more answers; it was made anonymous for good");
        }
    }
}
