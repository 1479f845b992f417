package org.samverka.sessions.participant;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Who is in which program, as far as the events have arrived. */
@ApplicationScoped
class Enrollments {
    /** @param heard in the order in which it was said of each enrollment */
    Uni<Void> learn(List<Enrollment> heard) {
        if (heard.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var latest = new TreeMap<UUID, Enrollment>();
        heard.forEach(enrollment -> latest.merge(enrollment.id(), enrollment, Enrollment::then));
        return Panache.getSession().chain(session -> store(session, latest.values()));
    }

    /** The same as {@link Enrollment#then}, with what is stored. */
    private static Uni<Void> store(Mutiny.Session session, Collection<Enrollment> enrollments) {
        return session.createNativeQuery("""
                        insert into enrollment (id, program, person_id, pseudonym, target_group, organization, state)
                        select * from unnest(cast(:ids as uuid[]), cast(:programs as text[]), cast(:people as uuid[]), cast(:pseudonyms as uuid[]), cast(:groups as text[]), cast(:organizations as text[]), cast(:states as text[]))
                        on conflict (id) do update set
                            state = case enrollment.state when 'withdrawn' then 'withdrawn' else excluded.state end,
                            organization = coalesce(excluded.organization, enrollment.organization)
                        """)
                .setParameter("ids", enrollments.stream().map(Enrollment::id).toArray(UUID[]::new))
                .setParameter(
                        "programs",
                        enrollments.stream().map(Enrollment::program).toArray(String[]::new))
                .setParameter(
                        "people", enrollments.stream().map(Enrollment::personId).toArray(UUID[]::new))
                .setParameter(
                        "pseudonyms",
                        enrollments.stream().map(Enrollment::pseudonym).toArray(UUID[]::new))
                .setParameter(
                        "groups",
                        enrollments.stream().map(Enrollment::targetGroup).toArray(String[]::new))
                .setParameter(
                        "organizations",
                        enrollments.stream().map(Enrollment::organization).toArray(String[]::new))
                .setParameter(
                        "states",
                        enrollments.stream().map(e -> e.state().name()).toArray(String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }
}
