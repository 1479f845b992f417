package org.samverka.participants.absence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlySignalTest {
    private static final LocalDate DAY = LocalDate.of(2026, 9, 30);
    private static final EarlySignal SIGNAL = new EarlySignal(3, 6, 14);

    @Test
    void soManyShortOccasionsWithinTheWindowAreDue() {
        assertThat(SIGNAL.isDue(List.of(sick(10, 2), sick(40, 14), sick(100, 1)), DAY))
                .isTrue();
        assertThat(SIGNAL.isDue(List.of(sick(10, 2), sick(40, 14)), DAY)).isFalse();
    }

    @Test
    void longOnesEarlierOnesAndThoseToComeDoNotCount() {
        assertThat(SIGNAL.isDue(List.of(sick(10, 2), sick(40, 15), sick(100, 1)), DAY))
                .isFalse();
        assertThat(SIGNAL.isDue(List.of(sick(10, 2), sick(40, 1), sick(184, 1)), DAY))
                .isFalse();
        assertThat(SIGNAL.isDue(List.of(sick(10, 2), sick(40, 1), sick(-1, 1)), DAY))
                .isFalse();
    }

    @Test
    void absenceFromTwoEmploymentsAtOnceIsOneOccasion() {
        assertThat(SIGNAL.isDue(List.of(sick(10, 2), sick(10, 2), sick(40, 1)), DAY))
                .isFalse();
        assertThat(SIGNAL.isDue(List.of(sick(30, 10), sick(22, 10), sick(60, 1), sick(70, 1)), DAY))
                .as("eighteen days together are not short")
                .isFalse();
    }

    @Test
    void anOfferStandsForItsWindow() {
        assertThat(SIGNAL.covers(DAY.minusMonths(6).plusDays(1), DAY)).isTrue();
        assertThat(SIGNAL.covers(DAY.minusMonths(6), DAY)).isFalse();
    }

    private static Days sick(int daysAgo, int length) {
        LocalDate from = DAY.minusDays(daysAgo);
        return new Days(from, from.plusDays(length - 1));
    }
}
