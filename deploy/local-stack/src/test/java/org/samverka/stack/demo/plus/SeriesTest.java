package org.samverka.stack.demo.plus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.samverka.stack.demo.programs.Roster;

class SeriesTest {
    @Test
    void thereAreAsManyMeetingsAsTheDescriptionSays() {
        assertThat(meetings(Plus.NETWORK)).isEqualTo(50);
        assertThat(meetings(Plus.INSPIRERS)).isEqualTo(32);
        assertThat(meetings(Plus.ALUP)).isEqualTo(5);
    }

    private static int meetings(String group) {
        return Series.ALL.stream()
                .filter(series -> series.targetGroup().equals(group))
                .mapToInt(Series::meetings)
                .sum();
    }

    @Test
    void allOfThemLieWithinTheProgramsPeriod() {
        assertThat(Series.ALL).allSatisfy(series -> {
            assertThat(series.first()).isAfter(LocalDate.of(2011, 8, 1));
            assertThat(series.starts(series.meetings() - 1)).isLessThan("2013-08-01");
        });
    }

    @Test
    void everybodyIsInOneConstellationOfTheirGroup() {
        Roster roster = Roster.plus();
        for (String group : new String[] {Plus.NETWORK, Plus.INSPIRERS, Plus.ALUP}) {
            assertThat(roster.in(group))
                    .allSatisfy(member -> assertThat(Series.ALL)
                            .filteredOn(series -> series.targetGroup().equals(group) && series.meetings() > 2)
                            .filteredOn(series -> series.isFor(member.organization()))
                            .hasSize(1));
        }
    }
}
