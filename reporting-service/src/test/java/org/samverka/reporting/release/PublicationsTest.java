package org.samverka.reporting.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.release.Content.FrozenGoal;
import org.samverka.reporting.release.ReleasedFigure.Said;
import org.samverka.reporting.release.ReleasedFigure.Unit;
import org.samverka.reporting.release.ReportKind.Part;

class PublicationsTest {
    private static final Map<String, String> TOTAL = Map.of();
    private static final Map<String, String> WOMEN = Map.of("gender", "woman");
    private static final Map<String, String> MEN = Map.of("gender", "man");

    private static final Content SMALL =
            content(heads(TOTAL, 35), hidden("headCount", WOMEN), hidden("headCount", MEN));
    private static final Content GROWN = content(heads(TOTAL, 35), heads(WOMEN, 28), heads(MEN, 7));

    @Test
    void aFirstReleaseThatHidesEnoughRevealsNothing() {
        assertThat(new Publications(List.of()).revealedBy(SMALL)).isEmpty();
    }

    @Test
    void aFirstReleaseThatHidesTooLittleIsNamed() {
        assertThat(new Publications(List.of())
                        .revealedBy(content(heads(TOTAL, 35), heads(WOMEN, 28), hidden("headCount", MEN))))
                .containsExactly("statistics/headCount/gender=man");
    }

    @Test
    void whatEarlierReleasesHidMustStayHiddenWhileTheTotalStays() {
        assertThat(new Publications(List.of(SMALL)).revealedBy(GROWN))
                .containsExactly("statistics/headCount/gender=man", "statistics/headCount/gender=woman");
        assertThat(new Publications(List.of(GROWN)).revealedBy(SMALL)).isNotEmpty();
        assertThat(new Publications(List.of(SMALL)).revealedBy(SMALL)).isEmpty();
    }

    @Test
    void asMuchMoreIsHiddenAsItTakes() {
        var publications = new Publications(List.of(SMALL));

        Content published = publications.withoutWhatFollows(GROWN);

        assertThat(publications.revealedBy(published)).isEmpty();
        assertThat(figure(published, "statistics/headCount/gender=man").suppressed())
                .isEqualTo(Suppression.complementary);
        assertThat(figure(published, "statistics/headCount").value()).isEqualByComparingTo("35");
    }

    @Test
    void theRestOfATableIsHiddenWhereNothingLessIsEnough() {
        Content leaking = content(heads(TOTAL, 35), heads(WOMEN, 28), hidden("headCount", MEN));
        var publications = new Publications(List.of());

        assertThat(publications.revealedBy(publications.withoutWhatFollows(leaking)))
                .isEmpty();
    }

    @Test
    void aGoalThatCountsAGroupSaysTheSameAsItsPlaces() {
        Map<String, String> inspirers = Map.of("targetGroup", "inspirers");
        var men = Map.of("targetGroup", "inspirers", "gender", "man");
        var women = Map.of("targetGroup", "inspirers", "gender", "woman");
        Content content = content(
                goalFigure(TOTAL, 63),
                goalFigure(WOMEN, 56),
                places(TOTAL, 70),
                places(inspirers, 63),
                hidden("enrolled", women),
                hidden("enrolled", men));

        assertThat(new Publications(List.of()).revealedBy(content))
                .contains("statistics/enrolled/gender=woman/targetGroup=inspirers");
    }

    private static Content content(ReleasedFigure... figures) {
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
                List.of(new FrozenGoal(
                        "inspirers",
                        "About 65 inspirers",
                        "count",
                        "headCount",
                        "inspirers",
                        BigDecimal.valueOf(65),
                        null,
                        GoalState.met,
                        null,
                        null,
                        null,
                        null)),
                List.of(figures));
    }

    private static ReleasedFigure figure(Content content, String id) {
        return Objects.requireNonNull(content.byId().get(id));
    }

    private static ReleasedFigure heads(Map<String, String> place, int n) {
        return figure(Part.statistics, "headCount", place, Said.value(BigDecimal.valueOf(n)));
    }

    private static ReleasedFigure places(Map<String, String> place, int n) {
        return figure(Part.statistics, "enrolled", place, Said.value(BigDecimal.valueOf(n)));
    }

    private static ReleasedFigure goalFigure(Map<String, String> place, int n) {
        return figure(Part.goals, "inspirers", place, Said.value(BigDecimal.valueOf(n)));
    }

    private static ReleasedFigure hidden(String of, Map<String, String> place) {
        return figure(Part.statistics, of, place, Said.hidden(Suppression.primary));
    }

    private static ReleasedFigure figure(Part part, String of, Map<String, String> place, Said said) {
        return ReleasedFigure.of(part, of, place, Unit.count, said);
    }
}
