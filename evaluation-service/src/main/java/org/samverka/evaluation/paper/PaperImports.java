package org.samverka.evaluation.paper;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.paper.Paper.Fault;
import org.samverka.evaluation.paper.Sheet.Packed;
import org.samverka.evaluation.response.BulkAnswers;
import org.samverka.evaluation.response.Forms;
import org.samverka.evaluation.response.SurveyKey;
import org.samverka.evaluation.response.SurveyKeys;
import org.samverka.evaluation.scoring.Form;

/** The sheets of paper answers that were handed in, and how far each has come. */
@ApplicationScoped
class PaperImports {
    static final int MOST_FAULTS = 10_000;

    private final SurveyKeys keys;
    private final Forms forms;
    private final Clock clock;
    private final int days;

    PaperImports(
            SurveyKeys keys,
            Forms forms,
            Clock clock,
            @ConfigProperty(name = "samverka.paper.days", defaultValue = "14") int days) {
        this.keys = keys;
        this.forms = forms;
        this.clock = clock;
        this.days = days;
    }

    enum State {
        waiting,
        running,
        done,
        failed
    }

    /** Why a sheet stopped. */
    public enum Failure {
        /** The survey was made anonymous for good; what waited is gone. */
        SURVEY_CLOSED("survey-closed"),
        /** The fault is ours and does not pass by itself; the rest waits. */
        INTERNAL_ERROR("internal-error");

        private final String wire;

        Failure(String wire) {
            this.wire = wire;
        }

        static Failure of(String wire) {
            return Arrays.stream(values())
                    .filter(failure -> failure.wire.equals(wire))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("There is no failure " + wire));
        }

