package org.samverka.reporting.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.reporting.notification.Manners.Quiet;
import org.samverka.reporting.notification.Manners.Rhythm;

class MannersTest {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final Quiet NIGHT = new Quiet(LocalTime.of(21, 0), LocalTime.of(7, 0));

    @ParameterizedTest
    @CsvSource({
        "2026-03-10T19:59:59Z, 2026-03-10T19:59:59Z",
        "2026-03-10T20:00:00Z, 2026-03-11T06:00:00Z",
        "2026-03-11T01:00:00Z, 2026-03-11T06:00:00Z",
        "2026-03-11T06:00:00Z, 2026-03-11T06:00:00Z",
        "2026-03-28T22:00:00Z, 2026-03-29T05:00:00Z", // the night that is an hour shorter
        "2026-10-24T20:00:00Z, 2026-10-25T06:00:00Z" // and the one that is longer
    })
    void byNightAMailWaitsForTheMorningOfTheReadersZone(Instant now, Instant then) {
        assertThat(manners(NIGHT, Rhythm.each).notBefore(Kind.INVITATION, now)).isEqualTo(then);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-10T11:30:00Z, 2026-03-10T12:00:00Z",
        "2026-03-10T12:00:00Z, 2026-03-10T12:00:00Z",
        "2026-03-10T23:00:00Z, 2026-03-10T23:00:00Z"
    })
    void quietHoursCanLieWithinADay(Instant now, Instant then) {
        var lunch = new Quiet(LocalTime.of(12, 0), LocalTime.of(13, 0));
        assertThat(manners(lunch, Rhythm.each).notBefore(Kind.INVITATION, now)).isEqualTo(then);
    }

    @Test
    void whatIsUrgentComesByNight() {
        Instant night = Instant.parse("2026-03-11T01:00:00Z");
        for (Kind kind : Kind.values()) {
            boolean urgent = Set.of(Kind.SEAT_OFFERED, Kind.SESSION_CHANGED, Kind.SESSION_CANCELED)
                    .contains(kind);
            assertThat(manners(NIGHT, Rhythm.each).notBefore(kind, night).equals(night))
                    .as(kind.key())
                    .isEqualTo(urgent);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "daily, 2026-03-10T06:59:00Z, 2026-03-10T07:00:00Z",
        "daily, 2026-03-10T07:00:00Z, 2026-03-11T07:00:00Z",
        "weekly, 2026-03-10T07:00:00Z, 2026-03-16T07:00:00Z",
        "weekly, 2026-03-16T06:00:00Z, 2026-03-16T07:00:00Z",
        "weekly, 2026-03-16T07:00:00Z, 2026-03-23T07:00:00Z"
    })
    void whatIsGatheredComesInTheMorningAndWeeklyOnMondays(Rhythm rhythm, Instant now, Instant then) {
        assertThat(manners(NIGHT, rhythm).nextGathering(now)).isEqualTo(then);
    }

    @Test
    void onlyWhatNobodyHasToBeToldCanBeUnsubscribed() {
        var manners = new Manners(STOCKHOLM, NIGHT, Rhythm.each, Set.of(Kind.values()));
        assertThat(java.util.Arrays.stream(Kind.values()).filter(kind -> !manners.wants(kind)))
                .containsExactlyInAnyOrder(
                        Kind.EVALUATION_DUE,
                        Kind.EVALUATION_REMINDER,
                        Kind.INVITATION_REMINDER,
                        Kind.GOAL_REACHED,
                        Kind.GOAL_AT_RISK);
    }

    @Property(tries = 500)
    void noMailLeavesInQuietHoursOrBeforeItsTimeOrLaterThanADay(
            @ForAll @LongRange(min = 1_700_000_000, max = 1_900_000_000) long now,
            @ForAll @IntRange(max = 1439) int from,
            @ForAll @IntRange(max = 1439) int until) {
        var quiet = new Quiet(LocalTime.ofSecondOfDay(from * 60L), LocalTime.ofSecondOfDay(until * 60L));
        Instant time = Instant.ofEpochSecond(now);

        // Where clocks never change; a change may lead past an end that does not exist that night.
        Instant sent = new Manners(ZoneId.of("UTC"), quiet, Rhythm.each, Set.of()).notBefore(Kind.INVITATION, time);

        assertThat(quiet.holds(sent.atZone(ZoneId.of("UTC")).toLocalTime())).isFalse();
        assertThat(sent).isBetween(time, time.plusSeconds(86_400));
    }

    private static Manners manners(Quiet quiet, Rhythm rhythm) {
        return new Manners(STOCKHOLM, quiet, rhythm, Set.of());
    }
}
