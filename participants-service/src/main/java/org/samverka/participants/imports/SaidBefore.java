package org.samverka.participants.imports;

import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.HrEvent;
import org.samverka.contracts.HrEvent.AbsenceStarted;
import org.samverka.participants.identity.Vault;
import org.samverka.participants.imports.Reading.Fault;
import org.samverka.participants.imports.Reading.Statement;

/** What is known already of what a file speaks of: what files said before, whose it is, and how much is planned. */
@ApplicationScoped
class SaidBefore {
    private static final int FINGERPRINT = 16;

    private final Vault vault;

    SaidBefore(Vault vault) {
        this.vault = vault;
    }

    /** What a file said last of one thing. */
    record Said(String ref, String fingerprint, int version, UUID importId) {}

    /**
     * @param said where something else was said, or what this dry run has read
     * @param unchanged which statements say, by their places, what was said
     * @param foreign references that belong to another organization
     */
    record Known(Map<String, Said> said, BitSet unchanged, Set<String> foreign, Map<String, BigDecimal> weeklyHours) {
        boolean saidTheSame(int place, Statement statement) {
            Said before = said.get(statement.ref());
            return before == null ? unchanged.get(place) : before.fingerprint().equals(statement.fingerprint());
        }

        /** None when the row can be taken in. */
        @Nullable
        Fault fault(Statement statement, @Nullable Said before, Job job) {
            if (foreign.contains(statement.fact().ref()) || foreign.contains(statement.ref())) {
                return new Fault(
                        statement.line(),
                        null,
                        "another-organizations",
                        "The reference belongs to another organization");
            }
            if (before != null && before.importId().equals(job.id())) {
                return new Fault(statement.line(), null, "stated-twice", "Another row says something else of the same");
            }
            if (statement.hours() != null && extent(statement) == null) {
                return new Fault(
                        statement.line(),
                        "hours",
                        "hours-without-plan",
                        "Nothing is planned on these days; import the employment first, or say the extent");
            }
            return null;
        }

        /** As an event would have said it. */
        HrEvent fact(Statement statement, int version) {
            if (!(statement.fact() instanceof AbsenceStarted absence)) {
                return statement.fact();
            }
            BigDecimal extent = extent(statement);
            return new AbsenceStarted(
                    absence.absenceRef(),
                    absence.employmentRef(),
                    absence.kind(),
                    absence.from(),
                    absence.to(),
                    extent == null ? absence.extent() : extent,
                    statement.versioned() ? absence.version() : version);
        }

        private @Nullable BigDecimal extent(Statement statement) {
            if (statement.hours() == null
                    || !(statement.fact() instanceof AbsenceStarted absence)
                    || absence.to() == null) {
                return null;
            }
            BigDecimal weekly = weeklyHours.get(absence.employmentRef() + " " + absence.from());
            long days = weekdays(absence.from(), absence.to());
            if (weekly == null || weekly.signum() == 0 || days == 0) {
                return null;
            }
            BigDecimal planned = weekly.multiply(BigDecimal.valueOf(days)).divide(BigDecimal.valueOf(5));
            return statement.hours().divide(planned, 4, RoundingMode.HALF_UP).min(BigDecimal.ONE);
        }

        private static long weekdays(LocalDate from, LocalDate to) {
            return from.datesUntil(to.plusDays(1))
                    .filter(day -> day.getDayOfWeek().getValue() <= DayOfWeek.FRIDAY.getValue())
                    .count();
        }
    }

    String fingerprint(String content) {
        return HexFormat.of().formatHex(vault.fingerprint(content), 0, FINGERPRINT);
    }

    /** Within the caller's transaction. */
    Uni<Known> about(Job job, List<Statement> statements) {
        return Panache.getSession()
                .chain(session -> compared(session, job, statements)
                        .chain(compared -> about(session, job, statements, compared)));
    }

    private static Uni<Known> about(Mutiny.Session session, Job job, List<Statement> statements, String compared) {
        var unchanged = new BitSet();
        var others = new ArrayList<Statement>();
        var changed = new ArrayList<String>();
        for (int i = 0; i < statements.size(); i++) {
            if (compared.charAt(i) == 's') {
                unchanged.set(i);
            } else {
                others.add(statements.get(i));
            }
            if (compared.charAt(i) == 'o') {
                changed.add(statements.get(i).ref());
            }
        }
        return said(session, job, changed)
                .chain(said -> foreign(session, job, others)
                        .chain(foreign ->
                                weeklyHours(session, others).map(hours -> new Known(said, unchanged, foreign, hours))));
    }

