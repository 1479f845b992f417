package org.samverka.reporting.statistics;

import static java.util.Objects.requireNonNullElse;
import static org.samverka.reporting.statistics.Facts.array;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.PersonChanged;

/** What statistics know of people, under a pseudonym. */
@ApplicationScoped
class People {
    /** @param unit as the two after it null while nothing is said: who has left stays counted where they worked */
    private record Labels(
            PersonChanged person,
            @Nullable String unit,
            @Nullable String fullTime,
            @Nullable String role) {
        static Labels of(PersonChanged person) {
            return person.active()
                    ? new Labels(
                            person,
                            requireNonNullElse(person.unit(), ""),
                            person.extent().compareTo(BigDecimal.ONE) < 0 ? "no" : "yes",
                            person.leader() ? "leader" : "employee")
                    : new Labels(person, null, null, null);
        }

        Labels then(Labels later) {
            return later.unit != null ? later : new Labels(later.person, unit, fullTime, role);
        }
    }

    /** Facts that came before the person, or before the change, are labeled anew. */
    Uni<Void> learn(List<PersonChanged> changes, Generation in) {
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<UUID, Labels> latest = new TreeMap<>();
        changes.forEach(change -> latest.merge(change.pseudonym(), Labels.of(change), Labels::then));
        return Panache.getSession()
                .chain(session ->
                        label(session, latest.values(), in).chain(() -> regroup(session, latest.values(), in)));
    }

    /** Who turned out to be the same as somebody, or not to be, lets both count anew. */
    private static Uni<Void> regroup(Mutiny.Session session, Collection<Labels> people, Generation in) {
        return session.createNativeQuery(in.sql("""
            with told as (
                select * from unnest(cast(:pseudonyms as uuid[]), cast(:heads as uuid[])) as t (pseudonym, head)),
            changed as (
                update statistics.person known set same_as = told.head from told
                where known.pseudonym = told.pseudonym and known.same_as is distinct from told.head
                returning known.pseudonym, old.same_as as before, new.same_as as after)
            select pseudonym from changed union select before from changed where before is not null
            union select after from changed where after is not null
            """), UUID.class)
                .setParameter(
                        "pseudonyms", array(people, labels -> labels.person().pseudonym(), UUID[]::new))
                .setParameter("heads", array(people, labels -> labels.person().sameAs(), UUID[]::new))
                .getResultList()
                .chain(heads -> countOnce(session, heads, in));
    }

    /**
     * Lets each person of several records count as one head in a program.
     *
     * @param heads the pseudonyms under which such people count
     */
    static Uni<Void> countOnce(Mutiny.Session session, Collection<UUID> heads, Generation in) {
        if (heads.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(in.sql("""
            with record as (
                select p.pseudonym, coalesce(p.same_as, p.pseudonym) as head from statistics.person p
                where p.same_as = any(cast(:heads as uuid[]))
                    or p.pseudonym = any(cast(:heads as uuid[])) and p.same_as is null),
            ranked as (
                select f.id, cast(row_number() over (partition by f.program, r.head
                    order by f.pseudonym = r.head desc, f.pseudonym) = 1 as int) as n
                from record r join statistics.fact f on f.pseudonym = r.pseudonym and f.measure = 'headCount')
            update statistics.fact f set n = ranked.n from ranked where f.id = ranked.id and f.n <> ranked.n
            """))
                .setParameter("heads", heads.toArray(UUID[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The same for those among some people who have more than one record. */
    static Uni<Void> countOnceAmong(Mutiny.Session session, Collection<UUID> pseudonyms, Generation in) {
        if (pseudonyms.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(in.sql("""
            select coalesce(p.same_as, p.pseudonym) from statistics.person p
            where p.pseudonym = any(cast(:pseudonyms as uuid[])) and (p.same_as is not null
                or exists (select from statistics.person other where other.same_as = p.pseudonym))
            """), UUID.class)
                .setParameter("pseudonyms", pseudonyms.toArray(UUID[]::new))
                .getResultList()
                .chain(heads -> countOnce(session, heads, in));
    }

    private static Uni<Void> label(Mutiny.Session session, Collection<Labels> people, Generation in) {
        return session.createNativeQuery(in.sql("""
            with changed as (
                insert into statistics.person as known
                    (pseudonym, gender, organization, birth_year, unit, full_time, role)
                select told.pseudonym, told.gender, told.organization, told.birth_year, coalesce(told.unit, before.unit, ''),
                    coalesce(told.full_time, before.full_time, 'unknown'), coalesce(told.role, before.role, 'unknown')
                from unnest(cast(:pseudonyms as uuid[]), cast(:genders as text[]), cast(:organizations as text[]),
                    cast(:birthYears as int[]), cast(:units as text[]), cast(:fullTimes as text[]), cast(:roles as text[]))
                    as told (pseudonym, gender, organization, birth_year, unit, full_time, role)
                left join statistics.person before on before.pseudonym = told.pseudonym
                on conflict (pseudonym) do update set gender = excluded.gender, organization = excluded.organization,
                    birth_year = excluded.birth_year, unit = excluded.unit, full_time = excluded.full_time,
                    role = excluded.role
                where (known.gender, known.organization, known.birth_year, known.unit, known.full_time, known.role)
                    is distinct from (excluded.gender, excluded.organization, excluded.birth_year, excluded.unit,
                        excluded.full_time, excluded.role)
                returning pseudonym, gender, organization, birth_year, unit, full_time, role)
            update statistics.fact set gender = changed.gender, organization = changed.organization, unit = changed.unit,
                age_band = statistics.age_band(
                    (select p.first_year from statistics.program p where p.key = fact.program), changed.birth_year),
                full_time = changed.full_time, role = changed.role
            from changed where fact.pseudonym = changed.pseudonym
            """))
                .setParameter(
                        "pseudonyms", array(people, labels -> labels.person().pseudonym(), UUID[]::new))
                .setParameter(
                        "genders",
                        array(people, labels -> labels.person().gender().name(), String[]::new))
                .setParameter(
                        "organizations", array(people, labels -> labels.person().organization(), String[]::new))
                .setParameter(
                        "birthYears", array(people, labels -> labels.person().birthYear(), Integer[]::new))
                .setParameter("units", array(people, Labels::unit, String[]::new))
                .setParameter("fullTimes", array(people, Labels::fullTime, String[]::new))
                .setParameter("roles", array(people, Labels::role, String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }
}
