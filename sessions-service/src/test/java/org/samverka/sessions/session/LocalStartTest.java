package org.samverka.sessions.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.contracts.rest.Invalid;

class LocalStartTest {
    @ParameterizedTest
    @CsvSource({
        "2026-03-29T01:59, Europe/Stockholm",
        "2026-03-29T03:00, Europe/Stockholm",
        "2026-10-25T02:30, Europe/Stockholm",
        "2026-03-29T02:30, UTC",
        "2026-03-29T02:30, Atlantic/Reykjavik",
        "2000-01-01T00:00, Europe/Copenhagen",
        "2099-12-31T23:59, Europe/Copenhagen"
    })
    void aTimeThatTheClockShowsStaysAsItIs(LocalDateTime at, String zone) {
        assertThat(LocalStart.of(at, zone)).isEqualTo(new LocalStart(at, zone));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-29T02:00, Europe/Stockholm, 02:00, 03:00",
        "2026-03-29T02:30, Europe/Stockholm, 02:00, 03:00",
        "2027-03-28T02:59, Europe/Copenhagen, 02:00, 03:00",
        "2026-10-04T02:10, Australia/Lord_Howe, 02:00, 02:30"
    })
    void aTimeThatTheClockLeavesOutIsRefusedWithAnExplanation(
            LocalDateTime at, String zone, String before, String after) {
        assertThatThrownBy(() -> LocalStart.of(at, zone))
                .asInstanceOf(type(Invalid.class))
                .extracting(invalid -> invalid.errors().get(0))
                .satisfies(error -> {
                    assertThat(error.pointer()).isEqualTo("/startsAt");
                    assertThat(error.code()).isEqualTo("no-such-time");
                    assertThat(error.detail())
                            .contains(
                                    at.toLocalDate().toString(),
                                    zone,
                                    "from " + before + " to " + after,
                                    "before " + before,
                                    "from " + after + " on");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Gothenburg", "", "+02:00", "CEST", "europe/stockholm"})
    void aZoneThatTheDatabaseDoesNotNameIsRefused(String zone) {
        assertThat(refusal(LocalDateTime.parse("2026-05-01T09:00"), zone))
                .extracting(Invalid.Error::pointer, Invalid.Error::code)
                .containsExactly("/zone", "unknown-zone");
    }

    @ParameterizedTest
    @CsvSource({
        "1999-12-31T23:59, date-out-of-range",
        "2100-01-01T00:00, date-out-of-range",
        "+999999999-12-31T23:59, date-out-of-range",
        "2026-05-01T09:00:30, not-a-full-minute",
        "2026-05-01T09:00:00.000000001, not-a-full-minute"
    })
    void whatNobodyMeansIsRefused(LocalDateTime at, String code) {
        assertThat(refusal(at, "Europe/Stockholm"))
                .extracting(Invalid.Error::pointer, Invalid.Error::code)
                .containsExactly("/startsAt", code);
    }

    @Test
    void everyMinuteOfAYearIsEitherThereOrInTheOneHourThatIsLeftOut() {
        LocalDateTime minute = LocalDateTime.parse("2026-01-01T00:00");
        int leftOut = 0;
        for (; minute.getYear() == 2026; minute = minute.plusMinutes(1)) {
            try {
                LocalStart.of(minute, "Europe/Stockholm");
            } catch (Invalid e) {
                leftOut++;
                assertThat(minute.toLocalDate()).hasToString("2026-03-29");
            }
        }
        assertThat(leftOut).isEqualTo(60);
    }

    private static Invalid.Error refusal(LocalDateTime at, String zone) {
        try {
            LocalStart.of(at, zone);
        } catch (Invalid e) {
            return e.errors().get(0);
        }
        throw new AssertionError("was not refused");
    }
}
