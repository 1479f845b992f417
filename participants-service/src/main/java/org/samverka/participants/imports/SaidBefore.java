package org.samverka.participants.imports;

import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
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

    /** @param foreign references that belong to another organization */
    record Known(Map<String, Said> said, Set<String> foreign, Map<String, BigDecimal> weeklyHours) {
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

    String fingerprint(Statement statement) {
        return HexFormat.of().formatHex(Arrays.copyOf(vault.fingerprint(statement.content()), FINGERPRINT));
    }

    /** Within the caller's transaction. */
    Uni<Known> about(Job job, List<Statement> statements) {
        String[] refs = statements.stream().map(Statement::ref).distinct().toArray(String[]::new);
        return Panache.getSession()
                .chain(session -> said(session, job, refs)
                        .chain(said -> foreign(session, job, statements, refs)
                                .chain(foreign -> weeklyHours(session, statements)
                                        .map(hours -> new Known(said, foreign, hours)))));
    }

    private static Uni<Map<String, Said>> said(Mutiny.Session session, Job job, String[] refs) {
        return session.createNativeQuery("""
            select ref, encode(fingerprint, 'hex'), version, import_id from import_row
            where organization = :organization and kind = :kind and ref = any(cast(:refs as text[]))
            """, Object[].class)
                .setParameter("organization", job.order().organization())
                .setParameter("kind", job.order().kind().name())
                .setParameter("refs", refs)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Said((String) row[0], (String) row[1], (Integer) row[2], (UUID) row[3]))
                        .collect(toMap(Said::ref, said -> said)));
    }

    private static Uni<Set<String>> foreign(
            Mutiny.Session session, Job job, List<Statement> statements, String[] refs) {
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
                .setParameter("refs", job.order().kind() == Row.Kind.absences ? refs : new String[0])
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
