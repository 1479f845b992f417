package org.samverka.benchmarks.figures;

import java.util.ArrayDeque;
import java.util.Deque;

/** Tells when a warm-up may end: the last slices lie within a tenth of each other, or patience is over. */
public final class Flatness {
    private static final int SLICES = 4;
    private static final double TOLERANCE = 0.1;

    private final int patience;
    private final Deque<Double> last = new ArrayDeque<>();
    private int slices;

    /** @param patience the number of slices after which it is warm enough */
    public Flatness(int patience) {
        this.patience = patience;
    }

    /** Takes the next slice's figure; says whether this is enough. */
    public boolean reachedWith(double slice) {
        slices++;
        last.addLast(slice);
        if (last.size() > SLICES) {
            last.removeFirst();
        }
        return isFlat() || slices >= patience;
    }

    private boolean isFlat() {
        double highest = last.stream().mapToDouble(value -> value).max().orElse(0);
        double lowest = last.stream().mapToDouble(value -> value).min().orElse(0);
        return last.size() == SLICES && highest - lowest <= TOLERANCE * highest;
    }
}
