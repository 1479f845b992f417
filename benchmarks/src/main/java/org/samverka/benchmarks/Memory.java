package org.samverka.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.samverka.benchmarks.figures.Aim;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.stack.Stack;

/** Resident memory of each service, when it has nothing to do after its start and after load. */
final class Memory implements Measure {
    private static final List<String> SERVICES = List.of("participants", "sessions", "evaluation", "reporting");
    private static final List<String> OTHERS = List.of("postgres", "kafka", "keycloak");
    private static final Path PROC = Path.of("/proc");
    private static final double KIB_PER_MIB = 1024;
    private static final double BYTES_PER_MIB = 1024 * 1024;

    private static final int CLIENTS = 32;
    private static final int LONGER = 3;
    private static final int PEOPLE_PER_SECOND = 20_000;
    private static final long SETTLE_MILLIS = 10_000;
    private static final Aim IDLE_AIM = Aim.atMost(220);
    private static final Aim LOADED_AIM = Aim.atMost(350);

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String purpose() {
        return "MiB of resident memory, idle after the start and after load";
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of(
                "counted",
                "VmRSS of the process; what a service shares with others is counted for each",
                "idleAfterMillis",
                SETTLE_MILLIS,
                "load",
                "closed model, " + CLIENTS + " clients, " + LONGER * plan.seconds() + " s");
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(plan, name(), List.of(), (rig, round) -> round(rig, plan, samples));
        List<Figure> figures = new ArrayList<>();
        SERVICES.forEach(part -> figures.add(samples.figure(idle(part), "MiB").aiming(IDLE_AIM)));
        SERVICES.forEach(part -> figures.add(samples.figure(loaded(part), "MiB").aiming(LOADED_AIM)));
        OTHERS.forEach(part -> figures.add(samples.figure(idle(part), "MiB")));
        OTHERS.forEach(part -> figures.add(samples.figure(loaded(part), "MiB")));
        return figures;
    }

    private static void round(Rig rig, Plan plan, Samples samples) throws Exception {
        Thread.sleep(SETTLE_MILLIS);
        all().forEach(part -> samples.add(idle(part), memory(rig.stack(), part)));
        rig.prepare(PEOPLE_PER_SECOND * plan.seconds());
        rig.tellOfPeople();
        rig.clients().run(CLIENTS, LONGER * plan.seconds());
        rig.awaitFollowed();
        Thread.sleep(SETTLE_MILLIS);
        all().forEach(part -> samples.add(loaded(part), memory(rig.stack(), part)));
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(SERVICES);
        all.addAll(OTHERS);
        return all;
    }

    /** PostgreSQL is many processes that share most of their memory: there what is shared is counted once. */
    private static double memory(Stack stack, String part) {
        return part.equals("postgres") ? stack.footprint(part).memoryBytes() / BYTES_PER_MIB : resident(stack, part);
    }

    /** What a process that shares little holds now, in MiB. */
    static double resident(Stack stack, String part) {
        try {
            return Files.readAllLines(PROC.resolve(stack.pid(part) + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(part + " has ended"));
        } catch (IOException notLinux) {
            return stack.footprint(part).memoryBytes() / BYTES_PER_MIB;
        }
    }

    private static String idle(String part) {
        return part + ", idle";
    }

    private static String loaded(String part) {
        return part + ", after load";
    }
}
