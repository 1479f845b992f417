package org.samverka.stack.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.samverka.stack.Console;

/** What was expected and what came, a line each. */
final class Checks {
    private final Console console;
    private final long began = System.nanoTime();
    private final List<String> failed = new ArrayList<>();
    private int held;
    private int steps;

    Checks(Console console) {
        this.console = console;
    }

    void step(String title) {
        steps++;
        console.print("");
        console.progress("step " + steps, title);
    }

    /** Something worth telling that nothing depends on. */
    void note(String text) {
        console.print("  · " + text);
    }

    void equal(String what, @Nullable Object expected, @Nullable Object actual) {
        if (Objects.equals(text(expected), text(actual))) {
            held(what, text(actual));
        } else {
            failed(what, "expected " + text(expected) + ", but it is " + text(actual));
        }
    }

    /** @param actual what is there, whether it is right or not */
    void holds(String what, boolean right, Object actual) {
        if (right) {
            held(what, text(actual));
        } else {
            failed(what, "but it is " + text(actual));
        }
    }

    private void held(String what, String actual) {
        held++;
        console.print(String.format(Locale.ROOT, "  ✓ %-68s %s", what, actual));
    }

    private void failed(String what, String how) {
        failed.add(what + ": " + how);
        console.print("  ✗ " + what + ": " + how);
    }

    /** The play cannot go on. */
    void broken(@Nullable String why) {
        failed("the play goes on", String.valueOf(why));
    }

    void summary() {
        console.print("");
        double seconds = (System.nanoTime() - began) / 1e9;
        if (allHeld()) {
            console.print(String.format(Locale.ROOT, "All %d checks held; the play took %.1f s.", held, seconds));
        } else {
            console.print(String.format(
                    Locale.ROOT,
                    "%d of %d checks did not hold (%.1f s):",
                    failed.size(),
                    failed.size() + held,
                    seconds));
            failed.forEach(each -> console.print("  ✗ " + each));
            console.print("On kept data that somebody has changed meanwhile, ./samverka reset begins anew.");
        }
    }

    boolean allHeld() {
        return failed.isEmpty();
    }

    /** As in 1 097. */
    static String text(@Nullable Object value) {
        return value instanceof Integer || value instanceof Long
                ? String.format(Locale.ROOT, "%,d", ((Number) value).longValue())
                        .replace(',', ' ')
                : String.valueOf(value);
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    static String perSecond(long number, long nanos) {
        return text(Math.round(number / Math.max(0.001, nanos / 1e9))) + "/s";
    }
}
