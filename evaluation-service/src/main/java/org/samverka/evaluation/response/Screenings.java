package org.samverka.evaluation.response;

import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.evaluation.instrument.Instrument;

/** Is told of answers to screenings, in the transaction that keeps or deletes them; it tells others what they may know. */
public interface Screenings {
    /**
     * A screening that was answered.
     *
     * @param key knows the person as the respondent; both are here for the time of the transaction
     * @param round 2 for the answer that was asked for because of the first
     * @param today where the program is
     */
    record Answered(
            Screened of,
            int round,
            Instrument instrument,
            SortedMap<String, Integer> scores,
            Gender gender,
            @Nullable String organization,
            @Nullable String targetGroup,
            int offerDays,
            LocalDate today) {}

    /** Whose screening in which survey. */
    record Screened(UUID surveyId, String survey, String program, SurveyKey key, UUID person) {
        public UUID respondent() {
            return key.respondent(person);
        }

        public UUID subject() {
            return key.subject(person);
        }
    }

    Uni<Void> answered(Answered screening);

    Uni<Void> withdrawn(Screened screening);
}
