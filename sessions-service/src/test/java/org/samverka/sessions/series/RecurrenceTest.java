package org.samverka.sessions.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.contracts.rest.Invalid;

class RecurrenceTest {
    private static final String STOCKHOLM = "Europe/Stockholm";

    @Test
    void aSeriesAcrossTheChangesOfTheClockKeepsItsLocalHour() {
        List<LocalDateTime> times = times("FREQ=WEEKLY;UNTIL=20261031", "2026-03-16T09:00");

        assertThat(times).hasSize(33).allMatch(time -> time.toLocalTime().equals(LocalTime.of(9, 0)));
        assertThat(times).contains(LocalDateTime.parse("2026-03-30T09:00"), LocalDateTime.parse("2026-10-26T09:00"));
        assertThat(times.get(1).atZone(ZoneId.of(STOCKHOLM)).getOffset()).hasToString("+01:00");
        assertThat(times.get(2).atZone(ZoneId.of(STOCKHOLM)).getOffset()).hasToString("+02:00");
        assertThat(times.get(32).atZone(ZoneId.of(STOCKHOLM)).getOffset()).hasToString("+01:00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FREQ=WEEKLY;COUNT=3 | 2026-01-05T09:00 | [2026-01-05T09:00, 2026-01-12T09:00, 2026-01-19T09:00]",
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=4 | 2026-01-05T13:30 | [2026-01-05T13:30, 2026-01-08T13:30, 2026-01-19T13:30, 2026-01-22T13:30]",
                "FREQ=MONTHLY;BYDAY=2TU;COUNT=3 | 2026-01-13T09:00 | [2026-01-13T09:00, 2026-02-10T09:00, 2026-03-10T09:00]",
                "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3 | 2026-01-31T09:00 | [2026-01-31T09:00, 2026-02-28T09:00, 2026-03-31T09:00]",
                "FREQ=DAILY;UNTIL=20260107 | 2026-01-05T09:00 | [2026-01-05T09:00, 2026-01-06T09:00, 2026-01-07T09:00]",
                "FREQ=DAILY;UNTIL=20260107T080000Z | 2026-01-05T09:00 | [2026-01-05T09:00, 2026-01-06T09:00, 2026-01-07T09:00]",
                "FREQ=DAILY;UNTIL=20260107T085959 | 2026-01-05T09:00 | [2026-01-05T09:00, 2026-01-06T09:00]",
                "RRULE:freq=yearly;count=2 | 2026-01-05T09:00 | [2026-01-05T09:00, 2027-01-05T09:00]"
            })
    void aRuleSaysWhenItComesAgain(String rule, String first, String expected) {
        assertThat(times(rule, first)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FREQ=WEEKLY | endless",
                "FREQ=HOURLY;COUNT=3 | unreadable-rule",
                "FREQ=DAILY;BYHOUR=9,13;COUNT=3 | unreadable-rule",
                "FREQ=WEEKLY;BYDAY=XX;COUNT=3 | unreadable-rule",
                "every monday | unreadable-rule",
                "FREQ=DAILY;UNTIL=20261399 | unreadable-rule",
                "FREQ=WEEKLY;BYDAY=TU;COUNT=3 | does-not-begin",
                "FREQ=DAILY;UNTIL=20251231 | does-not-begin",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;COUNT=3 | does-not-begin",
                "FREQ=DAILY;COUNT=401 | too-many"
            })
    void aRuleThatNobodyCanMeanIsRefused(String rule, String code) {
        assertThat(refusal(rule, Set.of())).extracting(Invalid.Error::code).isEqualTo(code);
    }

    @Test
    void daysThatAreLeftOutAreNotThere() {
        assertThat(new Recurrence("FREQ=WEEKLY;COUNT=3", LocalDateTime.parse("2026-01-05T09:00"), STOCKHOLM)
                        .times(Set.of(LocalDate.parse("2026-01-05"), LocalDate.parse("2026-01-12"))))
                .containsExactly(LocalDateTime.parse("2026-01-19T09:00"));
        assertThat(refusal("FREQ=WEEKLY;COUNT=1", Set.of(LocalDate.parse("2026-01-05"))))
                .extracting(Invalid.Error::code)
                .isEqualTo("nothing-left");
    }

    @Property(tries = 200)
    void everyNthDayComesEveryNthDay(
            @ForAll @IntRange(min = 1, max = 40) int interval,
            @ForAll @IntRange(min = 1, max = 60) int count,
            @ForAll @IntRange(min = 0, max = 800) int day) {
        LocalDateTime first = LocalDateTime.parse("2025-01-01T02:30").plusDays(day);
        List<LocalDateTime> times =
                times("FREQ=DAILY;INTERVAL=%d;COUNT=%d".formatted(interval, count), first.toString());

        assertThat(times).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(ChronoUnit.DAYS.between(first, times.get(i))).isEqualTo((long) i * interval);
        }
    }

    private static List<LocalDateTime> times(String rule, String first) {
        return new Recurrence(rule, LocalDateTime.parse(first), STOCKHOLM).times(Set.of());
    }

    private static Invalid.Error refusal(String rule, Set<LocalDate> except) {
        try {
            new Recurrence(rule, LocalDateTime.parse("2026-01-05T09:00"), STOCKHOLM).times(except);
        } catch (Invalid e) {
            return e.errors().get(0);
        }
        throw new AssertionError("was not refused");
    }
}
