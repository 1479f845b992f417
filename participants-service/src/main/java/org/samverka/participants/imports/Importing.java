package org.samverka.participants.imports;

import static java.util.stream.Collectors.toSet;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.tuples.Tuple2;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.HrEvent;
import org.samverka.contracts.HrEvent.EmploymentSlice;
import org.samverka.contracts.delivery.Faults;
import org.samverka.contracts.delivery.Received;
import org.samverka.participants.hr.Facts;
import org.samverka.participants.hr.Facts.Rejected;
import org.samverka.participants.identity.IdentityNumber;
import org.samverka.participants.identity.IdentityNumbers;
import org.samverka.participants.identity.Vault;
import org.samverka.participants.identity.Vault.Sealed;
import org.samverka.participants.imports.Imports.Outcome;
import org.samverka.participants.imports.Job.Format;
import org.samverka.participants.imports.Job.Order;
import org.samverka.participants.imports.Reading.Fault;
import org.samverka.participants.imports.Reading.Statement;
import org.samverka.participants.imports.SaidBefore.Known;
import org.samverka.participants.person.PersonRef;

/**
 * Takes files in: a file is read to its end before it is accepted, its rows wait sealed in the database, and are worked
 * off part by part, each in one transaction with the checkpoint. So whatever interrupts the work, it goes on after the
 * last part and nothing is done twice.
 */
@ApplicationScoped
class Importing {
    private static final Logger LOG = Logger.getLogger(Importing.class);

    private final Imports imports;
    private final SaidBefore saidBefore;
    private final DryRuns dryRuns;
    private final Facts facts;
    private final IdentityNumbers numbers;
    private final Vault vault;
    private final Workers workers;

    /** The part after the one that was worked on last. Parts never change. */
    private volatile @Nullable Ahead ahead;

    Importing(
            Imports imports,
            SaidBefore saidBefore,
            DryRuns dryRuns,
            Facts facts,
            IdentityNumbers numbers,
            Vault vault,
            Workers workers) {
        this.imports = imports;
        this.saidBefore = saidBefore;
        this.dryRuns = dryRuns;
        this.facts = facts;
        this.numbers = numbers;
        this.vault = vault;
        this.workers = workers;
    }

    /**
     * Reads a file to its end.
     *
     * @param kept what else belongs to having accepted the file, in the same transaction
     */
    Uni<Job> receive(Order order, Mapping mapping, Path file, Function<Job, Uni<Void>> kept) {
        UUID id = UUID.randomUUID();
        return workers.run(() -> rows(order, mapping, file))
                .chain(rows -> imports.open(id, order)
                        .chain(() -> store(id, rows, 0, kept))
                        .eventually(() -> workers.run(() -> close(rows))))
                .onFailure()
                .call(() -> imports.drop(id));
    }

    Uni<Boolean> forget(Path file) {
        return workers.run(() -> Files.deleteIfExists(file));
    }

