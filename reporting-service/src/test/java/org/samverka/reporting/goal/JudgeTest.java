package org.samverka.reporting.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.samverka.contracts.ReportingEvent.GoalState.at_risk;
import static org.samverka.contracts.ReportingEvent.GoalState.met;
import static org.samverka.contracts.ReportingEvent.GoalState.not_computable;
import static org.samverka.contracts.ReportingEvent.GoalState.not_met;
import static org.samverka.contracts.ReportingEvent.GoalState.on_track;
import static org.samverka.contracts.ReportingEvent.GoalState.withheld;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.contracts.ParticipantEvent.Goal;
import org.samverka.contracts.ParticipantEvent.GoalPopulation;
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.reporting.disclosure.Minimum;
import org.samverka.reporting.disclosure.Share;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.goal.Answers.Answered;
import org.samverka.reporting.goal.Standing.Figures;

class JudgeTest {
    private static final LocalDate FIRST = LocalDate.of(2011, 8, 1);
    private static final LocalDate LAST = LocalDate.of(2013, 7, 31);
    private static final LocalDate HALFWAY = LocalDate.of(2012, 7, 31);
    private static final LocalDate AFTER = LAST.plusDays(1);
    private static final Map<String, String> TOTAL = Map.of();
    private static final Map<String, String> WOMEN = Map.of("gender", "woman");
    private static final Map<String, String> MEN = Map.of("gender", "man");

