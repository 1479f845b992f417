package org.samverka.sessions.participant;

import static java.util.stream.Collectors.groupingBy;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.sessions.participant.Enrollment.State;

/** Who is in which program, as far as the events have arrived. */
@ApplicationScoped
public class Enrollments {
    /** The people's places in the program that are theirs for sure, by person. */
    public Uni<Map<UUID, List<Enrollment>>> confirmed(String program, Collection<UUID> people) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select id, program, person_id, pseudonym, target_group, organization, state from enrollment
                                where person_id = any(:people) and program = :program and state = 'confirmed' order by id
                                """, Object[].class)
                        .setParameter("people", people.toArray(UUID[]::new))
                        .setParameter("program", program)
                        .getResultList())
                .map(rows -> rows.stream().map(Enrollments::read).collect(groupingBy(Enrollment::personId)));
    }

    private static Enrollment read(Object[] row) {
        return new Enrollment(
                (UUID) row[0],
                (String) row[1],
                (UUID) row[2],
                (UUID) row[3],
                (String) row[4],
                (String) row[5],
                State.valueOf((String) row[6]));
    }

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
