package org.samverka.stack.demo.check;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.samverka.stack.StackFailure;

/** Asks again until something is so, or for as long as patience lasts. */
public record Patience(Duration atMost, Duration between) {
    /** What services tell each other is on its way for moments. */
    public static final Patience MOMENTS = new Patience(Duration.ofMinutes(1), Duration.ofMillis(10));

    /** Thousands of events are taken in, thousands of letters sent. */
    public static final Patience A_WHILE = new Patience(Duration.ofMinutes(4), Duration.ofMillis(50));

    /** The first that is as wanted, or else the last that was not. */
    public <T> T until(Supplier<T> ask, Predicate<? super T> wanted) {
        long end = System.nanoTime() + atMost.toNanos();
        T found = ask.get();
        while (!wanted.test(found) && System.nanoTime() < end) {
            pause();
            found = ask.get();
        }
        return found;
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(between.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while waiting", e);
        }
    }
}