    @ParameterizedTest
    @CsvSource({"55, met", "50, met", "49, not_met"})
    void aboutFiftyFiveIsFiftyToATenth(long count, GoalState state) {
        assertThat(judge(goal("55", "0.1"), AFTER).count(count, Map.of(), true).state())
                .isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"50, met", "25, on_track", "24, at_risk"})
    void aNumberIsOnTrackWhenAsManyADayAsSoFarAreEnough(long count, GoalState state) {
        assertThat(judge(goal("55", "0.1"), HALFWAY)
                        .count(count, Map.of(), true)
                        .state())
                .isEqualTo(state);
    }

    @Test
    void aForecastHoldsAnIntervalAndNeverLessThanWhatIsReached() {
        Standing.Forecast forecast = Objects.requireNonNull(judge(goal("55", null), HALFWAY)
                .count(25, Map.of(), true)
                .figures()
                .forecast());

        assertThat(forecast.value()).isEqualByComparingTo("50");
        assertThat(forecast.low()).isEqualByComparingTo("36");
        assertThat(forecast.high()).isEqualByComparingTo("64");
        assertThat(judge(goal("55", null), AFTER)
                        .count(25, Map.of(), true)
                        .figures()
                        .forecast())
                .isNull();
    }

    @Test
    void aShareIsOnTrackOrAtRiskUntilTheEndAndThenMetOrNot() {
        Goal goal = goal("0.8", null);

        assertThat(judge(goal, HALFWAY)
                        .share(Map.of(TOTAL, new Share(40, 50)), new Share(40, 50), null)
                        .state())
                .isEqualTo(on_track);
        assertThat(judge(goal, HALFWAY)
                        .share(Map.of(TOTAL, new Share(39, 50)), new Share(39, 50), null)
                        .state())
                .isEqualTo(at_risk);
        assertThat(judge(goal, AFTER)
                        .share(Map.of(TOTAL, new Share(40, 50)), new Share(40, 50), null)
                        .state())
                .isEqualTo(met);
        assertThat(judge(goal, AFTER)
                        .share(Map.of(TOTAL, new Share(39, 50)), new Share(39, 50), null)
                        .state())
                .isEqualTo(not_met);
    }

    @Test
    void aShareIsSaidOfValidAnswersAndOfAllWhoShouldHaveAnswered() {
        Figures figures = judge(goal("0.8", null), AFTER)
                .share(Map.of(TOTAL, new Share(38, 50)), new Share(38, 50), 76L)
                .figures();

        assertThat(figures.value()).isEqualByComparingTo("0.76");
        assertThat(figures.denominator()).isEqualByComparingTo("50");
        assertThat(figures.all()).isEqualByComparingTo("76");
        assertThat(figures.valueOfAll()).isEqualByComparingTo("0.5");
    }

    @Test
    void whereFewerThanThreeDissentOnlyTheStateIsTold() {
        Standing standing =
                judge(goal("0.95", null), AFTER).share(Map.of(TOTAL, new Share(24, 25)), new Share(24, 25), 30L);

        assertThat(standing.state()).isEqualTo(met);
        assertThat(standing.figures().suppressed()).isEqualTo(Suppression.homogeneous);
        assertThat(standing.figures().value()).isNull();
        assertThat(standing.figures().numerator()).isNull();
        assertThat(standing.figures().denominator()).isNull();
        assertThat(standing.figures().valueOfAll()).isNull();
        assertThat(standing.figures().parts()).isEmpty();
    }

    @Test
    void ofFewerThanTheMinimumNotEvenTheStateIsTold() {
        assertThat(judge(goal("0.8", null), AFTER)
                        .share(Map.of(TOTAL, new Share(3, 6)), new Share(3, 6), null)
                        .state())
                .isEqualTo(withheld);
        Goal raised =
                new Goal("g", "w", "share", "agreement", null, null, new BigDecimal("0.8"), null, null, null, null, 20);
        assertThat(judge(raised, AFTER)
                        .share(Map.of(TOTAL, new Share(12, 19)), new Share(12, 19), null)
                        .state())
                .isEqualTo(withheld);
        assertThat(judge(goal("0.8", null), AFTER)
                        .share(Map.of(), new Share(0, 0), null)
                        .state())
                .isEqualTo(not_computable);
    }

    @Test
    void inTheEndTheStateIsThatOfAllAnswersAndFiguresThatSayOtherwiseAreHidden() {
        Map<Map<String, String>, Share> shown = Map.of(TOTAL, new Share(38, 44));

        Standing standing = judge(goal("0.8", null), AFTER).share(shown, new Share(38, 50), null);
        assertThat(standing.state()).isEqualTo(not_met);
        assertThat(standing.figures().value()).isNull();
        assertThat(judge(goal("0.8", null), HALFWAY)
                        .share(shown, new Share(38, 50), null)
                        .state())
                .isEqualTo(on_track);
    }

    @Test
    void menAreNotToBeHadFromTheTotalAndTheWomen() {
        Figures figures = judge(goal("0.5", null), AFTER)
                .share(
                        Map.of(TOTAL, new Share(40, 65), WOMEN, new Share(38, 62), MEN, new Share(2, 3)),
                        new Share(40, 65),
                        null)
                .figures();

        assertThat(figures.value()).isNotNull();
        assertThat(figures.parts()).extracting(Standing.Part::suppressed).doesNotContainNull();
        assertThat(figures.parts()).extracting(Standing.Part::value).containsOnlyNulls();
    }

    @Test
    void whoHasNoListsSeesNumbersOfPeopleInSteps() {
        Figures exact = judge(goal("55", "0.1"), HALFWAY)
                .count(65, Map.of(WOMEN, 62L, MEN, 3L), true)
                .figures();
        Figures stepped = PublicGoals.inSteps(exact, new Minimum(7));

        assertThat(exact.value()).isEqualByComparingTo("65");
        assertThat(stepped.value()).isEqualByComparingTo("63");
        assertThat(stepped.forecast()).isNull();
        assertThat(stepped.parts()).extracting(Standing.Part::value).containsOnlyNulls();
    }

    @Test
    void aPopulationThatIsFrozenIsOverOnItsDay() {
        var frozen = new Goal(
                "g",
                "w",
                "count",
                "headCount",
                null,
                new GoalPopulation(null, "confirmed", HALFWAY),
                BigDecimal.TEN,
                null,
                null,
                null,
                null,
                null);

        assertThat(judge(frozen, HALFWAY).count(9, Map.of(), true).state()).isNotEqualTo(not_met);
        assertThat(judge(frozen, HALFWAY.plusDays(1)).count(9, Map.of(), true).state())
                .isEqualTo(not_met);
    }

    @Test
    void anOrganizationAgreesWhenMostOfItsAnswersDo() {
        Share share = Judgments.organizations(List.of(
                new Answered("unknown", "nybro", 1, 1),
                new Answered("unknown", "kalmar", 2, 1),
                new Answered("woman", "torsas", 2, 2),
                new Answered("man", "torsas", 1, 0),
                new Answered("unknown", "", 1, 1),
                new Answered("unknown", "emmaboda", 0, 0)));

        assertThat(share).isEqualTo(new Share(2, 3));
        assertThat(judge(goal("1", null), AFTER).organizations(share, 10).state())
                .isEqualTo(not_met);
        assertThat(judge(goal("1", null), AFTER)
                        .organizations(new Share(2, 2), 10)
                        .state())
                .isEqualTo(withheld);
    }

    @Test
    void aGoalWithoutAThresholdIsNotComputable() {
        assertThat(judge(goal(null, null), AFTER).count(9, Map.of(), true).reason())
                .isEqualTo("no-threshold");
    }

    @Test
    void sharesAsTheyAreShownFollowOnlyEachMinimumOfAnswers() {
        ShownShares shown = ShownShares.NONE.follow(Map.of(TOTAL, new Share(5, 8)), 7);

        for (int more = 1; more < 7; more++) {
            shown = shown.follow(Map.of(TOTAL, new Share(5, 8 + more)), 7);
            assertThat(shown.shares().get(TOTAL)).isEqualTo(new Share(5, 8));
        }
        assertThat(shown.follow(Map.of(TOTAL, new Share(5, 15)), 7).shares().get(TOTAL))
                .isEqualTo(new Share(5, 15));
    }

    private static Judge judge(Goal goal, LocalDate today) {
        return new Judge(goal, FIRST, LAST, today, new Minimum(7));
    }

    private static Goal goal(@Nullable String threshold, @Nullable String tolerance) {
        return new Goal(
                "g",
                "w",
                "m",
                "m",
                null,
                null,
                threshold == null ? null : new BigDecimal(threshold),
                tolerance == null ? null : new BigDecimal(tolerance),
                null,
                null,
                null,
                null);
    }
}
