package org.samverka.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    @Test
    void requestsAreDueEvenlyWhateverBecomesOfThoseBefore() {
        Arrivals arrivals = Arrivals.during(10, 200);

        assertThat(arrivals.count()).isEqualTo(2000);
        assertThat(IntStream.range(0, 4).mapToObj(arrivals::dueNanos))
                .containsExactly(0L, 5_000_000L, 10_000_000L, 15_000_000L);
    }

    @Test
    void aRateThatDoesNotDivideASecondDoesNotDriftAway() {
        Arrivals arrivals = Arrivals.during(300, 7);

        assertThat(arrivals.dueNanos(7 * 299)).isEqualTo(299_000_000_000L);
    }

    @Test
    void thereIsAConnectionForEveryRequestThatMayBeUnderWay() {
        assertThat(Arrivals.during(1, 1).connections()).isEqualTo(2);
        assertThat(Arrivals.during(1, 50).connections()).isEqualTo(50);
        assertThat(Arrivals.during(1, 500).connections()).isEqualTo(100);
    }
}
