package org.samverka.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.samverka.benchmarks.figures.Aim;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.stack.Stack;

/** How long each service takes from the start of its process until it says that it is ready, the others being idle. */
final class Start implements Measure {
    private static final List<String> SERVICES = List.of("participants", "sessions", "evaluation", "reporting");
    private static final int TIMES = 3;
    private static final long QUIET_MILLIS = 3_000;
    private static final Aim AIM = Aim.atMost(4);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String purpose() {
        return "seconds from the process's start until ready, wall and CPU";
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of("startsPerRound", TIMES, "ready", "asked for every 50 ms and more");
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(
                plan, name(), List.of("keycloak", "postgres", "kafka", "mail"), (rig, round) -> round(rig, samples));
        List<Figure> figures = new ArrayList<>();
        SERVICES.forEach(
                service -> figures.add(samples.figure(wall(service), "s").aiming(AIM)));
        SERVICES.forEach(service -> figures.add(samples.figure(cpu(service), "s")));
        SERVICES.forEach(service -> figures.add(samples.figure(first(service), "s")));
        return figures;
    }

    private static void round(Rig rig, Samples samples) throws InterruptedException {
        for (String service : SERVICES) {
            Thread.sleep(QUIET_MILLIS);
            samples.add(first(service), seconds(() -> rig.stack().start(service)));
        }
        for (String service : SERVICES) {
            for (int time = 0; time < TIMES; time++) {
                again(rig.stack(), service, samples);
            }
            rig.tell(service + ": " + samples.of(wall(service)));
        }
    }

    private static void again(Stack stack, String service, Samples samples) throws InterruptedException {
        stack.halt(service);
        Thread.sleep(QUIET_MILLIS);
        samples.add(wall(service), seconds(() -> stack.restart(service)));
        samples.add(cpu(service), stack.footprint(service).cpu().toNanos() / 1e9);
    }

    private static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }

    private static String wall(String service) {
        return service + ", until ready";
    }

    private static String cpu(String service) {
        return service + ", CPU until ready";
    }

    private static String first(String service) {
        return service + ", first start, new database";
    }
}
