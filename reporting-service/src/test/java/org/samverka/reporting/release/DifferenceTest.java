package org.samverka.reporting.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.release.Content.FrozenGoal;
import org.samverka.reporting.release.Difference.Reason;
import org.samverka.reporting.release.ReleasedFigure.Said;
import org.samverka.reporting.release.ReleasedFigure.Unit;
import org.samverka.reporting.release.ReportKind.Part;

class DifferenceTest {
    @Test
    void theSameSaysNothing() {
        Content content = content(List.of(), sessions(3));

        assertThat(Difference.between(content, content)).isEqualTo(new Difference(List.of(), List.of()));
    }

    @Test
    void moreIsMoreAndLessIsACorrection() {
        assertThat(reason(sessions(3), sessions(4))).isEqualTo(Reason.more_events);
        assertThat(reason(sessions(4), sessions(3))).isEqualTo(Reason.correction);
        assertThat(reason(null, sessions(4))).isEqualTo(Reason.more_events);
        assertThat(reason(sessions(4), null)).isEqualTo(Reason.correction);
    }

    @Test
    void aShareMayFallAsMoreAnswer() {
        assertThat(reason(share("0.8", 10, null, "a/1"), share("0.7", 20, null, "a/1")))
                .isEqualTo(Reason.more_events);
        assertThat(reason(share("0.8", 20, null, "a/1"), share("0.9", 10, null, "a/1")))
                .isEqualTo(Reason.correction);
    }

    @Test
    void whatIsNowHiddenOrNoLongerIsAMatterOfDisclosure() {
        assertThat(reason(share("0.8", 10, null, "a/1"), share(null, 0, Suppression.primary, "a/1")))
                .isEqualTo(Reason.disclosure);
    }

    @Test
    void anotherDefinitionExplainsAnotherValue() {
        assertThat(reason(share("0.8", 10, null, "a/1"), share("0.9", 20, null, "a/2")))
                .isEqualTo(Reason.definition_changed);
    }

    @Test
    void aGoalThatAsksForMoreIsAnotherGoal() {
        Content before = content(List.of(goal("10", GoalState.met)), goalFigure(12));
        Content raised = content(List.of(goal("20", GoalState.not_met)), goalFigure(13));
        Content later = content(List.of(goal("10", GoalState.not_met)), goalFigure(9));

        assertThat(Difference.between(before, raised).goals())
                .containsExactly(new Difference.GoalChange(
                        "people", GoalState.met, GoalState.not_met, Reason.definition_changed));
        assertThat(Difference.between(before, raised).figures())
                .extracting(Difference.FigureChange::reason)
                .containsExactly(Reason.definition_changed);
        assertThat(Difference.between(before, later).goals())
                .extracting(Difference.GoalChange::reason)
                .containsExactly(Reason.more_events);
    }

    private static Reason reason(@Nullable ReleasedFigure before, @Nullable ReleasedFigure after) {
        List<Difference.FigureChange> changes = Difference.between(
                        before == null ? content(List.of()) : content(List.of(), before),
                        after == null ? content(List.of()) : content(List.of(), after))
                .figures();
        assertThat(changes).hasSize(1);
        return changes.get(0).reason();
    }

    private static Content content(List<FrozenGoal> goals, ReleasedFigure... figures) {
        return new Content(
                1,
                "plus",
                "PLUS",
                LocalDate.of(2011, 8, 1),
                LocalDate.of(2013, 7, 31),
                ReportKind.dashboard,
                null,
                null,
                new TreeMap<>(),
                goals,
                List.of(figures));
    }

    private static ReleasedFigure sessions(int n) {
        return ReleasedFigure.of(Part.statistics, "sessions", Map.of(), Unit.count, Said.value(BigDecimal.valueOf(n)));
    }

    private static ReleasedFigure goalFigure(int n) {
        return ReleasedFigure.of(Part.goals, "people", Map.of(), Unit.count, Said.value(BigDecimal.valueOf(n)));
    }

    private static ReleasedFigure share(
            @Nullable String value, int answers, @Nullable Suppression why, String definition) {
        return ReleasedFigure.of(
                Part.statistics,
                "agreement",
                Map.of("item", "relevance"),
                Unit.share,
                (why == null
                                ? Said.ratio(
                                        value == null ? null : new BigDecimal(value),
                                        null,
                                        BigDecimal.valueOf(answers),
                                        null)
                                : Said.hidden(why))
                        .by(definition));
    }

    private static FrozenGoal goal(String threshold, GoalState state) {
        return new FrozenGoal(
                "people",
                "About people",
                "count",
                "headCount",
                null,
                new BigDecimal(threshold),
                null,
                state,
                null,
                new BigDecimal(threshold),
                null,
                null);
    }
}
