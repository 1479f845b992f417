package org.samverka.sessions.participant;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.PersonChanged;

/** Where people work, as far as the events have arrived: a manager's people are those of the same unit. */
@ApplicationScoped
class Workplaces {
    /** The last word on each person stays. */
    Uni<Void> learn(List<PersonChanged> changes) {
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var latest = new TreeMap<UUID, PersonChanged>();
        changes.forEach(change -> latest.put(change.personId(), change));
        return Panache.getSession().chain(session -> store(session, latest.values()));
    }

    private static Uni<Void> store(Mutiny.Session session, Collection<PersonChanged> people) {
        return session.createNativeQuery("""
                        insert into workplace (person_id, organization, unit)
                        select * from unnest(cast(:people as uuid[]), cast(:organizations as text[]), cast(:units as text[]))
                        on conflict (person_id) do update set organization = excluded.organization, unit = excluded.unit
                        """)
                .setParameter(
                        "people", people.stream().map(PersonChanged::personId).toArray(UUID[]::new))
                .setParameter("organizations", texts(people, PersonChanged::organization))
                .setParameter("units", texts(people, person -> person.active() ? person.unit() : null))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static @Nullable String[] texts(
            Collection<PersonChanged> people, Function<PersonChanged, @Nullable String> text) {
        return people.stream().map(text).toArray(String[]::new);
    }
}
