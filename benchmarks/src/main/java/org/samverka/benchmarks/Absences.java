package org.samverka.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.samverka.benchmarks.figures.Aim;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.benchmarks.load.Absent;
import org.samverka.benchmarks.load.Employee;

/** A million absences of one file: how fast they become facts, and whether the service needs more memory the longer it takes. */
final class Absences implements Measure {
    private static final int EMPLOYEES = 50_000;
    private static final int EACH = 20;
    private static final int ROWS = EMPLOYEES * EACH;
    private static final int SAMPLE_EVERY_MILLIS = 500;
    private static final double FLAT = 1.1;
    private static final double MOST_MIB = 350;

    private static final String RATE = "absences/s of a CSV through REST";
    private static final String COPY = "COPY of the same rows";
    private static final String MOST = "participants' memory, most of the run";
    private static final String LATE = "participants' memory in the last fifth";
    private static final String EARLY = "in the second fifth";
    private static final String UNSENT = "not yet in Kafka at the end";

    @Override
    public String name() {
        return "absences";
    }

    @Override
    public String purpose() {
        return "absences/s of a million, and the service's memory meanwhile";
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of("absences", ROWS, "employees", EMPLOYEES, "memory", "VmRSS, each " + SAMPLE_EVERY_MILLIS + " ms");
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(plan, name(), List.of("keycloak", "participants"), (rig, round) -> round(rig, samples));
        List<Figure> figures = new ArrayList<>();
        figures.add(samples.beside(samples.figure(RATE, "1/s"), COPY));
        figures.add(samples.figure(MOST, "MiB").aiming(Aim.atMost(MOST_MIB)));
        figures.add(samples.beside(samples.figure(LATE, "MiB"), EARLY).aiming(Aim.ratioAtMost(FLAT)));
        figures.add(samples.figure(UNSENT, "events"));
        return figures;
    }

    private static void round(Rig rig, Samples samples) throws Exception {
        CsvImport imports = new CsvImport(rig);
        Path people = imports.file(
                "people.csv",
                Employee.CSV_HEADER,
                IntStream.range(0, EMPLOYEES).mapToObj(number -> new Employee(number).csv(false)));
        imports.seconds("/people/import?organization=" + Rig.ORGANIZATION, people, EMPLOYEES);
        rig.awaitFollowed();
        Path file = imports.file("absences.csv", Absent.CSV_HEADER, absences());
        samples.add(COPY, ROWS / imports.copySeconds(Absent.COLUMNS, file));
        rig.checkpoint();
        List<Double> memory = new ArrayList<>();
        ScheduledExecutorService sampling = Executors.newSingleThreadScheduledExecutor();
        try {
            sampling.scheduleAtFixedRate(
                    () -> memory.add(Memory.resident(rig.stack(), "participants")),
                    0,
                    SAMPLE_EVERY_MILLIS,
                    TimeUnit.MILLISECONDS);
            double seconds = imports.seconds("/hr/imports?organization=" + Rig.ORGANIZATION, file, ROWS);
            samples.add(RATE, ROWS / seconds);
            rig.tell("imported: " + Math.round(ROWS / seconds) + " absences/s");
        } finally {
            sampling.shutdown();
            sampling.awaitTermination(1, TimeUnit.SECONDS);
        }
        samples.add(UNSENT, rig.waitingInOutbox());
        int fifth = memory.size() / 5;
        samples.add(MOST, most(memory));
        samples.add(EARLY, most(memory.subList(fifth, 2 * fifth)));
        samples.add(LATE, most(memory.subList(memory.size() - fifth, memory.size())));
        rig.awaitFollowed();
    }

    /** In the order of a payroll system: month by month, everybody. */
    private static Stream<String> absences() {
        return IntStream.range(0, EACH)
                .boxed()
                .flatMap(absence -> IntStream.range(0, EMPLOYEES)
                        .mapToObj(number -> new Absent(new Employee(number), absence).csv()));
    }

    private static double most(List<Double> memory) {
        return memory.stream().mapToDouble(mib -> mib).max().orElse(0);
    }
}
