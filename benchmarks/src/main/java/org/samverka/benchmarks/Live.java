package org.samverka.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.samverka.benchmarks.figures.Aim;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Percentiles;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.benchmarks.load.Appearances;
import org.samverka.benchmarks.load.Arrivals;
import org.samverka.benchmarks.load.OpenModel;

/**
 * How long after the REST answer the public statistic shows an enrollment. Enrollments arrive at a fixed rate; one
 * client asks for the statistic again and again.
 */
final class Live implements Measure {
    private static final List<Integer> RATES = List.of(50, 200, 500);
    private static final List<Integer> PERCENTILES = List.of(50, 95, 99);
    private static final int AIM_RATE = 200;
    private static final Map<Integer, Aim> AIMS = Map.of(50, Aim.atMost(25), 99, Aim.atMost(100));

    private static final int RUN_UP_SECONDS = 3;
    private static final int LONGER = 2;
    private static final int WARM_UP_CLIENTS = 8;
    private static final int PEOPLE_TO_WARM_UP = 60_000;
    private static final long PAUSE_NANOS = 3_000_000;
    private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();

    @Override
    public String name() {
        return "live";
    }

    @Override
    public String purpose() {
        return "ms from the REST answer to the changed public statistic, at a fixed rate of enrollments";
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of(
                "load", "open model, evenly spaced; the first " + RUN_UP_SECONDS + " s are left out",
                "secondsAtEachRate", LONGER * plan.seconds(),
                "observer", "one client, " + PAUSE_NANOS / 1_000_000 + " ms between answer and next request");
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(plan, name(), List.of(), (rig, round) -> round(rig, plan, round, samples));
        List<Figure> figures = new ArrayList<>();
        for (int rate : RATES) {
            for (int percentile : PERCENTILES) {
                Figure figure = samples.figure(delay(rate, percentile), "ms");
                Aim aim = AIMS.get(percentile);
                figures.add(rate == AIM_RATE && aim != null ? figure.aiming(aim) : figure);
            }
            for (int percentile : PERCENTILES) {
                figures.add(samples.figure(answer(rate, percentile), "ms"));
            }
            figures.add(samples.figure(looks(rate), "1/s"));
        }
        return figures;
    }

    private static void round(Rig rig, Plan plan, int round, Samples samples) throws Exception {
        int seconds = RUN_UP_SECONDS + LONGER * plan.seconds();
        rig.prepare(PEOPLE_TO_WARM_UP
                + seconds * RATES.stream().mapToInt(rate -> rate).sum());
        rig.tellOfPeople();
        rig.warmUp(WARM_UP_CLIENTS);
        for (int rate : Rounds.rotated(RATES, round)) {
            rig.checkpoint();
            measure(rig, Arrivals.during(seconds, rate), samples);
        }
    }

    private static void measure(Rig rig, Arrivals arrivals, Samples samples) throws Exception {
        int rate = arrivals.perSecond();
        long before = rig.enrolled();
        Appearances appearances = new Appearances(before);
        long began = System.nanoTime();
        OpenModel.Log log;
        long looks;
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Statistic statistic = Statistic.of(rig)) {
            CompletableFuture<Long> watching = CompletableFuture.supplyAsync(
                    () -> watch(statistic, appearances, before + arrivals.count()), thread);
            log = OpenModel.run(arrivals, rig.enrolling());
            looks = got(watching);
        } finally {
            thread.shutdownNow();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        int runUp = RUN_UP_SECONDS * rate;
        long[] delays = appearances.delays(log.answered(), before);
        Percentiles delay = Percentiles.of(Arrays.copyOfRange(delays, runUp, delays.length));
        Percentiles answer = Percentiles.of(log.latencies(runUp));
        for (int percentile : PERCENTILES) {
            samples.add(delay(rate, percentile), delay.millisAt(percentile));
            samples.add(answer(rate, percentile), answer.millisAt(percentile));
        }
        samples.add(looks(rate), looks / seconds);
        rig.tell("at " + rate + "/s shown after " + Math.round(delay.millisAt(50)) + " ms (p50), "
                + Math.round(delay.millisAt(99)) + " ms (p99)");
    }

    private static long watch(Statistic statistic, Appearances appearances, long upTo) {
        try {
            return statistic.watch(appearances, upTo, PAUSE_NANOS, PATIENCE_NANOS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long got(CompletableFuture<Long> watching) throws Exception {
        try {
            return watching.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static String delay(int rate, int percentile) {
        return "answer to statistic at " + rate + "/s, p" + percentile;
    }

    private static String answer(int rate, int percentile) {
        return "request due to answer at " + rate + "/s, p" + percentile;
    }

    private static String looks(int rate) {
        return "looks of the observer at " + rate + "/s";
    }
}
