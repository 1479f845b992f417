package org.samverka.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.samverka.benchmarks.figures.Aim;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.benchmarks.load.Done;
import org.samverka.benchmarks.load.PgBench;

/**
 * How many enrollments a second the REST API takes: token check, validation, idempotency key, outbox, and the relay that
 * sends the events to Kafka meanwhile. Beside it pgbench runs the same statements on the same server, and the same
 * endpoint runs without its outbox.
 */
final class Enrollments implements Measure {
    private static final List<Integer> CLIENTS = List.of(1, 8, 32);
    private static final int MOST = 32;
    private static final int PEOPLE_PER_SECOND = 40_000;
    private static final double AIM = 0.4;
    private static final double NO_COLLAPSE = 0.9;

    private enum Variant {
        REST("enrollments/s"),
        PGBENCH("pgbench, same SQL"),
        PGBENCH_WITHOUT_NOTIFY("pgbench, same SQL but NOTIFY"),
        WITHOUT_OUTBOX("REST without outbox");

        private final String what;

        Variant(String what) {
            this.what = what;
        }

        String with(int clients) {
            return what + ", clients: " + clients;
        }
    }

    @Override
    public String name() {
        return "enrollments";
    }

    @Override
    public String purpose() {
        return "enrollments/s through REST, beside the same SQL from pgbench and the endpoint without outbox";
    }

    @Override
    public List<String> needs() {
        return List.of(PgBench.PROGRAM);
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of(
                "people", people(plan), "services", "participants; Kafka and the relay are at work, nobody consumes");
    }

    private static int people(Plan plan) {
        return PEOPLE_PER_SECOND * plan.seconds();
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(
                plan, name(), List.of("keycloak", "participants"), (rig, round) -> round(rig, plan, round, samples));
        List<Figure> figures = new ArrayList<>();
        for (int clients : CLIENTS) {
            Figure figure = samples.figure(Variant.REST.with(clients), "1/s");
            // First the one that is harder to reach.
            figure = samples.beside(figure, Variant.PGBENCH_WITHOUT_NOTIFY.with(clients));
            figure = samples.beside(figure, Variant.PGBENCH.with(clients));
            figure = samples.beside(figure, Variant.WITHOUT_OUTBOX.with(clients));
            figures.add(figure.aiming(Aim.ratioAtLeast(AIM)));
        }
        Figure most = samples.figure(Variant.REST.with(MOST), "1/s").named("no collapse with clients: " + MOST);
        figures.add(samples.beside(most, Variant.REST.with(8)).aiming(Aim.ratioAtLeast(NO_COLLAPSE)));
        for (int clients : CLIENTS) {
            figures.add(samples.figure(unsent(clients), "events"));
        }
        return figures;
    }

    private static void round(Rig rig, Plan plan, int round, Samples samples) throws Exception {
        rig.prepare(people(plan));
        PgBench pgbench = rig.anchor();
        makeATriggerThatLetsNothingIn(rig);
        rig.warmUp(MOST);
        pgbench.run(MOST, 2, true);
        for (int clients : CLIENTS) {
            for (Variant variant : Rounds.rotated(List.of(Variant.values()), round)) {
                rig.checkpoint();
                Done done = switch (variant) {
                    case REST -> rest(rig, clients, plan.seconds(), samples);
                    case PGBENCH -> pgbench.run(clients, plan.seconds(), true);
                    case PGBENCH_WITHOUT_NOTIFY -> pgbench.run(clients, plan.seconds(), false);
                    case WITHOUT_OUTBOX -> withoutOutbox(rig, clients, plan.seconds());
                };
                samples.add(variant.with(clients), done.perSecond());
                rig.tell(variant.with(clients) + ": " + Math.round(done.perSecond()) + "/s");
            }
        }
    }

    private static Done rest(Rig rig, int clients, int seconds, Samples samples) throws Exception {
        long before = rig.enrolled();
        Done done = rig.clients().run(clients, seconds);
        samples.add(unsent(clients), rig.waitingInOutbox());
        rig.awaitFollowed();
        requireAll(done, rig.enrolled() - before, clients);
        return done;
    }

    /** Nobody was answered without being enrolled; who was enrolled when the load ended may not have been answered. */
    private static void requireAll(Done done, long enrolled, int clients) {
        if (enrolled < done.count() || enrolled > done.count() + 2L * clients) {
            throw new IllegalStateException(done.count() + " answers, but " + enrolled + " enrollments");
        }
    }

    private static String unsent(int clients) {
        return "not yet in Kafka at the end, clients: " + clients;
    }

    /** With it nothing is stored, nobody is woken, nothing is sent; all else is as ever, the statement included. */
    private static void makeATriggerThatLetsNothingIn(Rig rig) throws Exception {
        try (Database database = rig.participants()) {
            database.execute(
                    "create function nothing() returns trigger language plpgsql as 'begin return null; end'",
                    "create trigger nothing before insert on outbox for each row execute function nothing()",
                    "alter table outbox disable trigger nothing");
        }
    }

    private static Done withoutOutbox(Rig rig, int clients, int seconds) throws Exception {
        try (Database database = rig.participants()) {
            database.execute("alter table outbox enable trigger nothing");
            Done done = rig.clients().run(clients, seconds);
            database.execute("alter table outbox disable trigger nothing");
            return done;
        }
    }
}
