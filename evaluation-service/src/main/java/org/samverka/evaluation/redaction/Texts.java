package org.samverka.evaluation.redaction;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;

/**
 * What people wrote in their own words. It waits until somebody who is bound to secrecy has read it, taken out what tells of
 * a person, and released it, or withheld it; what is released is a copy that leads to no answer.
 */
@ApplicationScoped
class Texts {
    private static final int AT_ONCE = 100;
    private static final int SMALLEST_GROUP = 7;

    /** As it was written. */
    record Waiting(UUID id, String survey, String item, String words) {}

    /** As it may be read. */
    record Released(UUID id, String item, String words) {}

    /** In no order that tells when they came. */
    @WithSession
    Uni<List<Waiting>> waiting(@Nullable String survey, Set<String> organizations) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select t.id, s.key, t.item, t.words from response_text t
                                    join response r on r.id = t.response_id join survey s on s.id = r.survey_id
                                where t.state = 'waiting' and r.organization = any(cast(:organizations as text[]))
                                    and (cast(:survey as text) is null or s.key = cast(:survey as text))
                                order by t.id limit :some
                                """, Object[].class)
                        .setParameter("organizations", organizations.toArray(String[]::new))
                        .setParameter("survey", survey)
                        .setParameter("some", AT_ONCE)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Waiting((UUID) row[0], (String) row[1], (String) row[2], (String) row[3]))
                        .toList());
    }

    /** @param words what may be read of it; none: nothing */
    @WithTransaction
    Uni<Void> decide(UUID id, Set<String> organizations, @Nullable String words, String by) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with decided as (
                                    update response_text t set state = case when cast(:words as text) is null then 'withheld'
                                        else 'released' end
                                    from response r
                                    where r.id = t.response_id and t.id = :id and t.state = 'waiting'
                                        and r.organization = any(cast(:organizations as text[]))
                                    returning r.survey_id, t.item),
                                released as (
                                    insert into released_text (id, survey_id, item, words, released_by)
                                    select gen_random_uuid(), survey_id, item, cast(:words as text), :by from decided
                                    where cast(:words as text) is not null)
                                select count(*) from decided
                                """, Long.class)
                        .setParameter("words", words)
                        .setParameter("id", id)
                        .setParameter("organizations", organizations.toArray(String[]::new))
                        .setParameter("by", by)
                        .getSingleResult())
                .invoke(decided -> {
                    if (decided == 0) {
                        throw new NotKnown("No such text waits for you");
                    }
                })
                .replaceWithVoid();
    }

    /** Nothing of a survey that fewer than seven have answered. */
    @WithSession
    Uni<List<Released>> released(String survey, Collection<String> programs) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select t.id, t.item, t.words from released_text t join survey s on s.id = t.survey_id
                                where s.key = :survey and s.program = any(cast(:programs as text[]))
                                    and (select count(*) from response r where r.survey_id = s.id) >= :enough
                                order by t.item, t.id
                                """, Object[].class)
                        .setParameter("survey", survey)
                        .setParameter("programs", programs.toArray(String[]::new))
                        .setParameter("enough", SMALLEST_GROUP)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Released((UUID) row[0], (String) row[1], (String) row[2]))
                        .toList());
    }
}
