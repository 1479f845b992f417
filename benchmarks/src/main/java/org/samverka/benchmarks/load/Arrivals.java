package org.samverka.benchmarks.load;

/** When requests are due in an open model: evenly, whatever becomes of those before. */
public record Arrivals(int perSecond, int count) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    public static Arrivals during(int seconds, int perSecond) {
        return new Arrivals(perSecond, seconds * perSecond);
    }

    /** After the beginning. */
    long dueNanos(int request) {
        return request * NANOS_PER_SECOND / perSecond;
    }

    /** Enough for every request that may be under way at once when an answer takes a second. */
    int connections() {
        return Math.max(2, Math.min(perSecond, 100));
    }
}
