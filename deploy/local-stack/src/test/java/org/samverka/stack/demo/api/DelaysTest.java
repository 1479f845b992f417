package org.samverka.stack.demo.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DelaysTest {
    private static final long MILLI = 1_000_000;

    @Test
    void percentilesAreOfTheDelaysThemselves() {
        Delays delays = new Delays();
        for (int i = 20; i >= 1; i--) {
            delays.add(1_000, 1_000 + i * MILLI);
        }
        assertThat(delays.millis(0.5)).isEqualTo(10);
        assertThat(delays.millis(0.95)).isEqualTo(19);
        assertThat(delays).hasToString("p50 10 ms, p95 19 ms, max 20 ms (n = 20)");
    }

    @Test
    void aFigureThatIsThereBeforeTheAnswerWasReadHasNoDelay() {
        Delays delays = new Delays();
        delays.add(5 * MILLI, 3 * MILLI);
        assertThat(delays.millis(1)).isZero();
    }
}
