package org.samverka.benchmarks.load;

import java.util.concurrent.atomic.AtomicInteger;

/** A number of clients who together claim a seat for each of some people, once. */
public final class Claims {
    private static final int CREATED = 201;

    private Claims() {}

    public static Done all(Enrolling enrolling, int clients, int people) throws Exception {
        AtomicInteger left = new AtomicInteger(people);
        long began = System.nanoTime();
        long count = Connections.each(clients, enrolling.requests().service(), connection -> {
            long answered = 0;
            while (left.getAndDecrement() > 0) {
                connection.exchange(enrolling.nextRequest()).require(CREATED);
                answered++;
            }
            return answered;
        });
        return new Done(count, (System.nanoTime() - began) / 1e9);
    }
}
