package org.samverka.evaluation.response;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.instrument.Instrument;

/** What one person is asked in one survey, and all that may be kept of them when they answer. */
record Question(
        UUID surveyId,
        String survey,
        String program,
        Instrument instrument,
        @Nullable SurveyKey key,
        UUID personId,
        @Nullable String targetGroup,
        Gender gender,
        @Nullable String organization) {

    /** The one place where a person becomes a respondent. */
    Response answer(Map<String, ? extends @Nullable Object> answers, Idempotency.@Nullable Key request) {
        if (key == null) {
            throw new SurveyClosed();
        }
        return new Response(
                UUID.randomUUID(),
                surveyId,
                survey,
                program,
                key.respondent(personId),
                request == null ? null : key.request(request.caller(), request.key()),
                targetGroup,
                gender,
                organization,
                instrument.scores(answers));
    }

    static final class SurveyClosed extends Refused {
        SurveyClosed() {
            super("The survey takes no more answers; it was made anonymous for good");
        }
    }
}
