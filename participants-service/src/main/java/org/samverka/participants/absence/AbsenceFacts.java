package org.samverka.participants.absence;

import static java.util.stream.Collectors.toSet;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Event;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.participants.absence.EmploymentFacts.Told;
import org.samverka.participants.person.Hidings;
import org.samverka.participants.person.PersonRef;

/**
 * Tells statistics what the facts of employments come to: planned time and episodes of absence, without identity. What was
 * told is kept, so that a correction replaces exactly what it touches and nothing is told twice.
 */
@ApplicationScoped
public class AbsenceFacts implements Hidings {
    private final Outbox outbox;
    private final SignalWatch watch;
    private final FactNames names;

    AbsenceFacts(Outbox outbox, SignalWatch watch, @ConfigProperty(name = "samverka.pseudonym-key") String key) {
        this.outbox = outbox;
        this.watch = watch;
        this.names = new FactNames(key);
    }

    /**
     * Tells anew what has changed; within the caller's transaction, which holds the locks of these employments and of the
     * people.
     *
     * @param employments whose facts may have changed
     * @param people whose gender or year of birth may have
     * @param absencesOnly whether nothing but absences may have
     */
    public Uni<Void> restate(Collection<String> employments, Collection<PersonRef> people, boolean absencesOnly) {
        if (employments.isEmpty() && people.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> load(session, employments, people, absencesOnly)
                        .chain(facts -> tell(session, facts, absencesOnly)));
    }

    /** What is told of a protected person names no place. */
    @Override
    public Uni<Void> changed(PersonRef person) {
        return restate(List.of(), List.of(person), false);
    }

    private Uni<Void> tell(Mutiny.Session session, List<EmploymentFacts> facts, boolean absencesOnly) {
        var statements = new ArrayList<Told>();
        var episodes = new ArrayList<Told>();
        var events = new ArrayList<Event>();
        for (EmploymentFacts each : facts) {
            Told statement = absencesOnly ? null : each.statement(names);
            if (statement != null) {
                statements.add(statement);
                events.add(statement.event());
            }
            for (Told episode : each.episodes(names)) {
                episodes.add(episode);
                events.add(episode.event());
            }
        }
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return keepStatements(session, statements)
                .chain(() -> keepEpisodes(session, episodes))
                .chain(() -> outbox.append(events))
                .chain(() -> look(episodes));
    }

    private Uni<Void> look(List<Told> episodes) {
        return episodes.isEmpty()
                ? Uni.createFrom().voidItem()
                : watch.look(episodes.stream().map(Told::employmentRef).collect(toSet()));
    }

    private static Uni<List<EmploymentFacts>> load(
            Mutiny.Session session,
            Collection<String> employments,
            Collection<PersonRef> people,
            boolean absencesOnly) {
        return session.createNativeQuery("""
                        with touched as (
                            select unnest(cast(:refs as text[])) as ref
                            union
                            select e.ref
                            from unnest(cast(:organizations as text[]), cast(:people as text[])) as named (organization, person_ref)
                            join employment e on (e.organization, e.person_ref) = (named.organization, named.person_ref))
                        select e.ref, e.organization, p.pseudonym, p.gender, p.birth_year, e.first_day,
                            least(e.last_day, x.last_day), s.version, s.content, p.protected_identity
                        from touched
                        join employment e on e.ref = touched.ref
                        join person p on (p.organization, p.person_ref) = (e.organization, e.person_ref)
                        left join employment_end x on x.employment_ref = e.ref and x.last_day >= e.first_day
                        left join employment_statement s on s.employment_ref = e.ref
                        order by e.ref
                        """, Object[].class)
                .setParameter("refs", employments.toArray(String[]::new))
                .setParameter("organizations", texts(people, PersonRef::organization))
                .setParameter("people", texts(people, PersonRef::ref))
                .getResultList()
                .chain(rows -> complete(session, rows, absencesOnly));
    }

