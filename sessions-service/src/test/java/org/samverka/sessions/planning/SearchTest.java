package org.samverka.sessions.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.planning.Plan.Day;
import org.samverka.sessions.planning.Plan.Taken;

class SearchTest {
    private static final Duration SHORT = Duration.ofSeconds(2);

    @Test
    void aPlanThatHasNoClashIsFoundAndCostsNoMoreThanTheFirst() {
        Wish wish = SomeWish.of(40, 3, 6, "2022-01-10", "2022-03-31");
        Roster first = SomeWish.plan(wish).roster(SomeWish.NOTHING_TAKEN);
        HardSoftLongScore before = Search.score(first);

        Roster solved = new Search(SHORT).improve(first, better -> {});

        HardSoftLongScore after = Objects.requireNonNull(solved.score);
        assertThat(after).isGreaterThanOrEqualTo(before);
        assertThat(after.hardScore()).isZero();
        assertPossible(SomeWish.plan(wish).with(solved), SomeWish.NOTHING_TAKEN);
    }

    @Test
    void whatIsPinnedStaysWhereItIs() {
        Wish wish = SomeWish.of(12, 2, 3, "2022-01-10", "2022-02-28");
        Plan plan = SomeWish.first(wish);
        Day pinned = new Day(
                5, plan.days().get(4).municipality(), new UUID(7, 1), LocalDate.parse("2022-02-28"), true, null);

        Roster solved = new Search(SHORT).improve(plan.with(pinned).roster(SomeWish.NOTHING_TAKEN), better -> {});

        assertThat(plan.with(solved).get(4)).isEqualTo(pinned);
    }

    @Test
    void aPlanThatStartsWithClashesIsRepaired() {
        Plan clashing = clashing();
        Roster first = clashing.roster(SomeWish.NOTHING_TAKEN);
        assertThat(Search.score(first).hardScore()).isNegative();

        Roster solved = new Search(SHORT).improve(first, better -> {});

        assertPossible(clashing.with(solved), SomeWish.NOTHING_TAKEN);
    }

    @Test
    void whatAClashingPlanCostsDoesNotDependOnWhichDayMovedLast() {
        Roster roster = clashing().roster(SomeWish.NOTHING_TAKEN);
        List<PlanDay> interleaved = new ArrayList<>(roster.days);
        interleaved.sort(Comparator.comparing(day -> day.n % 5));

        assertThat(Search.score(new Roster(roster.slots, interleaved))).isEqualTo(Search.score(roster));
    }

    /** Everything on one day by one team, in two municipalities. */
    private static Plan clashing() {
        Plan plan = SomeWish.first(SomeWish.of(10, 2, 2, "2022-01-10", "2022-01-28"));
        for (Day day : plan.days()) {
            plan = plan.with(
                    new Day(day.n(), day.municipality(), new UUID(7, 0), LocalDate.parse("2022-01-10"), false, null));
        }
        return plan;
    }

    @Property(tries = 200)
    void theFirstPlanAloneIsPossibleWhereverThereIsRoomEnough(
            @ForAll @IntRange(min = 1, max = 60) int days,
            @ForAll @IntRange(min = 1, max = 8) int teams,
            @ForAll @IntRange(min = 4, max = 12) int municipalities) {
        Wish wish = SomeWish.of(Math.max(days, municipalities), teams, municipalities, "2022-01-03", "2022-06-30");

        assertPossible(SomeWish.first(wish).days(), SomeWish.NOTHING_TAKEN);
    }

    @Test
    void aTeamIsNotAskedForADayOnWhichItCannotCome() {
        Wish wish = SomeWish.of(5, 1, 1, "2022-01-10", "2022-01-17");
        Taken taken = SomeWish.taken(new UUID(7, 0), LocalDate.parse("2022-01-12"));

        List<Day> days = SomeWish.plan(wish).with(SomeWish.plan(wish).roster(taken));

        assertThat(days).extracting(Day::date).doesNotContain(LocalDate.parse("2022-01-12"));
        assertPossible(days, taken);
    }

    @Test
    void noTeamThatIsFreeMeansNoPlan() {
        Wish wish = SomeWish.of(5, 1, 1, "2022-01-08", "2022-01-09");

        assertThatThrownBy(() -> SomeWish.plan(wish).roster(SomeWish.NOTHING_TAKEN))
                .isInstanceOf(Plan.NothingFree.class);
    }

    @Test
    void goingOnToAnotherMunicipalityCostsTheChangeAndTheWay() {
        Wish wish = SomeWish.of(2, 1, 2, "2022-01-10", "2022-01-11");
        Wish.Municipality south = wish.municipalities().get(0);
        Wish.Municipality north = wish.municipalities().get(1);
        Roster roster = SomeWish.plan(wish).roster(SomeWish.NOTHING_TAKEN);

        int inOneWeek = PlanConstraints.WEEK * 2 * 2;
        int byOneTeam = 2 * 2;
        assertThat(south.kilometersTo(north)).isBetween(400, 450);
        assertThat(Search.score(roster))
                .isEqualTo(HardSoftLongScore.ofSoft(
                        -(PlanConstraints.CHANGE + south.kilometersTo(north) + inOneWeek + byOneTeam)));
    }

    private static void assertPossible(List<Day> days, Taken taken) {
        Set<Object> teamDays = new HashSet<>();
        Set<Object> places = new HashSet<>();
        List<Object> twice = new ArrayList<>();
        for (Day day : days) {
            LocalDate date = Objects.requireNonNull(day.date());
            assertThat(Holidays.of("Europe/Stockholm").isWorkday(date)).isTrue();
            assertThat(taken.is(day.supplierId(), date)).isFalse();
            boolean newForTeam = teamDays.add(day.supplierId() + " " + date);
            boolean newForPlace = places.add(day.municipality() + " " + date);
            if (!newForTeam || !newForPlace) {
                twice.add(day);
            }
        }
        assertThat(twice).isEmpty();
    }
}
