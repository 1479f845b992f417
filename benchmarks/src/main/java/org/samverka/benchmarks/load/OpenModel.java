package org.samverka.benchmarks.load;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests that arrive when they are due, not when earlier ones are answered, as people do. A request that has to wait
 * for a free connection counts from when it was due, so a stalled service cannot hide its stall by holding requests up
 * (no coordinated omission).
 */
public final class OpenModel {
    private static final int CREATED = 201;
    private static final long HEAD_START_NANOS = 100_000_000L;

    private OpenModel() {}

    /**
     * What happened to each request, in the order they were due, by {@link System#nanoTime}.
     *
     * @param due when it should have been sent
     * @param answered when its answer was there
     */
    public record Log(long[] due, long[] answered) {
        /** How long each took from when it was due, leaving out the first ones. */
        public long[] latencies(int without) {
            long[] latencies = new long[due.length - without];
            for (int i = 0; i < latencies.length; i++) {
                latencies[i] = answered[without + i] - due[without + i];
            }
            return latencies;
        }
    }

    public static Log run(Arrivals arrivals, Enrolling enrolling) throws Exception {
        long[] due = new long[arrivals.count()];
        long[] answered = new long[arrivals.count()];
        AtomicInteger next = new AtomicInteger();
        long began = System.nanoTime() + HEAD_START_NANOS;
        Connections.each(arrivals.connections(), enrolling.requests().service(), connection -> {
            long done = 0;
            for (int i = next.getAndIncrement(); i < due.length; i = next.getAndIncrement()) {
                byte[] request = enrolling.nextRequest();
                due[i] = began + arrivals.dueNanos(i);
                sleepUntil(due[i]);
                connection.exchange(request).require(CREATED);
                answered[i] = System.nanoTime();
                done++;
            }
            return done;
        });
        return new Log(due, answered);
    }

    private static void sleepUntil(long moment) {
        for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
