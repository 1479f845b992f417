package org.samverka.participants.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.samverka.participants.application.Window.DeadlinePassed;
import org.samverka.participants.application.Window.RoundNotOpen;
import org.samverka.participants.program.ProgramDefinition.RoleMix;

class WindowTest {
    private final Window summer =
            new Window(LocalDate.of(2022, 6, 20), LocalDate.of(2022, 8, 17), ZoneId.of("Europe/Copenhagen"));

    @Test
    void theLastDayIsTakenWholeInTheProgramsZone() {
        summer.check(Instant.parse("2022-06-19T22:00:00Z"));
        summer.check(Instant.parse("2022-08-17T21:59:59.999Z"));
        assertThatThrownBy(() -> summer.check(Instant.parse("2022-08-17T22:00:00Z")))
                .isInstanceOf(DeadlinePassed.class)
                .hasMessageContaining("2022-08-17T22:00:00Z");
        assertThatThrownBy(() -> summer.check(Instant.parse("2022-06-19T21:59:59Z")))
                .isInstanceOf(RoundNotOpen.class)
                .hasMessageContaining("2022-06-19T22:00:00Z");
    }

    @Test
    void theNightTheClocksChangeHasItsOwnMidnight() {
        assertThat(new Window(null, LocalDate.of(2026, 10, 24), ZoneId.of("Europe/Stockholm")).deadline())
                .isEqualTo("2026-10-24T22:00:00Z");
        assertThat(new Window(null, LocalDate.of(2026, 10, 25), ZoneId.of("Europe/Stockholm")).deadline())
                .isEqualTo("2026-10-25T23:00:00Z");
    }

    @Test
    void aTeamLacksWhomTheProgramAsksFor() {
        RoleMix one = new RoleMix(1, 1);
        assertThat(Team.of(3, 0, one).missing()).isEqualTo(List.of("leader"));
        assertThat(Team.of(1, 1, one).missing()).isEqualTo(List.of("employee"));
        assertThat(Team.of(0, 0, one).complete()).isFalse();
        assertThat(Team.of(2, 1, one).complete()).isTrue();
        assertThat(Team.of(0, 0, null).complete()).isTrue();
    }
}
