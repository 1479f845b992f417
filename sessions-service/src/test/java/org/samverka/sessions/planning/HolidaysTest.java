package org.samverka.sessions.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HolidaysTest {
    private static final Holidays SWEDEN = Holidays.of("Europe/Stockholm");
    private static final Holidays DENMARK = Holidays.of("Europe/Copenhagen");

    @ParameterizedTest
    @CsvSource({
        "2000, 2000-04-23",
        "2008, 2008-03-23",
        "2022, 2022-04-17",
        "2024, 2024-03-31",
        "2026, 2026-04-05",
        "2038, 2038-04-25"
    })
    void easterIsWhenTheCalendarSays(int year, LocalDate sunday) {
        assertThat(Holidays.easter(year)).isEqualTo(sunday);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01",
                "2026-01-06",
                "2026-04-03",
                "2026-04-06",
                "2026-05-01",
                "2026-05-14",
                "2025-06-06",
                "2026-06-19",
                "2026-12-24",
                "2026-12-25",
                "2026-12-31",
                "2026-05-16"
            })
    void inSwedenNothingIsHeldOn(LocalDate day) {
        assertThat(SWEDEN.isWorkday(day)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01",
                "2026-04-02",
                "2026-04-03",
                "2026-04-06",
                "2026-05-14",
                "2026-05-25",
                "2026-06-05",
                "2026-12-24"
            })
    void inDenmarkNothingIsHeldOn(LocalDate day) {
        assertThat(DENMARK.isWorkday(day)).isFalse();
    }

    @Test
    void whatOneCountryCelebratesTheOtherWorks() {
        assertThat(DENMARK.isWorkday(LocalDate.parse("2026-05-01"))).isTrue();
        assertThat(DENMARK.isWorkday(LocalDate.parse("2026-06-19"))).isTrue();
        assertThat(SWEDEN.isWorkday(LocalDate.parse("2026-04-02"))).isTrue();
        assertThat(SWEDEN.isWorkday(LocalDate.parse("2026-05-25"))).isTrue();
    }

    @Test
    void weeksAreCountedAsTheStandardSays() {
        assertThat(new Slot(0, LocalDate.parse("2026-12-31")).isoWeek()).isEqualTo("2026-W53");
        assertThat(new Slot(0, LocalDate.parse("2025-12-29")).isoWeek()).isEqualTo("2026-W01");
        assertThat(new Slot(0, LocalDate.parse("2026-12-27")).week())
                .isEqualTo(new Slot(0, LocalDate.parse("2026-12-28")).week() - 1);
    }
}
