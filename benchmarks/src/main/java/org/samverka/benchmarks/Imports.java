package org.samverka.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.samverka.benchmarks.figures.Aim;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.benchmarks.load.Employee;

/**
 * How fast an organization's file of people goes in, from the request until the last row is in the database with its
 * events; and the same file again with one row of a hundred changed. Beside it COPY of the same rows.
 */
final class Imports implements Measure {
    private static final int ROWS = 100_000;
    private static final int WITH_NUMBERS = 20_000;
    private static final int WARM_UP = 10_000;
    private static final int ONE_CHANGED_OF = 100;
    private static final double AIM = 30_000;
    private static final double AGAIN_AIM = 0.3;
    private static final String PATH = "/people/import?organization=" + Rig.ORGANIZATION;

    private static final String RATE = "rows/s of a CSV of " + ROWS + " persons through REST";
    private static final String COPY = "COPY of the same rows";
    private static final String TOLD = "rows/s until the last event is in Kafka";
    private static final String NUMBERS = "rows/s with identity numbers";
    private static final String FIRST = "first import, s";
    private static final String AGAIN = "the same file with 1 % changed";

    private enum Variant {
        SERVICE,
        COPY
    }

    @Override
    public String name() {
        return "import";
    }

    @Override
    public String purpose() {
        return "rows/s of a CSV file of people through REST, and of the file again, beside COPY of the same rows";
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of(
                "rows",
                ROWS,
                "rowsToWarmUp",
                WARM_UP,
                "rowsWithIdentityNumbers",
                WITH_NUMBERS,
                "services",
                "participants");
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(plan, name(), List.of("keycloak", "participants"), (rig, round) -> round(rig, round, samples));
        List<Figure> figures = new ArrayList<>();
        figures.add(samples.beside(samples.figure(RATE, "1/s"), COPY).aiming(Aim.atLeast(AIM)));
        figures.add(samples.figure(TOLD, "1/s"));
        figures.add(samples.beside(samples.figure(AGAIN, "s"), FIRST).aiming(Aim.ratioAtMost(AGAIN_AIM)));
        figures.add(samples.figure(NUMBERS, "1/s"));
        return figures;
    }

    private static void round(Rig rig, int round, Samples samples) throws Exception {
        CsvImport imports = new CsvImport(rig);
        Path file = file(imports, "first.csv", 0, ROWS, number -> new Employee(number).csv(false));
        warmUp(rig, imports);
        for (Variant variant : Rounds.rotated(List.of(Variant.values()), round)) {
            switch (variant) {
                case SERVICE -> service(rig, imports, file, samples);
                case COPY -> samples.add(COPY, ROWS / imports.copySeconds(Employee.COLUMNS, file));
            }
        }
    }

    private static void warmUp(Rig rig, CsvImport imports) throws Exception {
        Path some = file(imports, "warm.csv", ROWS, WARM_UP, number -> new Employee(number).csv(false));
        imports.seconds(PATH, some, WARM_UP);
        rig.awaitFollowed();
    }

    private static void service(Rig rig, CsvImport imports, Path file, Samples samples) throws Exception {
        rig.checkpoint();
        long began = System.nanoTime();
        double first = imports.seconds(PATH, file, ROWS);
        rig.awaitFollowed();
        samples.add(TOLD, ROWS / ((System.nanoTime() - began) / 1e9));
        samples.add(RATE, ROWS / first);
        samples.add(FIRST, first);
        rig.tell("imported: " + Math.round(ROWS / first) + " rows/s");
        Path changed =
                file(imports, "again.csv", 0, ROWS, number -> new Employee(number).csv(number % ONE_CHANGED_OF == 0));
        rig.checkpoint();
        double again = imports.seconds(PATH, changed, ROWS / ONE_CHANGED_OF);
        samples.add(AGAIN, again);
        rig.tell("again with 1 % changed: " + again / first + " of the first");
        rig.awaitFollowed();
        Path numbered = imports.file(
                "numbers.csv",
                Employee.CSV_HEADER + ",identityNumber",
                IntStream.range(2 * ROWS, 2 * ROWS + WITH_NUMBERS)
                        .mapToObj(Employee::new)
                        .map(employee -> employee.csv(false) + "," + employee.identityNumber()));
        rig.checkpoint();
        samples.add(NUMBERS, WITH_NUMBERS / imports.seconds(PATH, numbered, WITH_NUMBERS));
        rig.awaitFollowed();
    }

    private static Path file(CsvImport imports, String name, int first, int rows, IntFunction<String> row)
            throws Exception {
        return imports.file(
                name, Employee.CSV_HEADER, IntStream.range(first, first + rows).mapToObj(row));
    }
}
