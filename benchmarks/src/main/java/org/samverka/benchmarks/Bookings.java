package org.samverka.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.samverka.benchmarks.figures.Aim;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.benchmarks.load.Booking;
import org.samverka.benchmarks.load.ClosedModel;
import org.samverka.benchmarks.load.Done;
import org.samverka.benchmarks.load.Enrolling;
import org.samverka.benchmarks.load.HttpConnection;
import org.samverka.benchmarks.load.HttpRequests;
import org.samverka.benchmarks.load.PgBench;
import org.samverka.benchmarks.load.PgBench.Transaction;
import org.samverka.stack.Listener;

/**
 * How many bookings a second the REST API takes: in one session that everybody wants, and in many. Beside it pgbench runs
 * the same statements on the same server, one transaction for each booking, waiting for the same lock.
 */
final class Bookings implements Measure {
    private static final List<Integer> CLIENTS = List.of(1, 8, 32);
    private static final int SESSIONS = 16;
    private static final int PEOPLE = 100_000;
    private static final int PEOPLE_PER_SECOND = 60_000;
    private static final double AIM = 0.4;
    private static final String SERVICE = "sessions";

    private enum Variant {
        REST("bookings/s"),
        PGBENCH("pgbench, same SQL"),
        PGBENCH_WITHOUT_NOTIFY("pgbench, same SQL but NOTIFY");

        private final String what;

        Variant(String what) {
            this.what = what;
        }

        String with(Where where, int clients) {
            return what + ", " + where.what + ", clients: " + clients;
        }
    }

    private enum Where {
        HOT("one session", 1),
        MANY(SESSIONS + " sessions", SESSIONS);

        private final String what;
        private final int sessions;

        Where(String what, int sessions) {
            this.what = what;
            this.sessions = sessions;
        }
    }

    @Override
    public String name() {
        return "bookings";
    }

    @Override
    public String purpose() {
        return "bookings/s through REST in one session and in many, beside the same SQL from pgbench";
    }

    @Override
    public List<String> needs() {
        return List.of(PgBench.PROGRAM);
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of("people", people(plan), "services", "sessions; Kafka and the relay are at work, nobody consumes");
    }

    private static int people(Plan plan) {
        return PEOPLE + PEOPLE_PER_SECOND * plan.seconds();
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(plan, name(), List.of("keycloak", SERVICE), (rig, round) -> round(rig, plan, round, samples));
        List<Figure> figures = new ArrayList<>();
        for (Where where : Where.values()) {
            for (int clients : CLIENTS) {
                Figure figure = samples.figure(Variant.REST.with(where, clients), "1/s");
                figure = samples.beside(figure, Variant.PGBENCH_WITHOUT_NOTIFY.with(where, clients));
                figure = samples.beside(figure, Variant.PGBENCH.with(where, clients));
                figures.add(figure.aiming(Aim.ratioAtLeast(AIM)));
            }
        }
        return figures;
    }

    private static void round(Rig rig, Plan plan, int round, Samples samples) throws Exception {
        List<UUID> sessions = prepare(rig, people(plan));
        var next = new AtomicInteger();
        ClosedModel hot = clients(rig, sessions.subList(0, 1), next, plan);
        ClosedModel many = clients(rig, sessions, next, plan);
        many.run(32, 3);
        hot.run(32, 3);
        many.run(32, 3);
        Rig.await("the outbox to be empty", () -> outbox(rig), left -> left == 0);
        PgBench hotAnchor = rig.anchor(SERVICE, Transaction.booking(Rig.PROGRAM, sessions.subList(0, 1)))
                .from(next.get());
        PgBench manyAnchor = hotAnchor.with(Transaction.booking(Rig.PROGRAM, sessions));
        many.run(32, 3);
        for (Where where : Where.values()) {
            for (int clients : CLIENTS) {
                for (Variant variant : Rounds.rotated(List.of(Variant.values()), round)) {
                    rig.checkpoint();
                    Done done = switch (variant) {
                        case REST -> rest(rig, where == Where.HOT ? hot : many, clients, plan.seconds());
                        case PGBENCH ->
                            (where == Where.HOT ? hotAnchor : manyAnchor).run(clients, plan.seconds(), true);
                        case PGBENCH_WITHOUT_NOTIFY ->
                            (where == Where.HOT ? hotAnchor : manyAnchor).run(clients, plan.seconds(), false);
                    };
                    samples.add(variant.with(where, clients), done.perSecond());
                    rig.tell(variant.with(where, clients) + ": " + Math.round(done.perSecond()) + "/s");
                }
            }
        }
    }

