package org.samverka.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void aPercentileIsTheSmallestValueThatSoManyDoNotExceed() {
        Percentiles hundred = Percentiles.of(
                LongStream.rangeClosed(1, 100).map(value -> 101 - value).toArray());

        assertThat(hundred.at(50)).isEqualTo(50);
        assertThat(hundred.at(95)).isEqualTo(95);
        assertThat(hundred.at(99)).isEqualTo(99);
        assertThat(hundred.at(99.5)).isEqualTo(100);
        assertThat(hundred.at(100)).isEqualTo(100);
    }

    @Test
    void oneSlowAnswerAmongFewIsTheirHighestPercentile() {
        assertThat(Percentiles.of(new long[] {9_000_000, 1, 2}).millisAt(99)).isEqualTo(9);
    }

    @Test
    void delaysMayBeNegative() {
        assertThat(Percentiles.of(new long[] {3, -5, 1}).at(1)).isEqualTo(-5);
    }

    @Test
    void thereIsNoPercentileOfNothing() {
        assertThatThrownBy(() -> Percentiles.of(new long[0])).isInstanceOf(IllegalArgumentException.class);
        Percentiles one = Percentiles.of(new long[] {1});
        assertThatThrownBy(() -> one.at(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
