package org.samverka.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void theMedianOfAnOddNumberOfRoundsIsTheMiddleOneWhateverTheirOrder() {
        Spread spread = Spread.of(List.of(7.0, 1.0, 100.0));

        assertThat(spread).isEqualTo(new Spread(7, 1, 100, List.of(7.0, 1.0, 100.0)));
    }

    @Test
    void theMedianOfAnEvenNumberOfRoundsLiesBetweenTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 100.0)).median()).isEqualTo(3);
    }

    @Test
    void ratiosAreTakenRoundByRound() {
        // The ratio of the medians would be 10 / 20.
        Spread ratio = Spread.ofRatios(List.of(10.0, 5.0, 90.0), List.of(40.0, 10.0, 20.0));

        assertThat(ratio.rounds()).containsExactly(0.25, 0.5, 4.5);
        assertThat(ratio.median()).isEqualTo(0.5);
    }

    @Test
    void aRoundWithoutItsAnchorIsRefused() {
        assertThatThrownBy(() -> Spread.ofRatios(List.of(1.0, 2.0), List.of(1.0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingMeasuredIsNoFigure() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
