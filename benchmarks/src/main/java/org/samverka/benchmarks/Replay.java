package org.samverka.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.samverka.benchmarks.figures.Aim;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.benchmarks.load.HttpRequests;
import org.samverka.stack.Listener;

/**
 * How fast reporting-service with an empty database makes its statistics anew from the log: for each person that they
 * became known and that they were enrolled. Beside it Kafka's own consumer, which does nothing with what it takes.
 */
final class Replay implements Measure {
    private static final int PEOPLE = 150_000;
    private static final int EVENTS = 2 * PEOPLE;
    private static final String TOPIC = "samverka.participants.v1";

    /** Reads the same topic, and not anew when statistics do. */
    private static final String NOTIFICATIONS = "reporting-notifications";

    private static final int LOOK_EVERY_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final double AIM = 20_000;

    private static final String REPLAYED = "events/s from the first to the last counted";
    private static final String WHOLE = "events/s, start of the service included";
    private static final String RELAYED = "events/s from the outbox to Kafka";

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String purpose() {
        return "events/s that become statistics when reporting-service starts anew, beside a bare Kafka consumer";
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of("events", EVENTS, "what", "person-changed and participant-enrolled for each of " + PEOPLE);
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(plan, name(), List.of("keycloak", "participants"), (rig, round) -> round(rig, round, samples));
        List<Figure> figures = new ArrayList<>();
        figures.add(samples.beside(samples.figure(REPLAYED, "1/s"), BareConsumer.NAME)
                .aiming(Aim.atLeast(AIM)));
        figures.add(samples.figure(WHOLE, "1/s"));
        figures.add(samples.figure(RELAYED, "1/s"));
        return figures;
    }

    private static void round(Rig rig, int round, Samples samples) throws Exception {
        rig.prepare(PEOPLE);
        fillTheLog(rig, samples);
        rig.stack().halt("participants");
        try (ConsumerGroups groups = new ConsumerGroups(rig.stack().kafka())) {
            groups.skipToEnd(NOTIFICATIONS, TOPIC);
        }
        if (round % 2 == 0) {
            consume(rig, samples);
            replay(rig, samples);
        } else {
            replay(rig, samples);
            consume(rig, samples);
        }
    }

    /** Through the outbox, so that the events are on the wire exactly as they would be. */
    private static void fillTheLog(Rig rig, Samples samples) throws Exception {
        try (Database database = rig.participants()) {
            database.execute("""
                    insert into outbox (shard, id, topic, key, type, payload)
                    select 0, gen_random_uuid(), 'samverka.participants.v1', p.id, e.type, e.payload
                    from person p cross join lateral (values
                        (1, 'org.samverka.participants.person-changed.v1',
                            json_build_object('personId', p.id, 'pseudonym', p.pseudonym, 'organization', p.organization,
                                'gender', p.gender, 'birthYear', p.birth_year, 'extent', p.extent, 'leader', p.leader, 'active', p.active)),
                        (2, 'org.samverka.participants.participant-enrolled.v1',
                            json_build_object('enrollmentId', gen_random_uuid(), 'program', '%s', 'personId', p.id, 'pseudonym', p.pseudonym,
                                'targetGroup', '%s', 'organization', p.organization, 'state', 'confirmed', 'date', '2018-03-01'))
                        ) as e (n, type, payload)
                    order by p.position, e.n
                    """.formatted(Rig.PROGRAM, Rig.TARGET_GROUP));
        }
        long began = System.nanoTime();
        rig.awaitFollowed();
        samples.add(RELAYED, EVENTS / ((System.nanoTime() - began) / 1e9));
        rig.tell("sent by the relay: " + Math.round(last(samples, RELAYED)) + "/s");
    }

    private static void replay(Rig rig, Samples samples) throws Exception {
        HttpRequests requests = rig.requestsTo(Listener.REPORTING);
        long began = System.nanoTime();
        CompletableFuture<?> starting =
                CompletableFuture.runAsync(() -> rig.stack().start("reporting"));
        long deadline = began + PATIENCE.toNanos();
        long counted = Statistic.valueIfAny(requests);
        while (counted < PEOPLE) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The statistic stays at " + counted + " instead of " + PEOPLE);
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
            counted = Statistic.valueIfAny(requests);
        }
        long ended = System.nanoTime();
        double now = System.currentTimeMillis() / 1e3;
        starting.get();
        try (Database database = Database.of(rig.stack(), "reporting")) {
            // The time of the first batch's transaction.
            double first = database.decimal("select extract(epoch from min(received_at)) from inbox");
            samples.add(REPLAYED, EVENTS / (now - first));
        }
        samples.add(WHOLE, EVENTS / ((ended - began) / 1e9));
        rig.tell("replayed: " + Math.round(last(samples, REPLAYED)) + "/s");
    }

    private static void consume(Rig rig, Samples samples) throws Exception {
        samples.add(BareConsumer.NAME, BareConsumer.perSecond(rig, TOPIC, EVENTS));
    }

    private static double last(Samples samples, String what) {
        List<Double> rounds = samples.of(what);
        return rounds.get(rounds.size() - 1);
    }
}
