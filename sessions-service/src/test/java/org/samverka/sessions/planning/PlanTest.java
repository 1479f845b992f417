package org.samverka.sessions.planning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.contracts.rest.Invalid;
import org.samverka.sessions.planning.Plan.Day;
import org.samverka.sessions.planning.Plan.DayTaken;

class PlanTest {
    private static final UUID TEAM = new UUID(7, 0);
    private static final UUID OTHER_TEAM = new UUID(7, 1);

    private final Plan plan = SomeWish.first(SomeWish.of(6, 2, 2, "2022-01-10", "2022-06-30"));

    @Test
    void aDayMovesToWhereNothingStandsInTheWay() {
        assertThatCode(() -> plan.checkMove(moved(1, OTHER_TEAM, "2022-05-04"), SomeWish.NOTHING_TAKEN))
                .doesNotThrowAnyException();
    }

    @Test
    void theDayThatStandsInTheWayIsNamed() {
        Day other = plan.days().get(1);

        assertThatThrownBy(() -> plan.checkMove(
                        moved(1, requireNonNull(other.supplierId()), "" + other.date()), SomeWish.NOTHING_TAKEN))
                .isInstanceOf(DayTaken.class)
                .hasMessageContaining("The team is in municipality-0 on " + other.date() + " (day 2)");
    }

    @Test
    void aMunicipalityTakesOneDayAtATimeUnlessItSaysOtherwise() {
        Day there = plan.days().get(1);
        Plan otherTeamFree = plan.with(moved(5, OTHER_TEAM, "2022-05-04"));
        assertThat(plan.days().get(4)).extracting(Day::supplierId, Day::date).containsExactly(OTHER_TEAM, there.date());

        assertThatThrownBy(
                        () -> otherTeamFree.checkMove(moved(1, OTHER_TEAM, "" + there.date()), SomeWish.NOTHING_TAKEN))
                .isInstanceOf(DayTaken.class)
                .hasMessageContaining("municipality-0 has 1 already on " + there.date());
    }

    @Test
    void aTeamThatHoldsASessionElsewhereIsTaken() {
        assertThatThrownBy(() -> plan.checkMove(
                        moved(1, TEAM, "2022-05-04"), SomeWish.taken(TEAM, LocalDate.parse("2022-05-04"))))
                .isInstanceOf(DayTaken.class)
                .hasMessageContaining("The team cannot come on 2022-05-04");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2022-01-07", "2022-07-01", "2022-05-07", "2022-05-26", "2022-06-06", "2022-06-24"})
    void outsideThePeriodOnAWeekendOrAPublicHolidayNothingIsHeld(String date) {
        assertThatThrownBy(() -> plan.checkMove(moved(1, TEAM, date), SomeWish.NOTHING_TAKEN))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void figuresSayHowGoodThePlanIs() {
        assertThat(plan.figures()).isEqualTo(new Plan.Figures(0, 0, 3, 3, 2));
        assertThat(SomeWish.plan(plan.wish()).figures()).isNull();
    }

    private Day moved(int n, UUID team, String date) {
        return new Day(n, plan.days().get(n - 1).municipality(), team, LocalDate.parse(date), false, null);
    }
}