        @JsonValue
        public String wire() {
            return wire;
        }
    }

    record PaperImport(
            UUID id,
            long position,
            String survey,
            String program,
            int rows,
            int parts,
            int nextPart,
            int handled,
            int rejected,
            State state,
            Instant createdAt,
            @Nullable Instant finishedAt,
            UUID surveyId,
            @Nullable Failure failure) {
        private static final String COLUMNS = """
                i.id, i.position, s.key, s.program, i.rows, i.parts, i.next_part, i.handled, i.rejected, i.state,
                i.created_at, i.finished_at, i.survey_id, i.failure\
                """;

        private static PaperImport of(Object[] row) {
            return new PaperImport(
                    (UUID) row[0],
                    ((Number) row[1]).longValue(),
                    (String) row[2],
                    (String) row[3],
                    (Integer) row[4],
                    (Integer) row[5],
                    (Integer) row[6],
                    (Integer) row[7],
                    (Integer) row[8],
                    State.valueOf((String) row[9]),
                    Objects.requireNonNull(instant(row[10])),
                    instant(row[11]),
                    (UUID) row[12],
                    row[13] == null ? null : Failure.of((String) row[13]));
        }

        private static @Nullable Instant instant(@Nullable Object time) {
            return time instanceof OffsetDateTime offset ? offset.toInstant() : (Instant) time;
        }
    }

    /** A survey that paper answers are for. */
    record Target(
            UUID survey,
            String key,
            String program,
            @Nullable String series,
            @Nullable String wave,
            Form form,
            SurveyKey surveyKey) {
        BulkAnswers.Survey answered() {
            return new BulkAnswers.Survey(survey, key, program, series, wave, form, surveyKey);
        }
    }

    /** Of a job; none: its survey has no key any more. Within a session. */
    Uni<@Nullable Target> target(PaperImport job) {
        return target(job.survey(), List.of(job.program()))
                .onFailure(SurveyClosed.class)
                .recoverWithNull();
    }

    @WithSession
    Uni<Target> targetOf(String survey, Collection<String> programs) {
        return target(survey, programs);
    }

    /** Within a session. */
    private Uni<Target> target(String survey, Collection<String> programs) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select id, key, program, instrument, instrument_version, support_group is not null as screens,
                                    occasion = 'organization' as of_organizations, series, wave
                                from survey where key = :key and program = any(cast(:programs as text[]))
                                """, Object[].class)
                        .setParameter("key", survey)
                        .setParameter("programs", programs.toArray(String[]::new))
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("No such survey in the programs assigned to you"))
                .chain(this::target);
    }

    private Uni<Target> target(Object[] row) {
        if ((Boolean) row[5]) {
            throw new NotOnPaper();
        }
        if ((Boolean) row[6]) {
            throw new AnsweredByOrganizations();
        }
        UUID survey = (UUID) row[0];
        return forms.get((String) row[3], (Integer) row[4])
                .chain(form -> keys.of(List.of(survey))
                        .map(found -> new Target(
                                survey,
                                (String) row[1],
                                (String) row[2],
                                (String) row[7],
                                (String) row[8],
                                form,
                                key(found, survey))));
    }

    private static SurveyKey key(Map<UUID, SurveyKey> keys, UUID survey) {
        SurveyKey key = keys.get(survey);
        if (key == null) {
            throw new SurveyClosed();
        }
        return key;
    }

    static final class NotOnPaper extends Refused {
        NotOnPaper() {
            super(
                    "A screening is answered by the person alone, who is shown what it comes to; nobody does so for them");
        }
    }

    static final class AnsweredByOrganizations extends Refused {
        AnsweredByOrganizations() {
            super("Organizations are asked, each of which answers once by one of its contacts, signed in");
        }
    }

    static final class SurveyClosed extends Refused {
        SurveyClosed() {
            super("The survey takes no more answers; it was made anonymous for good");
        }
    }

    /** The whole sheet, or nothing of it; within a transaction. */
    Uni<PaperImport> open(Target target, List<Packed> parts) {
        UUID id = UUID.randomUUID();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into paper_import (id, survey_id, rows, parts, state, created_at, finished_at)
                                values (:id, :survey, :rows, :parts, case when :parts = 0 then 'done' else 'waiting' end,
                                    :now, case when :parts = 0 then cast(:now as timestamptz) end)
                                """)
                        .setParameter("id", id)
                        .setParameter("survey", target.survey())
                        .setParameter(
                                "rows", parts.stream().mapToInt(Packed::rows).sum())
                        .setParameter("parts", parts.size())
                        .setParameter("now", now())
                        .executeUpdate()
                        .chain(() -> keep(session, id, parts))
                        .chain(() -> get(session, id, List.of(target.program()))));
    }

    private static Uni<?> keep(Mutiny.Session session, UUID id, List<Packed> parts) {
        return Multi.createFrom()
                .range(0, parts.size())
                .onItem()
                .transformToUniAndConcatenate(part -> session.createNativeQuery(
                                "insert into paper_part (import_id, part, sealed) values (:id, :part, :sealed)")
                        .setParameter("id", id)
                        .setParameter("part", part)
                        .setParameter("sealed", parts.get(part).content())
                        .executeUpdate())
                .collect()
                .last();
    }

    @WithSession
    Uni<PaperImport> get(UUID id, Collection<String> programs) {
        return Panache.getSession().chain(session -> get(session, id, programs));
    }

    private static Uni<PaperImport> get(Mutiny.Session session, UUID id, Collection<String> programs) {
        return session.createNativeQuery("""
                        select %s from paper_import i join survey s on s.id = i.survey_id
                        where i.id = :id and s.program = any(cast(:programs as text[]))
                        """.formatted(PaperImport.COLUMNS), Object[].class)
                .setParameter("id", id)
                .setParameter("programs", programs.toArray(String[]::new))
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("There is no such import in the programs assigned to you"))
                .map(PaperImport::of);
    }

    @WithSession
    Uni<List<Fault>> faults(UUID id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select line, field, code from paper_fault where import_id = :id order by position",
                                Object[].class)
                        .setParameter("id", id)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Fault((Integer) row[0], (String) row[1], (String) row[2]))
                        .toList());
    }

    /** One to work on, locked while the caller's transaction lasts: another replica takes another. */
    Uni<@Nullable PaperImport> next() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select %s from paper_import i join survey s on s.id = i.survey_id
                                where i.state in ('waiting', 'running')
                                order by i.position limit 1 for update of i skip locked
                                """.formatted(PaperImport.COLUMNS), Object[].class)
                        .getSingleResultOrNull())
                .map(row -> row == null ? null : PaperImport.of(row));
    }

    /** Within the transaction of {@link #next}; the part is gone with it. */
    Uni<byte[]> take(PaperImport job) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from paper_part where import_id = :id and part = :part returning part, sealed",
                                Object[].class)
                        .setParameter("id", job.id())
                        .setParameter("part", job.nextPart())
                        .getSingleResult())
                .map(row -> (byte[]) row[1]);
    }

    /** Where the work goes on, in the transaction of what was done. */
    Uni<Void> checkpoint(PaperImport job, int handled, int rejected, List<Fault> faults) {
        boolean done = job.nextPart() + 1 >= job.parts();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                update paper_import set next_part = next_part + 1, handled = handled + :handled,
                                    rejected = rejected + :rejected, state = :state,
                                    finished_at = case when :done then cast(:now as timestamptz) end
                                where id = :id
                                """)
                        .setParameter("id", job.id())
                        .setParameter("handled", handled)
                        .setParameter("rejected", rejected)
                        .setParameter("state", done ? "done" : "running")
                        .setParameter("done", done)
                        .setParameter("now", now())
                        .executeUpdate()
                        .chain(() -> keepFaults(session, job.id(), faults)));
    }

    /** It is not looked at again. What waits stays, unless nobody can read it any more. */
    Uni<Void> fail(PaperImport job, Failure failure) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with gone as (delete from paper_part where import_id = :id and cast(:gone as boolean))
                                update paper_import set state = 'failed', failure = :failure, finished_at = :now
                                where id = :id and state in ('waiting', 'running')
                                """)
                        .setParameter("id", job.id())
                        .setParameter("gone", failure == Failure.SURVEY_CLOSED)
                        .setParameter("failure", failure.wire())
                        .setParameter("now", now())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Lets a sheet that stopped go on where it did; within a transaction. */
    Uni<PaperImport> resume(UUID id, Collection<String> programs) {
        return Panache.getSession()
                .chain(session -> get(session, id, programs)
                        .chain(job -> session.createNativeQuery("""
                                        update paper_import i set state = 'running', failure = null, finished_at = null
                                        where id = :id and state = 'failed' and exists (select from paper_part p
                                            where p.import_id = i.id and p.part = i.next_part)
                                        """)
                                .setParameter("id", job.id())
                                .executeUpdate())
                        .invoke(resumed -> {
                            if (resumed == 0) {
                                throw new NothingToResume();
                            }
                        })
                        .chain(() -> get(session, id, programs)));
    }

    static final class NothingToResume extends Refused {
        NothingToResume() {
            super("The sheet has not stopped, or what waited of it is gone; hand it in again");
        }
    }

    @Scheduled(every = "6h", delayed = "8m", skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> forgetOld() {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                delete from paper_part p using paper_import i
                                where i.id = p.import_id and i.state = 'failed' and i.finished_at < :before
                                """)
                        .setParameter("before", now().minusDays(days))
                        .executeUpdate())
                .replaceWithVoid());
    }

    private static Uni<Void> keepFaults(Mutiny.Session session, UUID id, List<Fault> faults) {
        if (faults.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        insert into paper_fault (import_id, line, field, code)
                        select :id, line, field, code
                        from unnest(cast(:lines as int[]), cast(:fields as text[]), cast(:codes as text[]))
                            with ordinality as f (line, field, code, n)
                        where (select count(*) from paper_fault where import_id = :id) + n <= :most
                        order by n
                        """)
                .setParameter("id", id)
                .setParameter("lines", faults.stream().map(Fault::line).toArray(Integer[]::new))
                .setParameter("fields", faults.stream().map(Fault::field).toArray(String[]::new))
                .setParameter("codes", faults.stream().map(Fault::code).toArray(String[]::new))
                .setParameter("most", MOST_FAULTS)
                .executeUpdate()
                .replaceWithVoid();
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
