package org.samverka.evaluation.screening;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.instrument.Instruments;
import org.samverka.evaluation.response.SurveyKey;
import org.samverka.evaluation.response.SurveyKeys;

/** What screenings came to, for their respondents alone. */
@ApplicationScoped
class Results {
    private final SurveyKeys keys;
    private final Instruments instruments;

    Results(SurveyKeys keys, Instruments instruments) {
        this.keys = keys;
        this.instruments = instruments;
    }

    record Result(
            Instrument instrument,
            int round,
            @Nullable BigDecimal value,
            @Nullable String band,
            Outcome outcome) {}

    private record Asked(UUID survey, String instrument, int version) {}

    /** The latest of one of the person's own assignments. */
    @WithSession
    Uni<Result> of(UUID assignment, UUID person) {
        return Panache.getSession()
                .chain(session -> asked(session, assignment, person)
                        .chain(asked -> keys.of(Set.of(asked.survey()))
                                .chain(found -> row(session, asked, person, found))
                                .chain(row -> instruments
                                        .get(asked.instrument(), asked.version())
                                        .map(instrument -> result(instrument, row)))));
    }

    private static Uni<Asked> asked(Mutiny.Session session, UUID assignment, UUID person) {
        return session.createNativeQuery("""
                        select s.id, s.instrument, s.instrument_version from assignment a join survey s on s.id = a.survey_id
                        where a.id = :assignment and a.person_id = :person and s.support_group is not null
                        """, Object[].class)
                .setParameter("assignment", assignment)
                .setParameter("person", person)
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(Results::none)
                .map(row -> new Asked((UUID) row[0], (String) row[1], (Integer) row[2]));
    }

    private static Uni<Object[]> row(Mutiny.Session session, Asked asked, UUID person, Map<UUID, SurveyKey> keys) {
        SurveyKey key = keys.get(asked.survey());
        if (key == null) {
            throw none();
        }
        return session.createNativeQuery("""
                        select round, value, band, outcome from screening_result
                        where survey_id = :survey and respondent = :respondent order by round desc limit 1
                        """, Object[].class)
                .setParameter("survey", asked.survey())
                .setParameter("respondent", key.respondent(person))
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(Results::none);
    }

    private static Result result(Instrument instrument, Object[] row) {
        return new Result(
                instrument, (Integer) row[0], (BigDecimal) row[1], (String) row[2], Outcome.of((String) row[3]));
    }

    private static NotKnown none() {
        return new NotKnown("There is no result of yours; it is forgotten some time after you were told");
    }
}
