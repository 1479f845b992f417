package org.samverka.participants.enrollment;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.delivery.Outbox;

/** Keeps what became of enrollments: the state, the history and the event, many at a time. */
@ApplicationScoped
class Changes {
    private final Outbox outbox;

    Changes(Outbox outbox) {
        this.outbox = outbox;
    }

    /** A step as it is remembered. */
    record Step(
            int version,
            EnrollmentState state,
            LocalDate date,
            @Nullable String reason,
            String by,
            String role,
            Instant at) {
        private static Step of(Object[] row) {
            return new Step(
                    (Integer) row[0],
                    EnrollmentState.valueOf((String) row[1]),
                    (LocalDate) row[2],
                    (String) row[3],
                    (String) row[4],
                    (String) row[5],
                    at(row[6]));
        }

        private static Instant at(Object value) {
            return value instanceof OffsetDateTime time ? time.toInstant() : (Instant) value;
        }
    }

    /** Within the caller's transaction, which has the enrollments locked; each at most once. */
    Uni<Void> keep(List<Change> changes) {
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> write(session, changes))
                .chain(() -> outbox.append(changes.stream().map(Change::event).toList()));
    }

    private static Uni<?> write(Mutiny.Session session, List<Change> changes) {
        return session.createNativeQuery("""
                        with changed as (
                            select * from unnest(cast(:ids as uuid[]), cast(:versions as int[]), cast(:states as text[]), cast(:dates as date[]),
                                cast(:reasons as text[]), cast(:offers as text[]), cast(:subjects as text[]), cast(:roles as text[]))
                                as c (id, version, state, date, reason, offer_until, changed_by, role)),
                        current as (
                            update enrollment e set state = c.state, version = c.version,
                                offer_until = cast(c.offer_until as timestamptz), changed_at = current_timestamp
                            from changed c where e.id = c.id)
                        insert into enrollment_history (enrollment_id, version, state, date, reason, changed_by, role)
                        select id, version, state, date, reason, changed_by, role from changed
                        """)
                .setParameter("ids", changes.stream().map(c -> c.of().id).toArray(UUID[]::new))
                .setParameter("versions", changes.stream().map(Change::version).toArray(Integer[]::new))
                .setParameter("states", texts(changes, c -> c.after().name()))
                .setParameter("dates", changes.stream().map(Change::date).toArray(LocalDate[]::new))
                .setParameter("reasons", texts(changes, Change::reason))
                .setParameter(
                        "offers",
                        texts(
                                changes,
                                c -> c.offerUntil() == null
                                        ? null
                                        : c.offerUntil().toString()))
                .setParameter("subjects", texts(changes, c -> c.by().subject()))
                .setParameter("roles", texts(changes, c -> c.by().role()))
                .executeUpdate();
    }

    private static @Nullable String[] texts(List<Change> changes, Function<Change, @Nullable String> column) {
        return changes.stream().map(column).toArray(String[]::new);
    }

    /** From the beginning on, which stands in the enrollment itself. */
    @WithSession
    Uni<List<Step>> history(UUID enrollment) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select 1 as version, entered, date, cast(null as text), entered_by, entered_role, entered_at
                                from enrollment where id = :id
                                union all
                                select version, state, date, reason, changed_by, role, at
                                from enrollment_history where enrollment_id = :id
                                order by version
                                """, Object[].class)
                        .setParameter("id", enrollment)
                        .getResultList())
                .map(rows -> rows.stream().map(Step::of).toList());
    }
}
