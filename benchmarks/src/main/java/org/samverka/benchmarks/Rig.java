package org.samverka.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.samverka.benchmarks.figures.Flatness;
import org.samverka.benchmarks.load.ClosedModel;
import org.samverka.benchmarks.load.Enrolling;
import org.samverka.benchmarks.load.HttpConnection;
import org.samverka.benchmarks.load.HttpRequests;
import org.samverka.benchmarks.load.PgBench;
import org.samverka.benchmarks.load.PgBench.Transaction;
import org.samverka.stack.Listener;
import org.samverka.stack.Settings;
import org.samverka.stack.Stack;

/** A running stack with a program that anybody can enter, many people who can, and a way to see what became of it. */
public final class Rig implements AutoCloseable {
    public static final String PROGRAM = "heja-halsan";
    public static final String TARGET_GROUP = "everybody";
    public static final String ORGANIZATION = "olofstrom";

    private static final String PARTICIPANTS = "participants";
    private static final String ANCHOR = "anchor";
    private static final String COORDINATOR = "coordinator";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int WARM_UP_SECONDS = 5;
    private static final int WARM_UP_SLICES = 18;

    private static final String DEFINITION = """
        key: %s
        name: What is measured with
        period: { from: 2017-10-01, to: 2019-11-30 }
        zone: Europe/Stockholm
        languages: [sv]
        organizations: [{ key: %s, role: owner }]
        targetGroups: [{ key: %s, name: Everybody }]
        """.formatted(PROGRAM, ORGANIZATION, TARGET_GROUP);

    private final Stack stack;
    private final Plan plan;
    private @Nullable ConsumerGroups groups;
    private @Nullable Enrolling enrolling;

    Rig(Stack stack, Plan plan) {
        this.stack = stack;
        this.plan = plan;
    }

    public Stack stack() {
        return stack;
    }

    Database participants() throws SQLException {
        return Database.of(stack, PARTICIPANTS);
    }

    public HttpRequests requestsTo(Listener service) {
        return requestsTo(service, COORDINATOR);
    }

    public HttpRequests requestsTo(Listener service, String user) {
        return new HttpRequests(stack.api(service), stack.realm().token(user));
    }

    /** Defines the program through the API and puts people into the database, who would come with an HR feed. */
    public void prepare(int people) throws IOException, SQLException {
        HttpRequests requests = requestsTo(Listener.PARTICIPANTS);
        try (HttpConnection connection = HttpConnection.to(requests.service())) {
            connection
                    .exchange(requests.put("/programs/" + PROGRAM, "application/yaml", DEFINITION))
                    .require(201);
        }
        try (Database database = participants()) {
            database.execute("""
                insert into person (id, pseudonym, organization, person_ref, gender, birth_year, language, stamp, extent, active, employments)
                select %s, gen_random_uuid(), '%s', 'bench-' || n, case when n %% 8 = 0 then 'man' else 'woman' end,
                    1955 + n %% 45, 'sv', '', 1, true, 1
                from generate_series(0, %d) as n
                """.formatted(Enrolling.personInSql("n"), ORGANIZATION, people - 1), "vacuum analyze");
        }
        enrolling = new Enrolling(requests, PROGRAM, TARGET_GROUP, people);
    }

    Enrolling enrolling() {
        if (enrolling == null) {
            throw new IllegalStateException("Nobody was prepared to be enrolled");
        }
        return enrolling;
    }

    ClosedModel clients() {
        return ClosedModel.of(enrolling());
    }

    /** Tells the other services of the people, as an HR feed would make participants-service do. */
    void tellOfPeople() throws Exception {
        try (Database database = participants()) {
            database.execute("""
                insert into outbox (shard, id, topic, key, type, payload)
                select 0, gen_random_uuid(), 'samverka.participants.v1', id, 'org.samverka.participants.person-changed.v1',
                    json_build_object('personId', id, 'pseudonym', pseudonym, 'organization', organization,
                        'gender', gender, 'birthYear', birth_year, 'extent', extent, 'leader', leader, 'active', active)
                from person order by position
                """);
        }
        awaitFollowed();
    }

    /** Puts the load on that is to come, until the rate stays the same. */
    void warmUp(int clients) throws Exception {
        ClosedModel load = clients();
        Flatness flatness = new Flatness(WARM_UP_SLICES);
        double rate;
        do {
            rate = load.run(clients, WARM_UP_SECONDS).perSecond();
        } while (!flatness.reachedWith(rate));
        plan.console().progress("", "warm at " + Math.round(rate) + " enrollments/s with " + clients + " clients");
        awaitFollowed();
    }

    /** For what is measured beside. */
    PgBench anchor() throws IOException, SQLException {
        return anchor(PARTICIPANTS, Transaction.enrollment(PROGRAM));
    }

    /** A copy of a service's database that no service knows. */
    PgBench anchor(String service, Transaction transaction) throws SQLException {
        // A database can be copied while nobody uses it.
        stack.halt(service);
        try (Database server = Database.of(stack, "postgres")) {
            server.execute("create database %s template %s owner %s".formatted(ANCHOR, service, service));
        }
        stack.restart(service);
        Settings settings = stack.settings();
        return new PgBench("127.0.0.1", settings.port(Listener.POSTGRES), ANCHOR, service, transaction);
    }

    /** What is written to disk at some time has been written now. */
    public void checkpoint() throws SQLException {
        try (Database server = Database.of(stack, "postgres")) {
            server.execute("checkpoint");
        }
    }

    long enrolled() throws SQLException {
        try (Database database = participants()) {
            return database.number("select count(*) from enrollment");
        }
    }

    long waitingInOutbox() throws SQLException {
        try (Database database = participants()) {
            return database.number("select count(*) from outbox");
        }
    }

    /** Until every event has left participants-service and every consumer has taken it. */
    public void awaitFollowed() throws Exception {
        if (groups == null) {
            groups = new ConsumerGroups(stack.kafka());
        }
        ConsumerGroups known = groups;
        await("the outbox to be empty", this::waitingInOutbox, left -> left == 0);
        await("the consumers to follow", known::lag, left -> left == 0);
    }

    /** Asks rarely: asking takes processor time too. */
    static void await(String what, Callable<Long> number, LongPredicate enough) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (long last = number.call(); !enough.test(last); last = number.call()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Waited too long for " + what + "; it is at " + last);
            }
            Thread.sleep(100);
        }
    }

    /** A line of progress about what was just measured. */
    public void tell(String what) {
        plan.console().progress("", what);
    }

    @Override
    public void close() {
        if (groups != null) {
            groups.close();
        }
    }
}
