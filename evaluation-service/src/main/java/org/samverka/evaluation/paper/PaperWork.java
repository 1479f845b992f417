package org.samverka.evaluation.paper;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.delivery.Faults;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.paper.Paper.Fault;
import org.samverka.evaluation.paper.Paper.Read;
import org.samverka.evaluation.paper.PaperImports.Failure;
import org.samverka.evaluation.paper.PaperImports.PaperImport;
import org.samverka.evaluation.paper.PaperImports.Target;
import org.samverka.evaluation.response.BulkAnswers;
import org.samverka.evaluation.response.BulkAnswers.Given;
import org.samverka.evaluation.response.BulkAnswers.Prepared;

/**
 * Works sheets off part by part: the answers, their events and the checkpoint in one transaction each. Whatever interrupts
 * it, it goes on after the last part, and nothing is taken twice.
 */
@ApplicationScoped
class PaperWork {
    /** Where it is said that a sheet was handed in. */
    static final String HANDED_IN = "paper-handed-in";

    private static final Logger LOG = Logger.getLogger(PaperWork.class);

    private final PaperImports imports;
    private final BulkAnswers answers;
    private final Workers workers;

    PaperWork(PaperImports imports, BulkAnswers answers, Workers workers) {
        this.imports = imports;
        this.answers = answers;
        this.workers = workers;
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> work() {
        return step().chain(worked -> worked ? work() : Uni.createFrom().voidItem());
    }

    /** A sheet has come: nobody waits for the next look at the clock. */
    @ConsumeEvent(HANDED_IN)
    Uni<Void> handedIn(String sheet) {
        return work();
    }

    /** Whether there was anything to do. */
    private Uni<Boolean> step() {
        return Panache.withTransaction(() -> imports.next()
                        .chain(job -> job == null
                                ? Uni.createFrom().item(false)
                                : part(job).replaceWith(true)))
                .onFailure(Stuck.class)
                .recoverWithUni(stuck -> fail((Stuck) stuck));
    }

    /** What passes by itself is tried again; what does not stops this sheet, and the others go on. */
    private Uni<Void> part(PaperImport job) {
        return imports.target(job)
                .chain(target -> work(job, target))
                .onFailure(failure -> !Faults.willPass(failure))
                .transform(failure -> new Stuck(job, failure));
    }

    private static final class Stuck extends RuntimeException {
        private final transient PaperImport job;

        Stuck(PaperImport job, Throwable cause) {
            super(cause);
            this.job = job;
        }
    }

    /** The class of the fault only: its message may quote a value. */
    private Uni<Boolean> fail(Stuck stuck) {
        PaperImport job = stuck.job;
        LOG.errorf(
                "Sheet %s stopped at part %d: %s",
                job.id(),
                job.nextPart(),
                Objects.requireNonNull(stuck.getCause()).getClass().getName());
        return Panache.withTransaction(() -> imports.fail(job, Failure.INTERNAL_ERROR))
                .replaceWith(true);
    }

    private Uni<Void> work(PaperImport job, @Nullable Target target) {
        return target == null
                ? imports.fail(job, Failure.SURVEY_CLOSED)
                : imports.take(job)
                        .chain(content -> workers.run(
                                () -> Read.of(Sheet.unpack(target.surveyKey().open(content)))))
                        .chain(read -> forms(target, read)
                                .chain(forms -> workers.run(() -> judge(target, read, forms)))
                                .chain(judged -> answers.keep(judged.prepared())
                                        .chain(() -> imports.checkpoint(
                                                job,
                                                read.papers().size() + read.rejected(),
                                                judged.rejected(),
                                                judged.faults()))));
    }

    /** Whose form it is, and what may be kept of them. */
    private record Form(
            UUID person,
            Gender gender,
            @Nullable String organization,
            @Nullable String targetGroup) {}

    private static Uni<Map<UUID, Form>> forms(Target target, Read read) {
        UUID[] codes = read.papers().stream()
                .map(Paper::assignment)
                .filter(Objects::nonNull)
                .toArray(UUID[]::new);
        return codes.length == 0
                ? Uni.createFrom().item(Map.of())
                : Panache.getSession().chain(session -> forms(session, target, codes));
    }

    private static Uni<Map<UUID, Form>> forms(Mutiny.Session session, Target target, UUID[] codes) {
        return session.createNativeQuery("""
                        select a.id, a.person_id, p.gender, p.organization, a.target_group
                        from assignment a left join person p on p.id = a.person_id
                        where a.survey_id = :survey and a.id = any(cast(:codes as uuid[])) and a.person_id is not null
                        """, Object[].class)
                .setParameter("survey", target.survey())
                .setParameter("codes", codes)
                .getResultList()
                .map(rows -> {
                    var forms = new HashMap<UUID, Form>();
                    rows.forEach(row -> forms.put(
                            (UUID) row[0],
                            new Form(
                                    (UUID) row[1],
                                    row[2] == null ? Gender.unknown : Gender.valueOf((String) row[2]),
                                    (String) row[3],
                                    (String) row[4])));
                    return forms;
                });
    }

    private record Judged(Prepared prepared, List<Fault> faults, int rejected) {}

    private Judged judge(Target target, Read read, Map<UUID, Form> forms) {
        var given = new ArrayList<Given>(read.papers().size());
        var faults = new ArrayList<>(read.faults());
        int rejected = read.rejected();
        for (Paper paper : read.papers()) {
            Form form = paper.assignment() == null ? null : forms.get(paper.assignment());
            if (paper.assignment() != null && form == null) {
                faults.add(new Fault(paper.line(), Sheet.ASSIGNMENT, "unknown-assignment"));
                rejected++;
                continue;
            }
            try {
                given.add(given(paper, form, target));
            } catch (Invalid invalid) {
                faults.addAll(paper.faults(invalid));
                rejected++;
            }
        }
        return new Judged(answers.prepare(target.answered(), given), faults, rejected);
    }

    private static Given given(Paper paper, @Nullable Form form, Target target) {
        var filled = target.form().fill(paper.answers());
        return form == null
                ? new Given(null, paper.gender(), paper.organization(), paper.targetGroup(), filled)
                : new Given(form.person(), form.gender(), form.organization(), form.targetGroup(), filled);
    }
}
