package org.samverka.benchmarks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import org.samverka.stack.Console;
import org.samverka.stack.Settings;
import org.samverka.stack.StackFailure;

/**
 * What the command line asks for.
 *
 * @param names the measures, none for all
 * @param rounds how often each is repeated, each time on a fresh stack
 * @param seconds how long load is put on for one value
 */
public record Plan(List<String> names, int rounds, int seconds, Console console) {
    private static final int ROUNDS = 3;
    private static final int SECONDS = 10;

    static Plan of(String... arguments) {
        Deque<String> left = new ArrayDeque<>(Arrays.asList(arguments));
        List<String> names = new ArrayList<>();
        int rounds = ROUNDS;
        int seconds = SECONDS;
        while (!left.isEmpty()) {
            String argument = left.remove();
            switch (argument) {
                case "--rounds" -> rounds = positive(argument, left);
                case "--seconds" -> seconds = positive(argument, left);
                default -> names.add(argument);
            }
        }
        return new Plan(List.copyOf(names), rounds, seconds, Console.standard());
    }

    private static int positive(String option, Deque<String> left) {
        try {
            int number = Integer.parseInt(left.remove());
            if (number > 0) {
                return number;
            }
        } catch (NoSuchElementException | NumberFormatException notANumber) {
            // Said below, as for a number that is too small.
        }
        throw new StackFailure(option + " takes a number above 0, as in " + option + " 5");
    }

    /** On the disk that holds a stack's data otherwise: in memory, commits would cost nothing. */
    Path folder() {
        return Settings.ofEnvironment().home().resolve("bench");
    }

    Path results() {
        return Settings.ofEnvironment().checkout().resolve("benchmarks/results");
    }
}
