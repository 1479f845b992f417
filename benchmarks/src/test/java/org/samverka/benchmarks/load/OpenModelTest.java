package org.samverka.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenModelTest {
    @Test
    void aRequestThatWaitedForAStalledOneCountsFromWhenItWasDue() {
        // Two were due at 0 and 10 and both answered at 100, since the first had stalled.
        var log = new OpenModel.Log(new long[] {0, 10, 20}, new long[] {100, 100, 25});

        assertThat(log.latencies(0)).containsExactly(100, 90, 5);
        assertThat(log.latencies(2)).containsExactly(5);
    }
}
