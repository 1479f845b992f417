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
        return Panache.getSession()
                .chain(session -> label(session, latest.values()).chain(() -> regroup(session, latest.values())));
    }

    /** Who turned out to be the same as somebody, or not to be, lets both count anew. */
    private static Uni<Void> regroup(Mutiny.Session session, Collection<PersonChanged> people) {
        return session.createNativeQuery("""
                        with told as (
                            select * from unnest(cast(:pseudonyms as uuid[]), cast(:heads as uuid[])) as t (pseudonym, head)),
                        changed as (
                            update statistics.person known set same_as = told.head from told
                            where known.pseudonym = told.pseudonym and known.same_as is distinct from told.head
                            returning known.pseudonym, old.same_as as before, new.same_as as after)
                        select pseudonym from changed union select before from changed where before is not null
                        union select after from changed where after is not null
                        """, UUID.class)
                .setParameter("pseudonyms", array(people, PersonChanged::pseudonym, UUID[]::new))
                .setParameter("heads", array(people, PersonChanged::sameAs, UUID[]::new))
                .getResultList()
                .chain(heads -> countOnce(session, heads));
    }

    /**
     * Lets each person of several records count as one head in a program.
     *
     * @param heads the pseudonyms under which such people count
     */
    static Uni<Void> countOnce(Mutiny.Session session, Collection<UUID> heads) {
        if (heads.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        with record as (
                            select p.pseudonym, coalesce(p.same_as, p.pseudonym) as head from statistics.person p
                            where p.same_as = any(cast(:heads as uuid[]))
                                or p.pseudonym = any(cast(:heads as uuid[])) and p.same_as is null),
                        ranked as (
                            select f.id, cast(row_number() over (partition by f.program, r.head
                                order by f.pseudonym = r.head desc, f.pseudonym) = 1 as int) as n
                            from record r join statistics.fact f on f.pseudonym = r.pseudonym and f.measure = 'headCount')
                        update statistics.fact f set n = ranked.n from ranked where f.id = ranked.id and f.n <> ranked.n
                        """)
                .setParameter("heads", heads.toArray(UUID[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The same for those among some people who have more than one record. */
    static Uni<Void> countOnceAmong(Mutiny.Session session, Collection<UUID> pseudonyms) {
        if (pseudonyms.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        select coalesce(p.same_as, p.pseudonym) from statistics.person p
                        where p.pseudonym = any(cast(:pseudonyms as uuid[])) and (p.same_as is not null
                            or exists (select from statistics.person other where other.same_as = p.pseudonym))
                        """, UUID.class)
                .setParameter("pseudonyms", pseudonyms.toArray(UUID[]::new))
                .getResultList()
                .chain(heads -> countOnce(session, heads));
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
