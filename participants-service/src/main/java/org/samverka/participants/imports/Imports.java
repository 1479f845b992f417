package org.samverka.participants.imports;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.participants.identity.Vault.Sealed;
import org.samverka.participants.imports.Job.Order;
import org.samverka.participants.imports.Job.State;
import org.samverka.participants.imports.Reading.Fault;

/** The imports: what was handed in and is not worked off yet, and what became of the rest. */
@ApplicationScoped
class Imports {
    private static final int MOST_FAULTS = 10_000;

    private final Clock clock;

    Imports(Clock clock) {
        this.clock = clock;
    }

    @WithTransaction
    Uni<Void> open(UUID id, Order order) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    insert into import_job (id, organization, kind, format, dry_run, atomic, country, writing,
                        state, created_by, created_at)
                    values (:id, :organization, :kind, :format, :dryRun, :atomic, :country, :writing,
                        'receiving', :by, :at)
                    """)
                        .setParameter("id", id)
                        .setParameter("organization", order.organization())
                        .setParameter("kind", order.kind().name())
                        .setParameter("format", order.format().name())
                        .setParameter("dryRun", order.dryRun())
                        .setParameter("atomic", order.atomic())
                        .setParameter("country", order.country().name())
                        .setParameter("writing", order.writing())
                        .setParameter("by", order.createdBy())
                        .setParameter(
                                "at",
                                clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                        .executeUpdate())
                .replaceWithVoid();
    }

    @WithTransaction
    Uni<Void> add(UUID id, int part, int rows, Sealed content) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    with counted as (
                        update import_job set parts = parts + 1, rows = rows + :rows where id = :id)
                    insert into import_part (import_id, part, key_id, sealed) values (:id, :part, :key, :sealed)
                    """)
                        .setParameter("id", id)
                        .setParameter("part", part)
                        .setParameter("rows", rows)
                        .setParameter("key", content.keyId())
                        .setParameter("sealed", content.bytes())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** The whole file is there. */
    @WithTransaction
    Uni<Job> ready(UUID id, int skipped) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    update import_job set skipped = :skipped,
                        state = case when parts = 0 then 'done' else 'waiting' end,
                        finished_at = case when parts = 0 then current_timestamp end
                    where id = :id returning %s
                    """.formatted(Job.COLUMNS), Object[].class)
                        .setParameter("id", id)
                        .setParameter("skipped", skipped)
                        .getSingleResult())
                .map(Job::of);
    }

    @WithTransaction
    Uni<Void> drop(UUID id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("delete from import_job where id = :id")
                        .setParameter("id", id)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** @param within the organizations whose imports may be seen, or none for all */
    @WithSession
    Uni<Job> get(UUID id, @Nullable Set<String> within) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select %s from import_job where id = :id".formatted(Job.COLUMNS), Object[].class)
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .map(row -> known(row, within));
    }

    private static Job known(Object @Nullable [] row, @Nullable Set<String> within) {
        Job job = row == null ? null : Job.of(row);
        if (job == null || within != null && !within.contains(job.order().organization())) {
            throw new NotKnown("There is no such import of your organizations");
        }
        return job;
    }

    @WithSession
    Uni<List<Job>> list(@Nullable Set<String> within, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    select %s from import_job
                    where position > :after
                        and (:everything or organization = any(cast(:within as text[])))
                    order by position limit :rows
                    """.formatted(Job.COLUMNS), Object[].class)
                        .setParameter("after", page.after())
                        .setParameter("everything", within == null)
                        .setParameter("within", within == null ? new String[0] : within.toArray(String[]::new))
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Job::of).toList());
    }

    @WithSession
    Uni<List<Fault>> faults(UUID id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    select line, field, code, message from import_error where import_id = :id
                    order by line, n limit :most
                    """, Object[].class)
                        .setParameter("id", id)
                        .setParameter("most", MOST_FAULTS)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Fault(
                                ((Number) row[0]).longValue(), (String) row[1], (String) row[2], (String) row[3]))
                        .toList());
    }

    /** The one to work on, locked for as long as the caller's transaction lasts: another replica takes another. */
    Uni<@Nullable Job> next() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    select %s from import_job where state in ('waiting', 'checking', 'running')
                    order by position limit 1 for update skip locked
                    """.formatted(Job.COLUMNS), Object[].class)
                        .getSingleResultOrNull())
                .map(row -> row == null ? null : Job.of(row));
    }

    /** None after the last. */
    Uni<@Nullable Sealed> part(UUID id, int part) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select key_id, sealed from import_part where import_id = :id and part = :part",
                                Object[].class)
                        .setParameter("id", id)
                        .setParameter("part", part)
                        .getSingleResultOrNull())
                .map(row -> row == null ? null : new Sealed((String) row[0], (byte[]) row[1]));
    }

    /** What became of some rows. */
    record Outcome(int parts, int handled, int accepted, int unchanged, int rejected, List<Fault> faults) {
        static final Outcome NONE = new Outcome(0, 0, 0, 0, 0, List.of());

        Outcome and(Outcome next) {
            var all = new java.util.ArrayList<>(faults);
            next.faults().stream().limit(Math.max(0, MOST_FAULTS - all.size())).forEach(all::add);
            return new Outcome(
                    parts + next.parts,
                    handled + next.handled,
                    accepted + next.accepted,
                    unchanged + next.unchanged,
                    rejected + next.rejected,
                    all);
        }
    }

    /** Where work goes on, in the transaction of what was done; a part that is done with is gone. */
    Uni<Void> checkpoint(Job job, Outcome outcome) {
        boolean done = job.nextPart() + outcome.parts() >= job.parts();
        return close(job, outcome, done ? State.done : job.order().dryRun() ? State.checking : State.running, null);
    }

    /** Nothing of it went in. */
    Uni<Void> refuse(Job job, Outcome outcome) {
        return close(
                job,
                new Outcome(job.parts(), outcome.handled(), 0, 0, outcome.rejected(), outcome.faults()),
                State.refused,
                null);
    }

    Uni<Void> fail(Job job, String failure) {
        return close(job, Outcome.NONE, State.failed, failure);
    }

    private static Uni<Void> close(Job job, Outcome outcome, State state, @Nullable String failure) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    with gone as (
                        delete from import_part
                        where import_id = :id and (:over or part < :next))
                    update import_job set state = :state, next_part = :next, handled = handled + :handled,
                        accepted = accepted + :accepted, unchanged = unchanged + :unchanged,
                        rejected = rejected + :rejected, failure = cast(:failure as text),
                        finished_at = case when :over then current_timestamp end
                    where id = :id
                    """)
                        .setParameter("id", job.id())
                        .setParameter("state", state.name())
                        .setParameter("over", state.isOver())
                        .setParameter("next", job.nextPart() + outcome.parts())
                        .setParameter("handled", outcome.handled())
                        .setParameter("accepted", outcome.accepted())
                        .setParameter("unchanged", outcome.unchanged())
                        .setParameter("rejected", outcome.rejected())
                        .setParameter("failure", failure)
                        .executeUpdate()
                        .chain(() -> write(session, job.id(), outcome.faults())));
    }

    private static Uni<Void> write(Mutiny.Session session, UUID id, List<Fault> faults) {
        if (faults.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
            insert into import_error (import_id, line, field, code, message)
            select :id, line, field, code, message
            from unnest(cast(:lines as bigint[]), cast(:fields as text[]), cast(:codes as text[]), cast(:messages as text[]))
                with ordinality as fault (line, field, code, message, n)
            where (select count(*) from import_error where import_id = :id) + n <= :most
            order by n
            """)
                .setParameter("id", id)
                .setParameter("lines", faults.stream().map(Fault::line).toArray(Long[]::new))
                .setParameter("fields", faults.stream().map(Fault::field).toArray(String[]::new))
                .setParameter("codes", faults.stream().map(Fault::code).toArray(String[]::new))
                .setParameter("messages", faults.stream().map(Fault::message).toArray(String[]::new))
                .setParameter("most", MOST_FAULTS)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Files whose sender went away, and what nobody needs any more. */
    @Scheduled(every = "1h", delayed = "9m", skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> forget() {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    delete from import_job
                    where state = 'receiving' and created_at < current_timestamp - interval '1 day'
                        or finished_at < current_timestamp - interval '90 days'
                    """).executeUpdate())
                .replaceWithVoid());
    }
}
