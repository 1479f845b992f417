package org.samverka.benchmarks.load;

/** How much was done, and in which time. */
public record Done(long count, double seconds) {
    public double perSecond() {
        return count / seconds;
    }
}
