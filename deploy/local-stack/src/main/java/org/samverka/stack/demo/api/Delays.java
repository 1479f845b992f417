package org.samverka.stack.demo.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** How long it took from REST answers to the figures that told of them. */
public final class Delays {
    private static final double NANOS_PER_MILLI = 1e6;

    private final List<Long> nanos = new ArrayList<>();

    /** Both as {@link System#nanoTime()} tells; a figure may be there before the answer has been read. */
    public void add(long answered, long seen) {
        nanos.add(Math.max(0, seen - answered));
        Collections.sort(nanos);
    }

    public boolean isEmpty() {
        return nanos.isEmpty();
    }

    /**
     * The delay that so large a share of all does not exceed.
     *
     * @param share 0.5 for the median
     */
    public double millis(double share) {
        int rank = (int) Math.ceil(share * nanos.size());
        return nanos.get(Math.max(0, rank - 1)) / NANOS_PER_MILLI;
    }

    @Override
    public String toString() {
        return isEmpty()
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "p50 %.0f ms, p95 %.0f ms, max %.0f ms (n = %d)",
                        millis(0.5),
                        millis(0.95),
                        millis(1),
                        nanos.size());
    }
}
