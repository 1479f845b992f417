package org.samverka.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.samverka.stack.Console;
import org.samverka.stack.Settings;
import org.samverka.stack.Stack;

/** Plays a measure's rounds, each on a stack of its own with fresh databases and an empty log. */
public final class Rounds {
    private Rounds() {}

    public interface Round {
        void on(Rig rig, int round) throws Exception;
    }

    /** @param parts what is started, none for all */
    public static void play(Plan plan, String measure, List<String> parts, Round round) throws Exception {
        for (int number = 1; number <= plan.rounds(); number++) {
            Files.createDirectories(plan.folder());
            Path home = Files.createTempDirectory(plan.folder(), measure + "-" + number + "-");
            plan.console().progress(measure, "round " + number + " of " + plan.rounds());
            try {
                playOn(home, plan, parts, round, number);
            } catch (Exception e) {
                plan.console().print("The logs are kept in " + home.resolve("log"));
                throw e;
            }
            delete(home);
        }
    }

    private static void playOn(Path home, Plan plan, List<String> parts, Round round, int number) throws Exception {
        Stack stack = new Stack(Settings.onFreePorts(home), Console.quiet());
        Thread onInterrupt = new Thread(stack::stop, "stopping");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try (Rig rig = new Rig(stack.start(parts.toArray(String[]::new)), plan)) {
            round.on(rig, number);
        } finally {
            stack.stop();
        }
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
    }

    /** Another order each round, so that no variant always comes first. */
    public static <T> List<T> rotated(List<T> variants, int round) {
        List<T> rotated = new ArrayList<>(variants);
        Collections.rotate(rotated, 1 - round);
        return rotated;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
