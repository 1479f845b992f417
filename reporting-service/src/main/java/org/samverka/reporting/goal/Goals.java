package org.samverka.reporting.goal;

import static org.samverka.reporting.goal.Standings.changes;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.reporting.goal.Judgments.Judgment;
import org.samverka.reporting.goal.Standings.Known;
import org.samverka.reporting.program.Program;
import org.samverka.reporting.program.Programs;

/**
 * Judges the goals of programs in which something has happened, one program after the other, and of all others now and
 * then: time passes too. A change of state is told in the transaction that keeps it.
 */
@ApplicationScoped
class Goals {
    private static final Logger LOG = Logger.getLogger(Goals.class);

    private final Programs programs;
    private final Judgments judgments;
    private final Standings standings;
    private final Outbox outbox;
    private final Pool database;
    private final Clock clock;
    private final Duration every;

    Goals(
            Programs programs,
            Judgments judgments,
            Standings standings,
            Outbox outbox,
            Pool database,
            Clock clock,
            @ConfigProperty(name = "samverka.goals.every") Duration every) {
        this.programs = programs;
        this.judgments = judgments;
        this.standings = standings;
        this.outbox = outbox;
        this.database = database;
        this.clock = clock;
        this.every = every;
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> judgeWhatIsDue() {
        return Uni.createFrom()
                .deferred(this::judgeNext)
                .repeat()
                .whilst(more -> more)
                .collect()
                .last()
                .onFailure()
                .invoke(failure -> LOG.errorf(failure, "Goals could not be judged; they will be again"))
                .replaceWithVoid();
    }

    private Uni<Boolean> judgeNext() {
        return takeDue()
                .chain(program -> program == null
                        ? Uni.createFrom().item(false)
                        : programs.required(program).chain(this::judge).replaceWith(true));
    }

    /** Whoever takes it has the time until it is due again; what happens meanwhile makes it due at once. */
    private Uni<@Nullable String> takeDue() {
        return database.preparedQuery("""
                        update program.due set at = clock_timestamp() + make_interval(secs => $1)
                        where program = (
                            select d.program from program.due d join program.definition p on p.key = d.program
                            where d.at <= clock_timestamp() order by d.at limit 1 for update of d skip locked)
                        returning program
                        """)
                .execute(Tuple.of((double) every.toSeconds()))
                .map(rows -> rows.iterator().hasNext() ? rows.iterator().next().getString("program") : null);
    }

    Uni<Void> judge(Program program) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), program.zone());
        return standings
                .now()
                .chain(judgedAt -> standings
                        .of(program.key())
                        .chain(known -> judgments(program, today, known)
                                .chain(judged -> Panache.withTransaction(() -> standings
                                        .locked(program.key())
                                        .chain(before -> standings
                                                .keep(program, judged, before, today, judgedAt)
                                                .chain(() -> outbox.append(
                                                        changes(program, judged, before, today, judgedAt))))))));
    }

    private Uni<List<Judgment>> judgments(Program program, LocalDate today, Map<String, Known> known) {
        return Multi.createFrom()
                .iterable(program.goals())
                .onItem()
                .transformToUniAndConcatenate(goal -> {
                    Known before = known.get(goal.key());
                    return judgments.judge(program, goal, today, before == null ? ShownShares.NONE : before.shown());
                })
                .collect()
                .asList();
    }
}
