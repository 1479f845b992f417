package org.samverka.benchmarks.figures;

import java.util.Arrays;

/** Percentiles of everything that was measured, nothing binned or thrown away. */
public final class Percentiles {
    private final long[] sorted;

    private Percentiles(long[] sorted) {
        this.sorted = sorted;
    }

    public static Percentiles of(long[] measured) {
        if (measured.length == 0) {
            throw new IllegalArgumentException("Nothing was measured");
        }
        long[] sorted = measured.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    /** The smallest value that at least this percentage of all values does not exceed (nearest rank). */
    public long at(double percentage) {
        if (percentage <= 0 || percentage > 100) {
            throw new IllegalArgumentException("A percentage is above 0 and at most 100");
        }
        return sorted[(int) Math.ceil(percentage / 100 * sorted.length) - 1];
    }

    public double millisAt(double percentage) {
        return at(percentage) / 1e6;
    }
}
