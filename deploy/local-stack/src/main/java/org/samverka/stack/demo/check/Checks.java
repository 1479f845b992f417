package org.samverka.stack.demo.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.samverka.stack.Console;

/** What was expected and what came, a line each. */
public final class Checks {
    private final Console console;
    private final long began = System.nanoTime();
    private final List<String> failed = new ArrayList<>();
    private int held;
    private int steps;
    private long stepBegan = began;

    public Checks(Console console) {
        this.console = console;
    }

    /** Begins a step, and says what the one before took. */
    public void step(String title) {
        took();
        steps++;
        console.print("");
        console.progress("step " + steps, title);
    }

    private void took() {
        long now = System.nanoTime();
        if (steps > 0) {
            note("step %d took %s".formatted(steps, seconds(now - stepBegan)));
        }
        stepBegan = now;
    }

    /** Something worth telling that nothing depends on. */
    public void note(String text) {
        console.print("  · " + text);
    }

    public void equal(String what, @Nullable Object expected, @Nullable Object actual) {
        if (Objects.equals(text(expected), text(actual))) {
            held(what, text(actual));
        } else {
            failed(what, "expected " + text(expected) + ", but it is " + text(actual));
        }
    }

    /** @param actual what is there, whether it is right or not */
    public void holds(String what, boolean right, Object actual) {
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
    public void broken(@Nullable String why) {
        failed("the play goes on", String.valueOf(why));
    }

    public void summary() {
        took();
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

    public boolean allHeld() {
        return failed.isEmpty();
    }

    /** As in 1 097. */
    public static String text(@Nullable Object value) {
        return value instanceof Integer || value instanceof Long
                ? String.format(Locale.ROOT, "%,d", ((Number) value).longValue())
                        .replace(',', ' ')
                : String.valueOf(value);
    }

    public static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    public static String perSecond(long number, long nanos) {
        return text(Math.round(number / Math.max(0.001, nanos / 1e9))) + "/s";
    }
}
