package org.samverka.evaluation.assignment;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.evaluation.response.AnswerState;

/** That a person is asked to answer a survey. Only the person learns the {@code state}: it is computed, not stored. */
record Assignment(
        long position,
        UUID id,
        String survey,
        String program,
        String instrument,
        int instrumentVersion,
        @Nullable UUID sessionId,
        @Nullable String targetGroup,
        AnswerState state) {

    static final String SELECT = """
            select a.position, a.id, s.id as survey_id, s.key, s.program, s.instrument, s.instrument_version,
                s.session_id, a.target_group
            from assignment a join survey s on s.id = a.survey_id
            """;

    static UUID surveyOf(Object[] row) {
        return (UUID) row[2];
    }

    static Assignment of(Object[] row, AnswerState state) {
        return new Assignment(
                ((Number) row[0]).longValue(),
                (UUID) row[1],
                (String) row[3],
                (String) row[4],
                (String) row[5],
                (Integer) row[6],
                (UUID) row[7],
                (String) row[8],
                state);
    }
}
