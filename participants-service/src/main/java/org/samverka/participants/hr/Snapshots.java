package org.samverka.participants.hr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.participants.hr.Snapshot.Difference;
import org.samverka.participants.hr.Snapshot.Said;

/** Holds what a partner says it has against what is here, and keeps how that came out. */
@ApplicationScoped
class Snapshots {
    /** Fields are separated by tabs; what is not there is empty; numbers have no trailing zeros. */
    private static final String EMPLOYMENTS = """
            select e.ref, concat_ws(E'\\t', e.ref, e.person_ref, e.first_day, coalesce(cast(least(e.last_day, x.last_day) as text), ''))
            from employment e
            left join employment_end x on x.employment_ref = e.ref and x.last_day >= e.first_day
            where e.organization = :organization and e.first_day <= :day
                and coalesce(least(e.last_day, x.last_day), :day) >= :day
            """;

    private static final String ABSENCES = """
            select a.ref, concat_ws(E'\\t', a.ref, a.version, a.employment_ref, a.kind, a.first_day, coalesce(cast(a.last_day as text), ''),
                trim_scale(a.extent))
            from absence a join employment e on e.ref = a.employment_ref
            where e.organization = :organization and a.first_day <= :day
                and coalesce(a.last_day, :day) >= cast(:day as date) - 365
            """;

    private final ObjectMapper json;

    Snapshots(ObjectMapper json) {
        this.json = json;
    }

    /** How one came out. */
    record Result(Difference employments, Difference absences) {
        boolean matches() {
            return employments.matches() && absences.matches();
        }
    }

    /** Without references: how many of each. */
    record Kept(long position, String organization, LocalDate day, Instant receivedAt, boolean matches, String result) {
        static Kept of(Object[] row) {
            return new Kept(
                    ((Number) row[0]).longValue(),
                    (String) row[1],
                    (LocalDate) row[2],
                    ((OffsetDateTime) row[3]).toInstant(),
                    (Boolean) row[4],
                    (String) row[5]);
        }
    }

    @WithTransaction
    Uni<Result> compare(String organization, LocalDate day, Said employments, Said absences) {
        return Panache.getSession()
                .chain(session -> lines(session, EMPLOYMENTS, organization, day)
                        .chain(here -> onAWorker(() -> Snapshot.compare(here, employments)))
                        .chain(ofEmployments -> lines(session, ABSENCES, organization, day)
                                .chain(here -> onAWorker(() -> Snapshot.compare(here, absences)))
                                .map(ofAbsences -> new Result(ofEmployments, ofAbsences)))
                        .call(result -> keep(session, organization, day, result)));
    }

    private static Uni<Map<String, String>> lines(
            Mutiny.Session session, String sql, String organization, LocalDate day) {
        return session.createNativeQuery(sql, Object[].class)
                .setParameter("organization", organization)
                .setParameter("day", day)
                .getResultList()
                .map(rows -> {
                    var lines = new HashMap<String, String>();
                    rows.forEach(row -> lines.put((String) row[0], (String) row[1]));
                    return lines;
                });
    }

    private static <T> Uni<T> onAWorker(java.util.concurrent.Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() ->
                        Vertx.currentContext().executeBlocking(work, false).toCompletionStage());
    }

    private Uni<?> keep(Mutiny.Session session, String organization, LocalDate day, Result result) {
        return session.createNativeQuery("""
                        insert into hr_snapshot (id, organization, day, matches, result)
                        values (:id, :organization, :day, :matches, cast(cast(:result as text) as jsonb))
                        """)
                .setParameter("id", UUID.randomUUID())
                .setParameter("organization", organization)
                .setParameter("day", day)
                .setParameter("matches", result.matches())
                .setParameter("result", write(result))
                .executeUpdate();
    }

    private String write(Result result) {
        try {
            return json.writeValueAsString(
                    Map.of("employments", counts(result.employments()), "absences", counts(result.absences())));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> counts(Difference difference) {
        return Map.of(
                "matches", difference.matches(),
                "countHere", difference.countHere(),
                "countThere", difference.countThere(),
                "missingHere", difference.missingHere().size(),
                "unknownThere", difference.unknownThere().size(),
                "different", difference.different().size());
    }

    /** @param within the organizations whose snapshots may be seen, or none for all */
    @WithSession
    Uni<List<Kept>> list(@Nullable String organization, @Nullable Set<String> within, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select position, organization, day, received_at, matches, cast(result as text) from hr_snapshot
                                where position > :after and (:all or organization = any(:within))
                                    and (cast(:organization as text) is null or organization = :organization)
                                order by position limit :rows
                                """, Object[].class)
                        .setParameter("after", page.after())
                        .setParameter("all", within == null)
                        .setParameter("within", within == null ? new String[0] : within.toArray(String[]::new))
                        .setParameter("organization", organization)
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Kept::of).toList());
    }
}
