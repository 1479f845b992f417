package org.samverka.participants.enrollment;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.participants.program.Program.Before;

/** What people have completed, and their organizations attended, of what was asked about. */
final class Past {
    static final Past UNASKED = new Past();

    private static final String ANY = "";

    private final Set<List<Object>> completed = new HashSet<>();
    private final Set<List<Object>> attended = new HashSet<>();

    private Past() {}

    boolean completed(UUID person, String program, @Nullable String targetGroup) {
        return completed.contains(List.of(person, program, group(targetGroup)));
    }

    boolean attended(String organization, String program, @Nullable String targetGroup) {
        return attended.contains(List.of(organization, program, group(targetGroup)));
    }

    private static String group(@Nullable String targetGroup) {
        return Objects.requireNonNullElse(targetGroup, ANY);
    }

    /** Asks for all at once; nothing where nothing is asked for. */
    static Uni<Past> of(Collection<UUID> people, Collection<String> organizations, Collection<Before> prerequisites) {
        if (prerequisites.isEmpty()) {
            return Uni.createFrom().item(UNASKED);
        }
        var past = new Past();
        List<Before> byPerson =
                prerequisites.stream().filter(Before::completed).distinct().toList();
        List<Before> byOrganization = prerequisites.stream()
                .filter(before -> !before.completed())
                .distinct()
                .toList();
        return Panache.getSession()
                .chain(session -> past.askPeople(session, people, byPerson)
                        .chain(() -> past.askOrganizations(session, organizations, byOrganization)))
                .replaceWith(past);
    }

    private Uni<?> askPeople(Mutiny.Session session, Collection<UUID> people, List<Before> asked) {
        if (asked.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        select e.person_id, e.program, e.target_group from enrollment e
                        where e.person_id = any(cast(:people as uuid[])) and e.program = any(cast(:programs as text[]))
                            and e.state = 'completed'
                        """, Object[].class)
                .setParameter("people", people.stream().distinct().toArray(UUID[]::new))
                .setParameter("programs", asked.stream().map(Before::program).toArray(String[]::new))
                .getResultList()
                .invoke(rows -> rows.forEach(row -> {
                    completed.add(List.of(row[0], row[1], row[2]));
                    completed.add(List.of(row[0], row[1], ANY));
                }));
    }

    /** A session for everybody counts for the group of who attended it. */
    private Uni<?> askOrganizations(Mutiny.Session session, Collection<String> organizations, List<Before> asked) {
        if (asked.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        select o.organization, q.program, q.target_group
                        from unnest(cast(:organizations as text[])) as o (organization)
                        cross join unnest(cast(:programs as text[]), cast(:groups as text[])) as q (program, target_group)
                        where exists (
                            select from attendance a
                            where a.program = q.program and a.organization = o.organization and a.hours > 0
                                and (q.target_group in ('', a.target_group) or a.target_group is null and exists (
                                    select from enrollment e where e.person_id = a.person_id and e.program = a.program
                                        and e.target_group = q.target_group and e.state in ('confirmed', 'completed'))))
                        """, Object[].class)
                .setParameter("organizations", organizations.stream().distinct().toArray(String[]::new))
                .setParameter("programs", asked.stream().map(Before::program).toArray(String[]::new))
                .setParameter(
                        "groups",
                        asked.stream()
                                .map(before -> group(before.targetGroup()))
                                .toArray(String[]::new))
                .getResultList()
                .invoke(rows -> rows.forEach(row -> attended.add(List.of(row[0], row[1], row[2]))));
    }
}