    private static Uni<List<EmploymentFacts>> complete(
            Mutiny.Session session, List<Object[]> rows, boolean absencesOnly) {
        var facts = new LinkedHashMap<String, EmploymentFacts>();
        rows.forEach(row -> facts.put((String) row[0], EmploymentFacts.of(row)));
        if (facts.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return (absencesOnly ? Uni.createFrom().voidItem() : addPlans(session, facts))
                .chain(() -> addTo(facts, EmploymentFacts::addAbsence, session, """
                        select employment_ref, kind, first_day, last_day, extent
                        from absence where employment_ref = any(:refs)
                        """))
                .chain(() -> addTo(facts, EmploymentFacts::addTold, session, """
                        select employment_ref, id, kind, first_day, last_day, version, content
                        from absence_episode where employment_ref = any(:refs)
                        """))
                .replaceWith(() -> List.copyOf(facts.values()));
    }

    private static Uni<Void> addPlans(Mutiny.Session session, Map<String, EmploymentFacts> facts) {
        return addTo(facts, EmploymentFacts::addTerms, session, """
                        select employment_ref, effective_from, unit, extent, weekly_hours, pay_form, leader, stamp
                        from employment_slice where employment_ref = any(:refs)
                        """)
                .chain(() -> addTo(facts, EmploymentFacts::addMove, session, """
                        select employment_ref, effective_from, to_unit, stamp
                        from employment_move where employment_ref = any(:refs)
                        """));
    }

    private interface Adding {
        void add(EmploymentFacts facts, Object[] row);
    }

    private static Uni<Void> addTo(
            Map<String, EmploymentFacts> facts, Adding adding, Mutiny.Session session, String sql) {
        return session.createNativeQuery(sql, Object[].class)
                .setParameter("refs", facts.keySet().toArray(String[]::new))
                .getResultList()
                .invoke(rows -> rows.forEach(row -> {
                    EmploymentFacts of = facts.get((String) row[0]);
                    if (of != null) {
                        adding.add(of, row);
                    }
                }))
                .replaceWithVoid();
    }

    private static Uni<?> keepStatements(Mutiny.Session session, List<Told> statements) {
        if (statements.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        insert into employment_statement (employment_ref, version, content)
                        select * from unnest(cast(:refs as text[]), cast(:versions as int[]), cast(:contents as uuid[]))
                        on conflict (employment_ref) do update
                        set version = excluded.version, content = excluded.content
                        """)
                .setParameter("refs", texts(statements, Told::employmentRef))
                .setParameter("versions", statements.stream().map(Told::version).toArray(Integer[]::new))
                .setParameter("contents", statements.stream().map(Told::content).toArray(UUID[]::new))
                .executeUpdate();
    }

    private static Uni<?> keepEpisodes(Mutiny.Session session, List<Told> episodes) {
        if (episodes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        episodes.sort(Comparator.comparing(Told::id));
        return session.createNativeQuery("""
                        insert into absence_episode (id, employment_ref, kind, first_day, last_day, version, content)
                        select * from unnest(cast(:ids as uuid[]), cast(:refs as text[]), cast(:kinds as text[]), cast(:firstDays as date[]),
                            cast(:lastDays as date[]), cast(:versions as int[]), cast(:contents as uuid[]))
                        on conflict (id) do update
                        set last_day = excluded.last_day, version = excluded.version, content = excluded.content
                        """)
                .setParameter("ids", episodes.stream().map(Told::id).toArray(UUID[]::new))
                .setParameter("refs", texts(episodes, Told::employmentRef))
                .setParameter(
                        "kinds", texts(episodes, told -> told.episode().kind().name()))
                .setParameter(
                        "firstDays",
                        episodes.stream().map(told -> told.episode().from()).toArray(LocalDate[]::new))
                .setParameter(
                        "lastDays",
                        episodes.stream().map(told -> told.episode().to()).toArray(LocalDate[]::new))
                .setParameter("versions", episodes.stream().map(Told::version).toArray(Integer[]::new))
                .setParameter("contents", episodes.stream().map(Told::content).toArray(UUID[]::new))
                .executeUpdate();
    }

    private static <R> @Nullable String[] texts(Collection<R> rows, Function<R, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }
}
