package org.samverka.reporting.statistics;

import static org.samverka.reporting.statistics.Facts.array;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.contracts.ParticipantEvent.PersonChanged;

/** What statistics know of people: gender and organization, under a pseudonym. */
@ApplicationScoped
class People {
    /** Facts that came before the person, or before the change, are labeled anew. */
    Uni<Void> learn(List<PersonChanged> changes) {
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<UUID, PersonChanged> latest = new TreeMap<>();
        changes.forEach(change -> latest.put(change.pseudonym(), change));
        return Panache.getSession().chain(session -> label(session, latest.values()));
    }

    private static Uni<Void> label(Mutiny.Session session, Collection<PersonChanged> people) {
        return session.createNativeQuery("""
                        with changed as (
                            insert into statistics.person as known (pseudonym, gender, organization)
                            select * from unnest(cast(:pseudonyms as uuid[]), cast(:genders as text[]), cast(:organizations as text[]))
                            on conflict (pseudonym) do update set gender = excluded.gender, organization = excluded.organization
                            where (known.gender, known.organization) is distinct from (excluded.gender, excluded.organization)
                            returning pseudonym, gender, organization)
                        update statistics.fact set gender = changed.gender, organization = changed.organization
                        from changed where fact.pseudonym = changed.pseudonym
                        """)
                .setParameter("pseudonyms", array(people, PersonChanged::pseudonym, UUID[]::new))
                .setParameter("genders", array(people, person -> person.gender().name(), String[]::new))
                .setParameter("organizations", array(people, PersonChanged::organization, String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }
}