    /**
     * A letter for each: n nothing was said before, s the same, o something else. Most of a file is often the same. Each is
     * looked up by itself: joined as lists, of whose lengths the planner knows nothing, it went quadratic.
     */
    private static Uni<String> compared(Mutiny.Session session, Job job, List<Statement> statements) {
        if (statements.isEmpty()) {
            return Uni.createFrom().item("");
        }
        return session.createNativeQuery("""
            select string_agg(coalesce((
                    select case when r.fingerprint = decode(s.fingerprint, 'hex') then 's' else 'o' end from import_row r
                    where (r.organization, r.kind, r.ref) = (:organization, :kind, s.ref)), 'n'), '' order by s.n)
            from unnest(cast(:refs as text[]), cast(:fingerprints as text[])) with ordinality as s (ref, fingerprint, n)
            """, String.class)
                .setParameter("organization", job.order().organization())
                .setParameter("kind", job.order().kind().name())
                .setParameter("refs", statements.stream().map(Statement::ref).toArray(String[]::new))
                .setParameter(
                        "fingerprints",
                        statements.stream().map(Statement::fingerprint).toArray(String[]::new))
                .getSingleResult();
    }

    private static Uni<Map<String, Said>> said(Mutiny.Session session, Job job, List<String> refs) {
        if (refs.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return session.createNativeQuery("""
            select ref, encode(fingerprint, 'hex'), version, import_id from import_row
            where organization = :organization and kind = :kind and ref = any(cast(:refs as text[]))
            """, Object[].class)
                .setParameter("organization", job.order().organization())
                .setParameter("kind", job.order().kind().name())
                .setParameter("refs", refs.toArray(String[]::new))
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Said((String) row[0], (String) row[1], (Integer) row[2], (UUID) row[3]))
                        .collect(toMap(Said::ref, said -> said)));
    }

    private static Uni<Set<String>> foreign(Mutiny.Session session, Job job, List<Statement> statements) {
        if (statements.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        boolean absences = job.order().kind() == Row.Kind.absences;
        return session.createNativeQuery("""
            select ref from employment where ref = any(cast(:employments as text[])) and organization <> :organization
            union all
            select a.ref from absence a join employment e on e.ref = a.employment_ref
            where a.ref = any(cast(:refs as text[])) and e.organization <> :organization
            """, String.class)
                .setParameter(
                        "employments",
                        statements.stream()
                                .map(each -> each.fact().ref())
                                .distinct()
                                .toArray(String[]::new))
                .setParameter(
                        "refs",
                        absences ? statements.stream().map(Statement::ref).toArray(String[]::new) : new String[0])
                .setParameter("organization", job.order().organization())
                .getResultList()
                .map(HashSet::new);
    }

    private static Uni<Map<String, BigDecimal>> weeklyHours(Mutiny.Session session, List<Statement> statements) {
        List<AbsenceStarted> asked = statements.stream()
                .filter(statement -> statement.hours() != null)
                .map(statement -> (AbsenceStarted) statement.fact())
                .toList();
        if (asked.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return session.createNativeQuery("""
            select asked.ref, asked.day, s.weekly_hours
            from (select distinct ref, day
                from unnest(cast(:refs as text[]), cast(:days as date[])) as a (ref, day)) asked
            cross join lateral (
                select weekly_hours from employment_slice where employment_ref = asked.ref
                order by effective_from > asked.day, abs(effective_from - asked.day) limit 1) s
            """, Object[].class)
                .setParameter(
                        "refs",
                        asked.stream().map(AbsenceStarted::employmentRef).toArray(String[]::new))
                .setParameter("days", asked.stream().map(AbsenceStarted::from).toArray(LocalDate[]::new))
                .getResultList()
                .map(SaidBefore::byEmploymentAndDay);
    }

    private static Map<String, BigDecimal> byEmploymentAndDay(List<Object[]> rows) {
        var hours = new HashMap<String, BigDecimal>();
        rows.forEach(row -> hours.put(row[0] + " " + row[1], (BigDecimal) row[2]));
        return hours;
    }

    Uni<Void> keep(Job job, List<Said> said) {
        if (said.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    insert into import_row (organization, kind, ref, fingerprint, version, import_id)
                    select :organization, :kind, ref, decode(fingerprint, 'hex'), version, :import
                    from unnest(cast(:refs as text[]), cast(:fingerprints as text[]), cast(:versions as int[]))
                        as said (ref, fingerprint, version)
                    order by ref
                    on conflict (organization, kind, ref) do update
                    set fingerprint = excluded.fingerprint, version = excluded.version,
                        import_id = excluded.import_id
                    """)
                        .setParameter("organization", job.order().organization())
                        .setParameter("kind", job.order().kind().name())
                        .setParameter("import", job.id())
                        .setParameter("refs", said.stream().map(Said::ref).toArray(String[]::new))
                        .setParameter(
                                "fingerprints",
                                said.stream().map(Said::fingerprint).toArray(String[]::new))
                        .setParameter(
                                "versions", said.stream().map(Said::version).toArray(Integer[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }
}
