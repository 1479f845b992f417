package org.samverka.stack.demo.api;

import java.time.Duration;
import java.util.function.Supplier;

/** Sees how long it takes from an answer to the count that tells of it, one request at a time. */
public final class Watch {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Statistics statistics;
    private final String measure;
    private final Delays delays = new Delays();

    public Watch(Statistics statistics, String measure) {
        this.statistics = statistics;
        this.measure = measure;
    }

    /** @param more by how much the count is to rise */
    public Answer see(long more, Supplier<Answer> act) {
        long expected = statistics.total(measure) + more;
        Answer answer = act.get();
        statistics.await(measure, count -> count >= expected, PATIENCE).ifPresent(at -> delays.add(answer.at(), at));
        return answer;
    }

    public Delays delays() {
        return delays;
    }
}