    private static Rows rows(Order order, Mapping mapping, Path file) throws IOException {
        var stream = Files.newInputStream(file);
        try {
            return order.format() == Format.csv ? CsvRows.of(stream, order.kind(), mapping) : PaxmlRows.of(stream);
        } catch (RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    private static boolean close(Rows rows) throws IOException {
        rows.close();
        return true;
    }

    private record Part(int rows, Sealed kept) {}

    private Uni<Job> store(UUID id, Rows rows, int part, Function<Job, Uni<Void>> kept) {
        return workers.run(() -> seal(id, rows.part(), part))
                .chain(read -> read.rows() == 0
                        ? Panache.withTransaction(
                                () -> imports.ready(id, rows.skipped()).call(kept::apply))
                        : imports.add(id, part, read.rows(), read.kept()).chain(() -> store(id, rows, part + 1, kept)));
    }

    private Part seal(UUID id, List<Row> rows, int part) throws IOException {
        return new Part(rows.size(), vault.seal(PartBytes.of(rows), id + "/" + part));
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> work() {
        return step().chain(worked -> worked ? work() : Uni.createFrom().voidItem());
    }

    /** Works on one part of the import that came first, if there is one. */
    Uni<Boolean> step() {
        return Panache.withTransaction(() -> imports.next()
                        .chain(job -> job == null
                                ? Uni.createFrom().item(false)
                                : handle(job).replaceWith(true)))
                .onFailure(AllOrNone.class)
                .recoverWithUni(failure -> refuse((AllOrNone) failure))
                .onFailure(Stuck.class)
                .recoverWithUni(failure -> fail((Stuck) failure));
    }

    private Uni<Void> handle(Job job) {
        Uni<Outcome> handled =
                job.order().atomic() && !job.order().dryRun() ? all(job, 0, Outcome.NONE) : part(job, job.nextPart());
        return handled.chain(outcome -> imports.checkpoint(job, outcome))
                .onFailure(failure -> !(failure instanceof AllOrNone) && !Faults.willPass(failure))
                .transform(failure -> new Stuck(job, failure));
    }

    /** A row of an import that takes all or none was wrong; what the others did is undone. */
    private static final class AllOrNone extends RuntimeException {
        private final transient Job job;
        private final transient Outcome outcome;

        AllOrNone(Job job, Outcome outcome) {
            super(null, null, false, false);
            this.job = job;
            this.outcome = outcome;
        }
    }

    private static final class Stuck extends RuntimeException {
        private final transient Job job;

        Stuck(Job job, Throwable cause) {
            super(cause);
            this.job = job;
        }
    }

    private Uni<Boolean> refuse(AllOrNone wrong) {
        return Panache.withTransaction(() -> imports.refuse(wrong.job, wrong.outcome))
                .replaceWith(true);
    }

    /** The class of the fault only: its message may quote a value. */
    private Uni<Boolean> fail(Stuck stuck) {
        Throwable cause = stuck.getCause() == null ? stuck : stuck.getCause();
        LOG.errorf(
                "Import %s stopped at part %d: %s",
                stuck.job.id(), stuck.job.nextPart(), cause.getClass().getName());
        LOG.debug("Why an import stopped", cause);
        return Panache.withTransaction(() -> imports.fail(stuck.job, "internal-error"))
                .replaceWith(true);
    }

    private Uni<Outcome> all(Job job, int part, Outcome before) {
        if (part == job.parts()) {
            if (before.rejected() > 0) {
                throw new AllOrNone(job, before);
            }
            return Uni.createFrom().item(before);
        }
        return part(job, part).chain(outcome -> all(job, part + 1, before.and(outcome)));
    }

    private Uni<Outcome> part(Job job, int part) {
        return read(job, part)
                .chain(read -> imports.part(job.id(), part + 1)
                        .chain(next -> whileReading(job, part + 1, next, takeIn(job, read))));
    }

    private Uni<Outcome> takeIn(Job job, Read read) {
        return known(job, read.statements())
                .chain(known -> workers.run(() -> decide(job, read, known)))
                .chain(decided -> job.order().dryRun()
                        ? dryRuns.keep(job, decided.news()).replaceWith(() -> decided.outcome(List.of()))
                        : apply(job, decided));
    }

    private Uni<Known> known(Job job, List<Statement> statements) {
        Uni<Known> known = saidBefore.about(job, statements);
        return job.order().dryRun() ? known.chain(before -> dryRuns.with(before, job, statements)) : known;
    }

    /** The rows of a part as what they state; {@code rows} counts also those that state nothing. */
    private record Read(int rows, List<Statement> statements, List<Fault> faults) {}

    private record Ahead(UUID job, int part, Read read) {}

    private Uni<Read> read(Job job, int part) {
        Ahead done = ahead;
        if (done != null && done.job().equals(job.id()) && done.part() == part) {
            return Uni.createFrom().item(done.read());
        }
        return imports.part(job.id(), part)
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException("Part %d is missing".formatted(part)))
                .chain(kept -> workers.run(() -> read(job, part, kept)));
    }

    /** Reads the next part, if there is one, while the database is at work on this one. */
    private Uni<Outcome> whileReading(Job job, int part, @Nullable Sealed kept, Uni<Outcome> work) {
        ahead = null;
        if (kept == null) {
            return work;
        }
        // What cannot be read fails when it is its turn.
        Uni<@Nullable Read> reading = workers.<@Nullable Read>run(() -> read(job, part, kept))
                .onFailure()
                .recoverWithNull();
        return Uni.combine()
                .all()
                .unis(work, reading)
                .asTuple()
                .invoke(both -> ahead = both.getItem2() == null ? null : new Ahead(job.id(), part, both.getItem2()))
                .map(Tuple2::getItem1);
    }

    private Read read(Job job, int part, Sealed kept) throws IOException {
        Order order = job.order();
        var reading = new Reading(
                order.organization(),
                Mapping.ofWriting(order.writing(), order.country()),
                text -> numbers.read(text, order.country()),
                saidBefore::fingerprint);
        var statements = new ArrayList<Statement>();
        var faults = new ArrayList<Fault>();
        List<Row> rows = PartBytes.rows(vault.open(kept, job.id() + "/" + part));
        for (Row row : rows) {
            Statement statement = reading.read(row, order.kind(), faults);
            if (statement != null) {
                statements.add(statement);
            }
        }
        return new Read(rows.size(), statements, faults);
    }

    /** What is new in a part, as the events that would have said it. */
    private record Decided(int rows, int unchanged, List<News> news, List<Fault> faults) {
        Outcome outcome(List<Fault> more) {
            var all = new ArrayList<>(faults);
            all.addAll(more);
            int rejected = all.stream().map(Fault::line).collect(toSet()).size();
            return new Outcome(1, rows, rows - rejected - unchanged, unchanged, rejected, all);
        }
    }

    /** @param version of what is said of the same thing, from 1 */
    record News(Statement statement, Received<HrEvent> event, int version) {}

    private Decided decide(Job job, Read read, Known known) {
        var faults = new ArrayList<>(read.faults());
        var news = new LinkedHashMap<String, News>();
        int unchanged = 0;
        for (int i = 0; i < read.statements().size(); i++) {
            Statement statement = read.statements().get(i);
            News twin = news.get(statement.ref());
            if (twin != null) {
                if (twin.statement().fingerprint().equals(statement.fingerprint())) {
                    unchanged++;
                } else {
                    faults.add(new Fault(
                            statement.line(), null, "stated-twice", "Another row says something else of the same"));
                }
                continue;
            }
            SaidBefore.Said before = known.said().get(statement.ref());
            if (known.saidTheSame(i, statement)) {
                unchanged++;
                continue;
            }
            Fault fault = known.fault(statement, before, job);
            if (fault != null) {
                faults.add(fault);
                continue;
            }
            int version = before == null ? 1 : before.version() + 1;
            news.put(
                    statement.ref(),
                    new News(statement, event(job, known.fact(statement, version), statement.line()), version));
        }
        return new Decided(read.rows(), unchanged, List.copyOf(news.values()), faults);
    }

    private static Received<HrEvent> event(Job job, HrEvent fact, long line) {
        return new Received<>(
                fact, fact.ref(), job.source(), job.id() + ":" + line, job.createdAt(), "%012d".formatted(line), null);
    }

    private Uni<Outcome> apply(Job job, Decided decided) {
        return facts.takeIn(decided.news().stream().map(News::event).toList())
                .chain(rejected -> keep(job, decided, rejected));
    }

    private Uni<Outcome> keep(Job job, Decided decided, List<Rejected> rejected) {
        Map<String, String> reasons = new HashMap<>();
        rejected.forEach(each -> reasons.put(each.event().id(), each.reason()));
        List<News> accepted = decided.news().stream()
                .filter(news -> !reasons.containsKey(news.event().id()))
                .toList();
        List<Fault> faults = decided.news().stream()
                .filter(news -> reasons.containsKey(news.event().id()))
                .map(news -> new Fault(
                        news.statement().line(),
                        null,
                        reasons.getOrDefault(news.event().id(), ""),
                        "It contradicts what is kept already"))
                .toList();
        return numbers.keep(numbersOf(accepted))
                .chain(() -> saidBefore.keep(
                        job,
                        accepted.stream()
                                .map(news -> new SaidBefore.Said(
                                        news.statement().ref(),
                                        news.statement().fingerprint(),
                                        news.version(),
                                        job.id()))
                                .toList()))
                .replaceWith(decided.outcome(faults));
    }

    private static Map<PersonRef, IdentityNumber> numbersOf(List<News> accepted) {
        var found = new HashMap<PersonRef, IdentityNumber>();
        for (News news : accepted) {
            IdentityNumber number = news.statement().number();
            if (number != null && news.statement().fact() instanceof EmploymentSlice slice) {
                found.put(new PersonRef(slice.organization(), slice.personRef()), number);
            }
        }
        return found;
    }
}
