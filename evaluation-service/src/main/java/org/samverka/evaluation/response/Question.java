package org.samverka.evaluation.response;

import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.response.Screenings.Answered;
import org.samverka.evaluation.response.Screenings.Screened;
import org.samverka.evaluation.scoring.Form;

/**
 * What somebody is asked in one survey, and all that may be kept of them when they answer.
 *
 * @param taken whether it is not too late for the first answer
 * @param offerDays how long an offer of support stands; none: it is no screening
 * @param round which answer this is, from 1
 */
record Question(
        About about,
        Form form,
        @Nullable SurveyKey key,
        Asked asked,
        @Nullable String targetGroup,
        Gender gender,
        @Nullable String organization,
        boolean taken,
        @Nullable Integer offerDays,
        LocalDate today,
        int round) {

    /** The survey and its place in a series. */
    record About(
            UUID surveyId,
            String survey,
            String program,
            @Nullable String series,
            @Nullable String wave) {}

    UUID surveyId() {
        return about.surveyId();
    }

    Question inRound(int which) {
        return new Question(about, form, key, asked, targetGroup, gender, organization, taken, offerDays, today, which);
    }

    SurveyKey knownKey() {
        if (key == null) {
            throw new SurveyClosed();
        }
        return key;
    }

    UUID respondent() {
        return knownKey().respondent(asked);
    }

    /**
     * The one place where a person becomes a respondent.
     *
     * @param id random; what an attempt that was interrupted may have kept is recognized by it
     */
    Response answer(UUID id, Map<String, ? extends @Nullable Object> answers, Idempotency.@Nullable Key request) {
        UUID respondent = respondent();
        requireTaken();
        return Response.of(
                id,
                about,
                respondent,
                request == null ? null : knownKey().request(request.caller(), request.key()),
                targetGroup,
                gender,
                organization,
                round,
                form.fill(answers),
                form);
    }

    void requireTaken() {
        if (!taken && round == 1) {
            throw new TooLate();
        }
    }

    boolean isScreening() {
        return offerDays != null;
    }

    Screened screened() {
        return new Screened(
                about.surveyId(), about.survey(), about.program(), knownKey(), Objects.requireNonNull(asked.person()));
    }

    Answered answered(Response response) {
        return new Answered(
                screened(),
                round,
                (Instrument) form,
                response.scores(),
                gender,
                organization,
                targetGroup,
                Objects.requireNonNull(offerDays),
                today);
    }

    static final class SurveyClosed extends Refused {
        SurveyClosed() {
            super("The survey takes no more answers; it was made anonymous for good");
        }
    }

    static final class TooLate extends Refused {
        TooLate() {
            super("The survey is closed, or the time to answer it is over");
        }
    }
}
