package org.samverka.benchmarks.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When a count was first seen to have grown, as an observer from outside sees it. A count does not say whom it counts:
 * the nth answer is taken to appear with the nth increase. The mean of the delays is exact by that, and so are the
 * percentiles as long as what is answered first is counted first.
 */
public final class Appearances {
    private record Seen(long at, long count) {}

    private final List<Seen> seen = new ArrayList<>();
    private long highest;

    /** @param before what the count was before the first of the answers */
    public Appearances(long before) {
        highest = before;
    }

    /** Takes what was seen at a moment; moments come in order. */
    public synchronized void saw(long at, long count) {
        if (count > highest) {
            highest = count;
            seen.add(new Seen(at, count));
        }
    }

    public synchronized long highest() {
        return highest;
    }

    /**
     * From each answer to its appearance, in the order of the answers. Negative where the observer was faster than the
     * answer.
     *
     * @param before the count that the first answer adds to
     */
    public synchronized long[] delays(long[] answered, long before) {
        long[] sorted = answered.clone();
        Arrays.sort(sorted);
        long[] delays = new long[sorted.length];
        int at = 0;
        for (int i = 0; i < sorted.length; i++) {
            while (at < seen.size() && seen.get(at).count() < before + i + 1) {
                at++;
            }
            if (at == seen.size()) {
                throw new IllegalStateException("The count ended at " + highest + ", before the last answer appeared");
            }
            delays[i] = seen.get(at).at() - sorted[i];
        }
        return delays;
    }
}
