package org.samverka.reporting.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.samverka.contracts.Language;
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.release.ReleasedFigure.Unit;
import org.samverka.reporting.release.ReportKind;
import org.samverka.reporting.statistics.Measure;

class WordingTest {
    @ParameterizedTest
    @EnumSource(Language.class)
    void everyLanguageHasEveryText(Language language) {
        assertThat(Wording.in(language).names())
                .isEqualTo(Wording.in(Language.en).names());
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void thereIsAWordForWhateverAReportCanSay(Language language) {
        Wording wording = Wording.in(language);
        assertThat(wording.names())
                .containsAll(Arrays.stream(ReportKind.values())
                        .map(kind -> "kind." + kind)
                        .toList());
        assertThat(wording.names())
                .containsAll(Arrays.stream(ReportKind.values())
                        .flatMap(kind -> kind.sections().stream())
                        .map(section -> "section." + section)
                        .toList());
        assertThat(wording.names())
                .containsAll(Arrays.stream(GoalState.values())
                        .map(state -> "state." + state)
                        .toList());
        assertThat(wording.names())
                .containsAll(Arrays.stream(Suppression.values())
                        .flatMap(why -> java.util.stream.Stream.of("suppressed." + why, "note." + why))
                        .toList());
        assertThat(wording.names())
                .containsAll(Arrays.stream(Measure.values())
                        .filter(measure -> measure != Measure.agreement)
                        .map(measure -> "measure." + measure)
                        .toList());
    }

    @Test
    void numbersAreWrittenAsPeopleThereWriteThem() {
        var number = new BigDecimal("1234.5");
        assertThat(Wording.in(Language.sv).number(number, Unit.hours, null)).isEqualTo("1\u00a0234,5");
        assertThat(Wording.in(Language.da).number(number, Unit.hours, null)).isEqualTo("1.234,5");
        assertThat(Wording.in(Language.en).number(number, Unit.hours, null)).isEqualTo("1,234.5");
    }

    @Test
    void sharesChangesPointsAndMoneySayWhatTheyAre() {
        Wording swedish = Wording.in(Language.sv);
        assertThat(swedish.number(new BigDecimal("0.7634"), Unit.share, null)).isEqualTo("76,3\u00a0%");
        assertThat(swedish.number(new BigDecimal("-0.3333"), Unit.change, null)).isEqualTo("−33,3\u00a0%");
        assertThat(swedish.number(new BigDecimal("0.0101"), Unit.points, null)).isEqualTo("+1,01 procentenheter");
        assertThat(swedish.number(new BigDecimal("5108772"), Unit.money, "SEK"))
                .isEqualTo("5\u00a0108\u00a0772\u00a0SEK");
        assertThat(Wording.in(Language.en).number(new BigDecimal("0.7634"), Unit.share, null))
                .isEqualTo("76.3%");
    }

    @Test
    void daysAreWrittenAsPeopleThereWriteThem() {
        LocalDate day = LocalDate.of(2026, 3, 29);
        assertThat(Wording.in(Language.sv).day(day)).isEqualTo("2026-03-29");
        assertThat(Wording.in(Language.da).day(day)).isEqualTo("29.03.2026");
        assertThat(Wording.in(Language.en).day(day)).isEqualTo("29 March 2026");
    }
}
