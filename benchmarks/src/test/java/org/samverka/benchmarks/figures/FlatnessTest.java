package org.samverka.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlatnessTest {
    private final Flatness flatness = new Flatness(6);

    @Test
    void aRateThatStillRisesIsNotFlat() {
        assertThat(flatness.reachedWith(100)).isFalse();
        assertThat(flatness.reachedWith(200)).isFalse();
        assertThat(flatness.reachedWith(300)).isFalse();
    }

    @Test
    void fourSlicesWithinATenthAreFlatWhateverCameBefore() {
        flatness.reachedWith(100);
        assertThat(flatness.reachedWith(950)).isFalse();
        assertThat(flatness.reachedWith(980)).isFalse();
        assertThat(flatness.reachedWith(1000)).isFalse();
        assertThat(flatness.reachedWith(901)).isTrue();
    }

    @Test
    void aRateThatNeverSettlesIsTakenAsItIsWhenPatienceIsOver() {
        for (int slice = 1; slice < 6; slice++) {
            assertThat(flatness.reachedWith(slice % 2 == 0 ? 100 : 500)).isFalse();
        }
        assertThat(flatness.reachedWith(100)).isTrue();
    }
}
