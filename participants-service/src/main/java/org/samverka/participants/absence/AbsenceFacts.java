package org.samverka.participants.absence;

import static java.util.stream.Collectors.toSet;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Event;
import org.samverka.contracts.HrEvent.AbsenceKind;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.participants.absence.EmploymentFacts.Told;
import org.samverka.participants.person.Hidings;
import org.samverka.participants.person.NewEmployment;
import org.samverka.participants.person.Newcomers.Newcomer;
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

    /** A new employment of a new person, and when that person was away. */
    public record Begun(NewEmployment employment, Newcomer person, List<Away> absences) {}

    /** An absence as it holds; open-ended without {@code to}. */
    public record Away(
            AbsenceKind kind, LocalDate from, @Nullable LocalDate to, BigDecimal extent) {}

    /**
     * When an employment's absence of a kind is other than it was, or was until now.
     *
     * @param to none: open-ended
     */
    public record Touched(
            String employmentRef,
            AbsenceKind kind,
            LocalDate from,
            @Nullable LocalDate to) {}

    /**
     * Tells anew what has changed; within the caller's transaction, which holds the locks of these employments and of the
     * people.
     *
     * @param begun of which nothing was told yet
     * @param employments of which anything may have changed
     * @param people whose gender or year of birth may have
     * @param touched where absences have
     */
    public Uni<Void> restate(
            List<Begun> begun,
            Collection<String> employments,
            Collection<PersonRef> people,
            Collection<Touched> touched) {
        List<EmploymentFacts> news = begun.stream().map(EmploymentFacts::of).toList();
        return Panache.getSession()
                .chain(session -> whole(session, employments, people)
                        .chain(facts -> around(session, without(touched, begun, facts))
                                .map(others -> concat(news, facts.values(), others)))
                        .chain(facts -> tell(session, facts)));
    }

    private static List<Touched> without(
            Collection<Touched> touched, List<Begun> begun, Map<String, EmploymentFacts> whole) {
        Set<String> others = begun.stream().map(each -> each.employment().ref()).collect(toSet());
        others.addAll(whole.keySet());
        return touched.stream()
                .filter(each -> !others.contains(each.employmentRef()))
                .toList();
    }

    @SafeVarargs
    private static List<EmploymentFacts> concat(Collection<EmploymentFacts>... some) {
        return Stream.of(some).flatMap(Collection::stream).toList();
    }

    /** What is told of a protected person names no place. */
    @Override
    public Uni<Void> changed(PersonRef person) {
        return restate(List.of(), List.of(), List.of(person), List.of());
    }

    private Uni<Void> tell(Mutiny.Session session, List<EmploymentFacts> facts) {
        var statements = new ArrayList<Told>();
        var episodes = new ArrayList<Told>();
        var events = new ArrayList<Event>();
        for (EmploymentFacts each : facts) {
            Told statement = each.statement(names);
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

    /** All there is of these, by their references. */
    private static Uni<Map<String, EmploymentFacts>> whole(
            Mutiny.Session session, Collection<String> employments, Collection<PersonRef> people) {
        return load(session, employments, people)
                .call(facts -> facts.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : addPlans(session, facts)
                                .chain(() -> addTo(facts, EmploymentFacts::addAbsence, session, """
                        select employment_ref, kind, first_day, last_day, extent
                        from absence where employment_ref = any(:refs)
                        """))
                                .chain(() -> addTo(facts, EmploymentFacts::addTold, session, """
                        select employment_ref, kind, first_day, last_day, id, version, content
                        from absence_episode where employment_ref = any(:refs)
                        """)));
    }

    private static Uni<Map<String, EmploymentFacts>> load(
            Mutiny.Session session, Collection<String> employments, Collection<PersonRef> people) {
        if (employments.isEmpty() && people.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
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
                .map(rows -> {
                    var facts = new LinkedHashMap<String, EmploymentFacts>();
                    rows.forEach(row -> facts.put((String) row[0], EmploymentFacts.of(row)));
                    return facts;
                });
    }

    /**
     * Only what hangs together with what has changed: of a kind, the episodes that overlap it or border on it, and within
     * these days all that is stated and was ever told.
     */
    private static Uni<Collection<EmploymentFacts>> around(Mutiny.Session session, List<Touched> touched) {
        return load(session, touched.stream().map(Touched::employmentRef).collect(toSet()), List.of())
                .call(facts -> facts.isEmpty() ? Uni.createFrom().voidItem() : addAround(session, facts, touched))
                .map(Map::values);
    }

    private static Uni<Void> addAround(
            Mutiny.Session session, Map<String, EmploymentFacts> facts, List<Touched> touched) {
        return session.createNativeQuery("""
                        with touched as (
                            select * from unnest(cast(:refs as text[]), cast(:kinds as text[]), cast(:firstDays as date[]), cast(:lastDays as date[]))
                                as touched (ref, kind, first_day, last_day)),
                        around as materialized (
                            select n.ref, n.kind, least(min(n.first_day), min(t.first_day)) as since,
                                greatest(max(n.last_day), max(coalesce(t.last_day, cast(:open as date)))) as until
                            from touched n
                            left join absence_episode t on t.employment_ref = n.ref and t.kind = n.kind and t.content is not null
                                and t.first_day <= n.last_day + 1 and coalesce(t.last_day, cast(:open as date)) >= n.first_day - 1
                            group by n.ref, n.kind)
                        select n.ref, n.kind, a.first_day, a.last_day, a.extent, null, null, null, n.since
                        from around n join absence a on a.employment_ref = n.ref and a.kind = n.kind
                            and a.first_day <= n.until and coalesce(a.last_day, cast(:open as date)) >= n.since
                        union all
                        select n.ref, n.kind, t.first_day, t.last_day, null, t.id, t.version, t.content, n.since
                        from around n join absence_episode t on t.employment_ref = n.ref and t.kind = n.kind
                            and t.first_day between n.since and n.until
                        """, Object[].class)
                .setParameter("open", Days.OPEN)
                .setParameter("refs", texts(touched, Touched::employmentRef))
                .setParameter("kinds", texts(touched, each -> each.kind().name()))
                .setParameter("firstDays", touched.stream().map(Touched::from).toArray(LocalDate[]::new))
                .setParameter(
                        "lastDays",
                        touched.stream()
                                .map(each -> Objects.requireNonNullElse(each.to(), Days.OPEN))
                                .toArray(LocalDate[]::new))
                .getResultList()
                .invoke(rows -> rows.forEach(row -> addTo(facts, EmploymentFacts::addAround, row)))
                .replaceWithVoid();
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
                .invoke(rows -> rows.forEach(row -> addTo(facts, adding, row)))
                .replaceWithVoid();
    }

    private static void addTo(Map<String, EmploymentFacts> facts, Adding adding, Object[] row) {
        EmploymentFacts of = facts.get((String) row[0]);
        if (of != null) {
            adding.add(of, row);
        }
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
