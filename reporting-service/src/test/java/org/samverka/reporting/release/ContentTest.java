package org.samverka.reporting.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.samverka.reporting.release.ReleasedFigure.Said;
import org.samverka.reporting.release.ReleasedFigure.Unit;
import org.samverka.reporting.release.ReportKind.Part;

class ContentTest {
    @ParameterizedTest
    @EnumSource(ReportKind.class)
    void theSameStateHasTheSameHashAndSurvivesReading(ReportKind kind) {
        Content one = Synthetic.content("plus", kind);
        Content same = Synthetic.content("plus", kind);

        assertThat(Content.hash(same.canonical())).isEqualTo(Content.hash(one.canonical()));
        assertThat(Content.read(one.canonical())).isEqualTo(one);
        assertThat(Content.read(one.canonical()).canonical()).isEqualTo(one.canonical());
    }

    @Test
    void anotherFigureHasAnotherHash() {
        Content content = Synthetic.content("plus", ReportKind.final_report);
        Content other = content.with(content.figures().stream()
                .map(figure -> figure.id().equals("statistics/sessions") ? figure.withheld() : figure)
                .toList());

        assertThat(Content.hash(other.canonical())).isNotEqualTo(Content.hash(content.canonical()));
    }

    @Test
    void numbersThatAreEqualAreWrittenAlike() {
        assertThat(count(new BigDecimal("70.00"))).isEqualTo(count(new BigDecimal("7E+1")));
        assertThat(count(new BigDecimal("0.500"))).isEqualTo(count(new BigDecimal("0.5")));
    }

    @Test
    void aFigureIsCalledByWhatItIsAbout() {
        assertThat(ReleasedFigure.of(
                                Part.statistics,
                                "headCount",
                                Map.of("organization", "kalmar", "gender", "woman"),
                                Unit.count,
                                Said.value(null))
                        .id())
                .isEqualTo("statistics/headCount/gender=woman/organization=kalmar");
    }

    @Test
    void aGoalWhoseShareIsHiddenSaysNothingThatItFollowsFrom() {
        Content content = Synthetic.content("plus", ReportKind.final_report);
        Content hidden = content.with(
                content.figures().stream().map(ReleasedFigure::withheld).toList());

        assertThat(hidden.goals())
                .allSatisfy(goal -> assertThat(goal.valueOfAll()).isNull());
        assertThat(hidden.figures())
                .allSatisfy(figure -> assertThat(figure.value()).isNull());
    }

    private static ReleasedFigure count(BigDecimal value) {
        return ReleasedFigure.of(Part.statistics, "sessions", Map.of(), Unit.count, Said.value(value));
    }
}
