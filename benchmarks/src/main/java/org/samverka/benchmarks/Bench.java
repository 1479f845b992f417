package org.samverka.benchmarks;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.samverka.benchmarks.figures.Machine;
import org.samverka.benchmarks.figures.Report;
import org.samverka.benchmarks.load.Program;
import org.samverka.benchmarks.sessions.Calendar;
import org.samverka.benchmarks.sessions.Invitations;
import org.samverka.benchmarks.sessions.Planning;
import org.samverka.stack.Console;
import org.samverka.stack.StackFailure;

/** {@code ./samverka bench [NAME...] [--rounds N] [--seconds N]}: measures, prints tables and keeps the results. */
public final class Bench {
    private static final List<Measure> ALL = List.of(
            new Start(),
            new Memory(),
            new Enrollments(),
            new Bookings(),
            new Live(),
            new Cpu(),
            new Replay(),
            new Imports(),
            new HrFeed(),
            new Absences(),
            new Search(),
            new Seats(),
            new Planning(),
            new Calendar(),
            new Invitations());

    private static final String WRK = "wrk";
    private static final String INSTALL = "on Debian: apt-get install postgresql-contrib wrk";
    private static final String SERVICE_OPTIONS = "SAMVERKA_JAVA_OPTS";

    private Bench() {}

    /** Returns the exit status: 0 when everything was measured, whatever the figures. */
    public static int run(String... arguments) throws Exception {
        Plan plan = Plan.of(arguments);
        List<Measure> wanted = wanted(plan);
        for (Measure measure : wanted) {
            requireInstalled(measure);
        }
        for (Measure measure : wanted) {
            play(measure, plan);
        }
        return 0;
    }

    static List<Measure> wanted(Plan plan) {
        List<String> names = ALL.stream().map(Measure::name).toList();
        plan.names().stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw new StackFailure("There is no measure \"" + name + "\"; there are " + String.join(", ", names));
        });
        return ALL.stream()
                .filter(measure -> plan.names().isEmpty() || plan.names().contains(measure.name()))
                .toList();
    }

    private static void requireInstalled(Measure measure) {
        measure.needs().stream()
                .filter(program -> !Program.isInstalled(program))
                .findFirst()
                .ifPresent(program -> {
                    throw new StackFailure(
                            "\"" + measure.name() + "\" needs " + program + ", which is not installed; " + INSTALL);
                });
    }

    private static void play(Measure measure, Plan plan) throws Exception {
        Console console = plan.console();
        console.print("");
        console.print(measure.name() + ": " + measure.purpose());
        Machine machine = Machine.now();
        if (machine.isBusy()) {
            console.print(
                    "The machine is busy (load " + machine.loadBefore() + "): figures are lower than when it is quiet");
        }
        if (!Program.isInstalled(WRK)) {
            console.print("wrk is not installed, a generator of our own stands in and takes more time; " + INSTALL);
        }
        Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Report report =
                new Report(measure.name(), began.toString(), machine, settings(measure, plan), measure.measure(plan));
        report.table().forEach(console::print);
        write(report, plan);
    }

    /** In Java the arguments of a constructor are evaluated in order: these are known before it is measured. */
    private static Map<String, Object> settings(Measure measure, Plan plan) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("rounds", plan.rounds());
        settings.put("seconds", plan.seconds());
        settings.put(SERVICE_OPTIONS, System.getenv().getOrDefault(SERVICE_OPTIONS, "as ./samverka up"));
        settings.putAll(measure.settings(plan));
        return settings;
    }

    private static void write(Report report, Plan plan) throws IOException {
        plan.console().print("  kept in " + report.writeInto(plan.results()));
    }
}
