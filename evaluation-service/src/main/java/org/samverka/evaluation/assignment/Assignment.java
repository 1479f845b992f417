package org.samverka.evaluation.assignment;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.evaluation.response.AnswerState;
import org.samverka.evaluation.response.Asked;

/**
 * That a person, or an organization, is asked to answer a survey. Only whoever is asked learns the {@code state}: it is
 * computed, not stored.
 */
record Assignment(
        long position,
        UUID id,
        String survey,
        String program,
        String instrument,
        int instrumentVersion,
        @Nullable UUID sessionId,
        @Nullable String targetGroup,
        @Nullable String organization,
        @Nullable LocalDate dueOn,
        AnswerState state) {

    static final String SELECT = """
            select a.position, a.id, s.id as survey_id, s.key, s.program, s.instrument, s.instrument_version,
                s.session_id, a.target_group, a.person_id, a.organization,
                cast(least(a.due_on, s.closes_on) as date) as due_on,
                coalesce(least(a.due_on, s.closes_on) >= cast(cast(:now as timestamptz)
                    at time zone coalesce(g.zone, 'Europe/Stockholm') as date), true) as taken
            from assignment a join survey s on s.id = a.survey_id left join program g on g.key = s.program
            """;

    static Asked asked(Object[] row) {
        return new Asked((UUID) row[2], (UUID) row[9], (String) row[10]);
    }

    static Assignment of(Object[] row, AnswerState state) {
        boolean taken = (Boolean) row[12];
        return new Assignment(
                ((Number) row[0]).longValue(),
                (UUID) row[1],
                (String) row[3],
                (String) row[4],
                (String) row[5],
                (Integer) row[6],
                (UUID) row[7],
                (String) row[8],
                (String) row[10],
                (LocalDate) row[11],
                state.at(taken));
    }
}
