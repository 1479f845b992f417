package org.samverka.reporting.webhook;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.reporting.webhook.Retries.Answer;

class RetriesTest {
    private static final Answer BROKEN = new Answer(500, null, null);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aMessageIsTriedTenTimesOverThreeDaysWithPausesThatGrow() {
        var pauses = IntStream.rangeClosed(1, 9)
                .mapToObj(tries -> requireNonNull(Retries.OVER_DAYS.pauseAfter(tries, BROKEN, 0)))
                .toList();

        assertThat(pauses).isSorted();
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofDays(3), Duration.ofDays(4));
        assertThat(Retries.OVER_DAYS.pauseAfter(10, BROKEN, 0)).isNull();
    }

    @Test
    void chanceMakesAPauseATenthLongerAtMost() {
        assertThat(Retries.OVER_DAYS.pauseAfter(2, BROKEN, 1)).isEqualTo(Duration.ofSeconds(330));
    }

    @Test
    void whatTheReceiverAsksForIsHeededForADayAtMost() {
        assertThat(Retries.OVER_DAYS.pauseAfter(1, new Answer(503, null, Duration.ofMinutes(7)), 0))
                .isEqualTo(Duration.ofMinutes(7));
        assertThat(Retries.OVER_DAYS.pauseAfter(1, new Answer(429, null, Duration.ofDays(90)), 0))
                .isEqualTo(Duration.ofDays(1));
        assertThat(Retries.OVER_DAYS.pauseAfter(2, new Answer(429, null, Duration.ofSeconds(1)), 0))
                .isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204, 299})
    void anyOfTheTwoHundredsTakesIt(int status) {
        assertThat(new Answer(status, null, null).isTaken()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 301, 302, 304, 400, 404, 410, 500})
    void nothingElseDoesNorARedirect(int status) {
        assertThat(new Answer(status, null, null).isTaken()).isFalse();
    }

    @Test
    void whenToComeBackIsReadInSecondsAndAsADate() {
        assertThat(Line.retryAfter("120", NOW)).isEqualTo(Duration.ofMinutes(2));
        assertThat(Line.retryAfter("Sun, 1 Mar 2026 12:05:00 GMT", NOW)).isEqualTo(Duration.ofMinutes(5));
        assertThat(Line.retryAfter("Sun, 1 Mar 2026 11:00:00 GMT", NOW)).isNull();
        assertThat(Line.retryAfter("soon", NOW)).isNull();
        assertThat(Line.retryAfter("-5", NOW)).isNull();
        assertThat(Line.retryAfter(null, NOW)).isNull();
    }
}
