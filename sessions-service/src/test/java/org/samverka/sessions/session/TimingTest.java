package org.samverka.sessions.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.rest.Invalid;

class TimingTest {
    @Test
    void aWorkshopOfSeveralDaysHasTheHoursOfAllOfThem() {
        Timing timing = Timing.of(
                "Europe/Copenhagen",
                List.of(
                        part("2022-11-10T08:00", "9"),
                        part("2022-11-08T09:00", "10.5"),
                        part("2022-11-09T08:00", "10.5")));

        assertThat(timing.startsAt()).isEqualTo("2022-11-08T09:00");
        assertThat(timing.hours()).isEqualByComparingTo("30");
        assertThat(timing.lastDay()).isEqualTo("2022-11-10");
    }

    @Test
    void partsThatOverlapAreRefused() {
        assertThatThrownBy(() -> Timing.of(
                        "Europe/Copenhagen", List.of(part("2022-11-08T09:00", "4"), part("2022-11-08T12:59", "2"))))
                .isInstanceOfSatisfying(
                        Invalid.class, e -> assertThat(e.errors().get(0).code()).isEqualTo("parts-overlap"));
        Timing oneAfterTheOther =
                Timing.of("Europe/Copenhagen", List.of(part("2022-11-08T09:00", "4"), part("2022-11-08T13:00", "2")));
        assertThat(oneAfterTheOther.parts()).hasSize(2);
    }

    @Test
    void aPartAtATimeThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> Timing.of(
                        "Europe/Stockholm", List.of(part("2026-03-28T02:30", "1"), part("2026-03-29T02:30", "1"))))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        e -> assertThat(e.errors()).singleElement().satisfies(error -> {
                            assertThat(error.pointer()).isEqualTo("/parts/1/startsAt");
                            assertThat(error.code()).isEqualTo("no-such-time");
                        }));
    }

    @Test
    void anHourThatComesTwiceMeansItsFirstTime() {
        Part twice = part("2026-10-25T02:30", "1");

        assertThat(twice.from("Europe/Stockholm")).hasToString("2026-10-25T00:30:00Z");
        assertThat(twice.until("Europe/Stockholm")).hasToString("2026-10-25T01:30:00Z");
    }

    @Test
    void hoursAreThoseOfAWatchAlsoWhenTheClockChanges() {
        assertThat(part("2026-03-29T01:00", "2").until("Europe/Stockholm")).hasToString("2026-03-29T02:00:00Z");
    }

    private static Part part(String startsAt, String hours) {
        return new Part(null, LocalDateTime.parse(startsAt), new BigDecimal(hours));
    }
}
