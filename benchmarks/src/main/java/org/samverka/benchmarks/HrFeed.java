package org.samverka.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.samverka.benchmarks.figures.Aim;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.benchmarks.load.Absent;
import org.samverka.benchmarks.load.Employee;
import org.samverka.stack.demo.hr.HrMessage;
import org.samverka.stack.demo.hr.HrPartner;

/**
 * How fast the events of a partner's HR system come from Kafka into the database, with all that follows from them: who is
 * hired, changes, moves, leaves and is absent. Beside it COPY of the same events as rows, and a bare Kafka consumer.
 */
final class HrFeed implements Measure {
    private static final int EVENTS = 100_000;
    private static final int WARM_UP = 20_000;
    private static final int AT_ONCE = 5_000;

    /** Of ten events of the feed so many are about who is hired; each of the others is about one of these. */
    private static final int HIRED_OF_TEN = 5;

    private static final String TOPIC = "samverka.hr.v1";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int LOOK_EVERY_MILLIS = 10;
    private static final double AIM = 30_000;

    private static final String RATE = "HR events/s from Kafka into the database";
    private static final String COPY = "COPY of the same events";
    private static final String TOLD = "events/s until the last consequence is in Kafka";

    private enum Variant {
        SERVICE,
        COPY,
        CONSUMER
    }

    @Override
    public String name() {
        return "hr-feed";
    }

    @Override
    public String purpose() {
        return "HR events/s from Kafka into the database, beside COPY of the same events and a bare Kafka consumer";
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of(
                "events",
                EVENTS,
                "eventsToWarmUp",
                WARM_UP,
                "what",
                "of ten: 5 hired, 1 changed, 1 moved, 1 left, 2 absences");
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(plan, name(), List.of("keycloak", "participants"), (rig, round) -> round(rig, round, samples));
        List<Figure> figures = new ArrayList<>();
        Figure rate = samples.beside(samples.figure(RATE, "1/s"), COPY);
        figures.add(samples.beside(rate, BareConsumer.NAME).aiming(Aim.atLeast(AIM)));
        figures.add(samples.figure(TOLD, "1/s"));
        return figures;
    }

    private static void round(Rig rig, int round, Samples samples) throws Exception {
        rig.stack().halt("participants");
        List<HrMessage> feed = feed();
        try (HrPartner partner = new HrPartner(rig.stack().kafka())) {
            for (int first = 0; first < feed.size(); first += AT_ONCE) {
                partner.publish(feed.subList(first, Math.min(feed.size(), first + AT_ONCE)));
            }
        }
        Path file = rows(rig, feed);
        for (Variant variant : Rounds.rotated(List.of(Variant.values()), round)) {
            switch (variant) {
                case SERVICE -> service(rig, samples);
                case COPY -> samples.add(COPY, EVENTS / new CsvImport(rig).copySeconds("""
                        id text primary key, key text, source text, type text, time timestamptz, sequence text, data text
                        """, file));
                case CONSUMER -> samples.add(BareConsumer.NAME, BareConsumer.perSecond(rig, TOPIC, WARM_UP + EVENTS));
            }
        }
    }

    /** The whole log, the first of it to warm up. */
    private static List<HrMessage> feed() {
        List<HrMessage> feed = new ArrayList<>(WARM_UP + EVENTS);
        for (int number = 0; feed.size() < WARM_UP + EVENTS; number++) {
            feed.add(message(feed, new Employee(number), "employee.hired", hired(number)));
            if (number % HIRED_OF_TEN == HIRED_OF_TEN - 1) {
                others(feed, number);
            }
        }
        return feed;
    }

    private static String hired(int number) {
        return new Employee(number).json(Rig.ORGANIZATION, false);
    }

    private static void others(List<HrMessage> feed, int last) {
        Employee changed = new Employee(last);
        Employee moved = new Employee(last - 1);
        Employee left = new Employee(last - 2);
        feed.add(message(feed, changed, "employee.changed", changed.json(Rig.ORGANIZATION, true)));
        feed.add(message(feed, moved, "employee.moved", """
                {"employmentRef":"%s","effectiveFrom":"2022-02-01","toUnit":"u-1"}""".formatted(moved.employmentRef())));
        feed.add(message(feed, left, "employee.left", """
                {"employmentRef":"%s","lastDay":"2024-02-01"}""".formatted(left.employmentRef())));
        for (int absence = 0; absence < 2; absence++) {
            Employee absent = new Employee(last - 3 - absence);
            feed.add(message(feed, absent, "absence.started", new Absent(absent, absence).json()));
        }
    }

    private static HrMessage message(List<HrMessage> feed, Employee about, String type, String data) {
        int n = feed.size();
        return new HrMessage(
                about.employmentRef(),
                "event-" + n,
                "urn:partner:" + Rig.ORGANIZATION,
                "org.samverka.hr." + type + ".v1",
                Instant.parse("2025-01-01T00:00:00Z").plusMillis(n),
                String.format(Locale.ROOT, "%010d", n),
                data,
                false);
    }

    private static Path rows(Rig rig, List<HrMessage> feed) throws IOException {
        Path file = rig.stack().settings().home().resolve("feed.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("id,key,source,type,time,sequence,data\n");
            for (HrMessage message : feed.subList(WARM_UP, feed.size())) {
                out.write(String.join(
                        ",",
                        message.id(),
                        message.key(),
                        message.source(),
                        message.type(),
                        message.time().toString(),
                        message.sequence(),
                        '"' + message.data().replace("\"", "\"\"") + "\"\n"));
            }
        }
        return file;
    }

    private static void service(Rig rig, Samples samples) throws Exception {
        CompletableFuture<?> starting =
                CompletableFuture.runAsync(() -> rig.stack().start("participants"));
        try (Database database = rig.participants()) {
            long first = awaitReceived(database, WARM_UP);
            long began = System.nanoTime();
            awaitReceived(database, WARM_UP + EVENTS);
            samples.add(RATE, (WARM_UP + EVENTS - first) / ((System.nanoTime() - began) / 1e9));
            rig.tell("taken in: " + Math.round(last(samples)) + " events/s");
            starting.get();
            rig.awaitFollowed();
            samples.add(TOLD, (WARM_UP + EVENTS - first) / ((System.nanoTime() - began) / 1e9));
            requireAll(database);
        }
    }

    private static double last(Samples samples) {
        List<Double> rounds = samples.of(RATE);
        return rounds.get(rounds.size() - 1);
    }

    private static long awaitReceived(Database database, int events) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long received = 0;
        while (received < events) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Only " + received + " events were taken in");
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
            received = database.number("select coalesce(sum(received), 0) from hr_source");
        }
        return received;
    }

    private static void requireAll(Database database) throws Exception {
        long people = database.number("select count(*) from person");
        long rejected = database.number("select sum(rejected) from hr_source");
        if (people != (WARM_UP + EVENTS) * HIRED_OF_TEN / 10 || rejected > 0) {
            throw new IllegalStateException(people + " people came of it, and " + rejected + " events were put aside");
        }
    }
}
