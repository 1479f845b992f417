package org.samverka.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.samverka.benchmarks.figures.Aim;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.benchmarks.load.Arrivals;
import org.samverka.benchmarks.load.Done;
import org.samverka.benchmarks.load.OpenModel;
import org.samverka.benchmarks.load.PgBench;
import org.samverka.stack.Stack;

/**
 * Processor time that one enrollment costs in the whole chain, from the request until the last consumer has taken its
 * event: what the services, PostgreSQL and Kafka use while so many are enrolled, divided by how many those are. What
 * they use without any load is part of it.
 */
final class Cpu implements Measure {
    private static final List<String> CHAIN =
            List.of("participants", "sessions", "evaluation", "reporting", "postgres", "kafka");

    private static final int STEADY_PER_SECOND = 200;
    private static final int CLIENTS = 32;
    private static final int LONGER = 2;
    private static final int PEOPLE_PER_SECOND = 20_000;
    private static final double AIM_MILLIS = 1.5;

    private static final String STEADY = "CPU ms per enrollment at " + STEADY_PER_SECOND + "/s";
    private static final String SATURATED = "CPU ms per enrollment, saturated";
    private static final String PGBENCH = "PostgreSQL alone, pgbench same SQL";
    private static final String RATE = "enrollments/s, all services at work, clients: " + CLIENTS;
    private static final String PGBENCH_RATE = "pgbench, same SQL, clients: " + CLIENTS;
    private static final String COUNTED = "enrollments/s until all are counted";
    private static final String IDLE = "CPU ms per second without load";

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String purpose() {
        return "CPU ms per enrollment over services, PostgreSQL and Kafka, until the last consumer is done";
    }

    @Override
    public List<String> needs() {
        return List.of(PgBench.PROGRAM);
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of("chain", CHAIN, "secondsOfSteadyLoad", LONGER * plan.seconds());
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(plan, name(), List.of(), (rig, round) -> round(rig, plan, samples));
        List<Figure> figures = new ArrayList<>();
        figures.add(samples.beside(samples.figure(STEADY, "ms"), PGBENCH).aiming(Aim.atMost(AIM_MILLIS)));
        CHAIN.forEach(part -> figures.add(samples.figure(of(part, STEADY), "ms")));
        figures.add(samples.beside(samples.figure(SATURATED, "ms"), PGBENCH).aiming(Aim.atMost(AIM_MILLIS)));
        CHAIN.forEach(part -> figures.add(samples.figure(of(part, SATURATED), "ms")));
        figures.add(samples.beside(samples.figure(RATE, "1/s"), PGBENCH_RATE));
        figures.add(samples.figure(COUNTED, "1/s"));
        figures.add(samples.figure(IDLE, "ms"));
        return figures;
    }

    private static void round(Rig rig, Plan plan, Samples samples) throws Exception {
        rig.prepare(PEOPLE_PER_SECOND * plan.seconds());
        PgBench pgbench = rig.anchor();
        rig.tellOfPeople();
        rig.warmUp(CLIENTS);
        idle(rig, plan.seconds(), samples);
        int seconds = LONGER * plan.seconds();
        OpenModel.run(Arrivals.during(plan.seconds(), STEADY_PER_SECOND), rig.enrolling());
        rig.awaitFollowed();
        perEnrollment(
                STEADY,
                rig,
                samples,
                () -> OpenModel.run(Arrivals.during(seconds, STEADY_PER_SECOND), rig.enrolling()));
        perEnrollment(SATURATED, rig, samples, () -> saturate(rig, plan.seconds(), samples));
        anchor(rig, pgbench, plan.seconds(), samples);
    }

    private static void idle(Rig rig, int seconds, Samples samples) throws InterruptedException {
        Duration before = sum(used(rig.stack()));
        Thread.sleep(1000L * seconds);
        samples.add(IDLE, millis(sum(used(rig.stack())).minus(before)) / seconds);
    }

    private interface Load {
        void put() throws Exception;
    }

    private static void perEnrollment(String what, Rig rig, Samples samples, Load load) throws Exception {
        rig.checkpoint();
        long before = rig.enrolled();
        Map<String, Duration> usedBefore = used(rig.stack());
        load.put();
        rig.awaitFollowed();
        Map<String, Duration> usedAfter = used(rig.stack());
        double enrolled = rig.enrolled() - before;
        samples.add(what, millis(sum(usedAfter).minus(sum(usedBefore))) / enrolled);
        usedAfter.forEach((part, used) ->
                samples.add(of(part, what), millis(used.minus(usedBefore.getOrDefault(part, used))) / enrolled));
        rig.tell(what + ": " + samples.of(what).get(samples.of(what).size() - 1));
    }

    private static void saturate(Rig rig, int seconds, Samples samples) throws Exception {
        long began = System.nanoTime();
        long before = rig.enrolled();
        Done done = rig.clients().run(CLIENTS, seconds);
        samples.add(RATE, done.perSecond());
        try (Statistic statistic = Statistic.of(rig)) {
            long all = rig.enrolled();
            Rig.await("the statistic to show all", statistic::value, value -> value >= all);
            samples.add(COUNTED, (all - before) / ((System.nanoTime() - began) / 1e9));
        }
    }

    private static void anchor(Rig rig, PgBench pgbench, int seconds, Samples samples) throws Exception {
        pgbench.run(CLIENTS, 2, true);
        rig.checkpoint();
        Duration before = rig.stack().footprint("postgres").cpu();
        Done done = pgbench.run(CLIENTS, seconds, true);
        samples.add(PGBENCH, millis(rig.stack().footprint("postgres").cpu().minus(before)) / done.count());
        samples.add(PGBENCH_RATE, done.perSecond());
    }

    private static Map<String, Duration> used(Stack stack) {
        Map<String, Duration> used = new LinkedHashMap<>();
        CHAIN.forEach(part -> used.put(part, stack.footprint(part).cpu()));
        return used;
    }

    private static Duration sum(Map<String, Duration> used) {
        return used.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static String of(String part, String what) {
        return "  " + part + (what.equals(STEADY) ? "" : " (saturated)");
    }
}
