package org.samverka.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AppearancesTest {
    @Test
    void theNthAnswerAppearsWithTheNthIncrease() {
        Appearances appearances = new Appearances(10);
        appearances.saw(100, 10);
        appearances.saw(105, 11);
        appearances.saw(110, 13);

        assertThat(appearances.delays(new long[] {101, 102, 103}, 10)).containsExactly(4, 8, 7);
    }

    @Test
    void answersAreTakenInTheOrderInWhichTheyCame() {
        Appearances appearances = new Appearances(0);
        appearances.saw(10, 1);
        appearances.saw(20, 2);

        assertThat(appearances.delays(new long[] {15, 5}, 0)).containsExactly(5, 5);
    }

    @Test
    void whatTheObserverSeesBeforeTheAnswerHasANegativeDelay() {
        Appearances appearances = new Appearances(0);
        appearances.saw(10, 1);

        assertThat(appearances.delays(new long[] {12}, 0)).containsExactly(-2);
    }

    @Test
    void aLookThatShowsNothingNewChangesNothing() {
        Appearances appearances = new Appearances(0);
        appearances.saw(10, 1);
        appearances.saw(20, 1);
        appearances.saw(30, 2);

        assertThat(appearances.highest()).isEqualTo(2);
        assertThat(appearances.delays(new long[] {1, 2}, 0)).containsExactly(9, 28);
    }

    @Test
    void anAnswerThatNeverAppearsIsNoFigure() {
        Appearances appearances = new Appearances(0);
        appearances.saw(10, 1);

        assertThatThrownBy(() -> appearances.delays(new long[] {1, 2}, 0)).isInstanceOf(IllegalStateException.class);
    }
}
