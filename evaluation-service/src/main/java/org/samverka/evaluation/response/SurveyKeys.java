package org.samverka.evaluation.response;

import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The surveys' keys, locked; made when a survey opens that is not a later wave of a series, which uses the first one's.
 * Deleting one makes the answers anonymous for good.
 */
@Startup
@Singleton
public class SurveyKeys {
    private final Lock lock;

    SurveyKeys(@ConfigProperty(name = "samverka.survey-key") String secret) {
        this.lock = Lock.with(secret);
    }

    /** Within the transaction that opens the survey. */
    public Uni<Void> create(UUID survey) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "insert into survey_key (survey_id, locked) values (:survey, :locked)")
                        .setParameter("survey", survey)
                        .setParameter("locked", lock.lock(survey, SurveyKey.random()))
                        .executeUpdate())
                .replaceWithVoid();
    }

    SurveyKey unlock(UUID survey, String locked) {
        return lock.unlock(survey, locked);
    }

    /** Those of the surveys that still have one; within a session. */
    public Uni<Map<UUID, SurveyKey>> of(Collection<UUID> surveys) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select s.id, k.survey_id, k.locked from survey s
                                join survey_key k on k.survey_id = s.key_of where s.id = any(:surveys)
                                """, Object[].class)
                        .setParameter("surveys", surveys.toArray(UUID[]::new))
                        .getResultList())
                .map(rows -> rows.stream()
                        .collect(toMap(row -> (UUID) row[0], row -> unlock((UUID) row[1], (String) row[2]))));
    }

    /** Destroys a survey's key, which is that of all the waves of its series; there is no way back. */
    public Uni<Void> destroy(UUID survey) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from survey_key where survey_id = (select key_of from survey where id = :survey)")
                        .setParameter("survey", survey)
                        .executeUpdate())
                .replaceWithVoid();
    }
}
