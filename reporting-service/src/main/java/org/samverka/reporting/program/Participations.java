package org.samverka.reporting.program;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.contracts.ParticipantEvent.PersonChanged;

/** Who was in which target group, from when to when, under pseudonyms. */
@ApplicationScoped
class Participations {
    Uni<Void> change(List<Place> places) {
        Map<UUID, Place> known = new TreeMap<>();
        places.forEach(place -> known.merge(place.enrollment(), place, Place::then));
        return known.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session ->
                                store(session, known.values()).chain(() -> judgeSoon(session, known.values())));
    }

    private static Uni<Void> store(Mutiny.Session session, Collection<Place> places) {
        return session.createNativeQuery("""
                        insert into program.participation as known (enrollment_id, program, target_group, pseudonym,
                            organization, state, entered, completed, ended)
                        select * from unnest(cast(:ids as uuid[]), cast(:programs as text[]), cast(:groups as text[]),
                            cast(:pseudonyms as uuid[]), cast(:organizations as text[]), cast(:states as text[]),
                            cast(:entered as date[]), cast(:completed as date[]), cast(:ended as date[]))
                        on conflict (enrollment_id) do update set pseudonym = excluded.pseudonym,
                            organization = coalesce(nullif(excluded.organization, ''), known.organization),
                            state = excluded.state, entered = coalesce(known.entered, excluded.entered),
                            completed = excluded.completed, ended = excluded.ended, changed_at = clock_timestamp()
                        """)
                .setParameter("ids", array(places, Place::enrollment, UUID[]::new))
                .setParameter("programs", array(places, Place::program, String[]::new))
                .setParameter("groups", array(places, Place::targetGroup, String[]::new))
                .setParameter("pseudonyms", array(places, Place::pseudonym, UUID[]::new))
                .setParameter("organizations", array(places, Place::organization, String[]::new))
                .setParameter("states", array(places, place -> place.state().name(), String[]::new))
                .setParameter("entered", array(places, Place::entered, LocalDate[]::new))
                .setParameter("completed", array(places, Place::completed, LocalDate[]::new))
                .setParameter("ended", array(places, Place::ended, LocalDate[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Void> judgeSoon(Mutiny.Session session, Collection<Place> places) {
        return Programs.judgeSoon(
                session, places.stream().map(Place::program).distinct().sorted().toList());
    }

    /** Two records of one person are one head, as soon as somebody has found that out. */
    Uni<Void> people(List<PersonChanged> changes) {
        Map<UUID, PersonChanged> latest = new TreeMap<>();
        changes.forEach(change -> latest.put(change.pseudonym(), change));
        Collection<PersonChanged> people = latest.values();
        if (people.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into program.person as known (pseudonym, gender, head)
                                select * from unnest(cast(:pseudonyms as uuid[]), cast(:genders as text[]), cast(:heads as uuid[]))
                                on conflict (pseudonym) do update set gender = excluded.gender, head = excluded.head
                                where (known.gender, known.head) is distinct from (excluded.gender, excluded.head)
                                """)
                        .setParameter("pseudonyms", array(people, PersonChanged::pseudonym, UUID[]::new))
                        .setParameter(
                                "genders",
                                array(people, person -> person.gender().name(), String[]::new))
                        .setParameter("heads", array(people, PersonChanged::sameAs, UUID[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    static <T, V> V[] array(Collection<T> things, Function<T, ? extends V> value, IntFunction<V[]> array) {
        return things.stream().map(value).toArray(array);
    }
}