    private static ClosedModel clients(Rig rig, List<UUID> sessions, AtomicInteger next, Plan plan) {
        return ClosedModel.of(new Booking(rig.requestsTo(Listener.SESSIONS), sessions, next, people(plan)));
    }

    /** Every answer was a seat: nobody waits, and no seat is counted twice. */
    private static Done rest(Rig rig, ClosedModel clients, int number, int seconds) throws Exception {
        long before = booked(rig);
        Done done = clients.run(number, seconds);
        Rig.await("the outbox to be empty", () -> outbox(rig), left -> left == 0);
        long booked = booked(rig) - before;
        if (booked < done.count() || booked > done.count() + 2L * number) {
            throw new IllegalStateException(done.count() + " answers, but " + booked + " bookings");
        }
        return done;
    }

    private static long booked(Rig rig) throws SQLException {
        try (Database database = Database.of(rig.stack(), SERVICE)) {
            long booked = database.number("select count(*) from booking where state = 'booked'");
            long counted = database.number("select coalesce(sum(taken), 0) from seat_count");
            if (booked != counted) {
                throw new IllegalStateException(booked + " bookings, but " + counted + " seats are counted");
            }
            return booked;
        }
    }

    private static long outbox(Rig rig) throws SQLException {
        try (Database database = Database.of(rig.stack(), SERVICE)) {
            return database.number("select count(*) from outbox");
        }
    }

    /** What the services would tell each other stands in the database; the sessions are scheduled, and then made larger. */
    private static List<UUID> prepare(Rig rig, int people) throws IOException, SQLException {
        try (Database database = Database.of(rig.stack(), SERVICE)) {
            database.execute(
                    "insert into program (key, version, target_groups) values ('%s', 1, array['%s'])"
                            .formatted(Rig.PROGRAM, Rig.TARGET_GROUP),
                    """
                    insert into enrollment (id, program, person_id, pseudonym, target_group, organization, state)
                    select gen_random_uuid(), '%s', %s, gen_random_uuid(), '%s', '%s', 'confirmed' from generate_series(0, %d) as n
                    """.formatted(
                            Rig.PROGRAM, Enrolling.personInSql("n"), Rig.TARGET_GROUP, Rig.ORGANIZATION, people - 1),
                    "vacuum analyze");
        }
        List<UUID> sessions = schedule(rig.requestsTo(Listener.SESSIONS));
        try (Database database = Database.of(rig.stack(), SERVICE)) {
            database.execute("update session set capacity = 1000000000");
        }
        return sessions;
    }

    private static List<UUID> schedule(HttpRequests requests) throws IOException {
        var sessions = new ArrayList<UUID>();
        try (HttpConnection connection = HttpConnection.to(requests.service())) {
            for (int i : IntStream.range(0, SESSIONS).toArray()) {
                var answer = connection.exchange(
                        requests.post("/sessions", UUID.randomUUID().toString(), """
                        {"program": "%s", "title": "Session %d", "startsAt": "2018-03-01T09:00", "zone": "Europe/Stockholm",
                         "hours": 3, "capacity": 100}""".formatted(Rig.PROGRAM, i)));
                answer.require(201);
                sessions.add(UUID.fromString(answer.body().replaceAll("(?s)^\\{\"id\":\"([^\"]+)\".*", "$1")));
            }
        }
        return sessions;
    }
}
