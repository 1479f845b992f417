package org.samverka.benchmarks.figures;

import java.util.Locale;

/** What a figure is meant to reach: it, or its ratio to the anchor, at least or at most. */
public record Aim(Of of, Bound bound, double limit) {
    public enum Of {
        value,
        ratio
    }

    public enum Bound {
        atLeast,
        atMost
    }

    public static Aim atLeast(double limit) {
        return new Aim(Of.value, Bound.atLeast, limit);
    }

    public static Aim atMost(double limit) {
        return new Aim(Of.value, Bound.atMost, limit);
    }

    public static Aim ratioAtLeast(double limit) {
        return new Aim(Of.ratio, Bound.atLeast, limit);
    }

    public static Aim ratioAtMost(double limit) {
        return new Aim(Of.ratio, Bound.atMost, limit);
    }

    boolean reachedBy(double median) {
        return bound == Bound.atLeast ? median >= limit : median <= limit;
    }

    @Override
    public String toString() {
        return (of == Of.ratio ? "ratio " : "")
                + (bound == Bound.atLeast ? ">= " : "<= ")
                + (limit == Math.rint(limit) ? String.format(Locale.ROOT, "%.0f", limit) : Double.toString(limit));
    }
}
