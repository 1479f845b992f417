package org.samverka.evaluation.participant;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.samverka.contracts.ParticipantEvent.PersonChanged;

/** What an answer may say of whoever gave it, gender and organization, and the name that statistics know them by. */
@ApplicationScoped
class People {

    /** A person's events come in order: the last one says how things are. */
    Uni<Void> remember(List<PersonChanged> people) {
        if (people.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into person (id, gender, organization, pseudonym)
                                select distinct on (id) id, gender, organization, pseudonym
                                from unnest(cast(:ids as uuid[]), cast(:genders as text[]),
                                    cast(:organizations as text[]), cast(:pseudonyms as uuid[]))
                                    with ordinality
                                    as changed (id, gender, organization, pseudonym, n)
                                order by id, n desc
                                on conflict (id) do update
                                    set gender = excluded.gender, organization = excluded.organization,
                                        pseudonym = excluded.pseudonym
                                    where (person.gender, person.organization, person.pseudonym)
                                        is distinct from
                                        (excluded.gender, excluded.organization, excluded.pseudonym)
                                """)
                        .setParameter(
                                "ids",
                                people.stream().map(PersonChanged::personId).toArray(UUID[]::new))
                        .setParameter(
                                "genders",
                                people.stream()
                                        .map(person -> person.gender().name())
                                        .toArray(String[]::new))
                        .setParameter(
                                "organizations",
                                people.stream().map(PersonChanged::organization).toArray(String[]::new))
                        .setParameter(
                                "pseudonyms",
                                people.stream().map(PersonChanged::pseudonym).toArray(UUID[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }
}
