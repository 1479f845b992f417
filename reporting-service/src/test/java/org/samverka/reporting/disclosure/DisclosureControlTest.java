package org.samverka.reporting.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.samverka.reporting.disclosure.Suppression.complementary;
import static org.samverka.reporting.disclosure.Suppression.homogeneous;
import static org.samverka.reporting.disclosure.Suppression.primary;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DisclosureControlTest {
    private static final Map<String, String> TOTAL = Map.of();
    private static final Map<String, String> WOMEN = Map.of("gender", "woman");
    private static final Map<String, String> MEN = Map.of("gender", "man");

    private final DisclosureControl control = new DisclosureControl(new Minimum(7));

    @Test
    void threeMenAmongSixtyFiveAreHiddenAndSoAreTheWomenThatWouldRevealThem() {
        var table = Tables.withMargins(Map.of(WOMEN, Figure.of(62), MEN, Figure.of(3)));

        assertThat(control.hide(table)).containsExactlyInAnyOrderEntriesOf(Map.of(MEN, primary, WOMEN, complementary));
    }

    @Test
    void aUnitThatIsTooSmallCannotBeHadByTakingTheOtherFromItsParent() {
        Map<String, String> unitA = Map.of("unit", "a");
        Map<String, String> unitB = Map.of("unit", "b");
        var table = Tables.withMargins(Map.of(unitA, Figure.of(24), unitB, Figure.of(6)));

        assertThat(control.hide(table)).containsOnlyKeys(unitA, unitB);
    }

    @Test
    void aPathAddsUpStepByStep() {
        Map<Map<String, String>, Figure> table = Map.of(
                TOTAL,
                Figure.of(70),
                Map.of("unit", "a"),
                Figure.of(30),
                Map.of("unit", "a/x"),
                Figure.of(24),
                Map.of("unit", "a/y"),
                Figure.of(6),
                Map.of("unit", "b"),
                Figure.of(40));

        assertThat(control.hide(table)).containsOnlyKeys(Map.of("unit", "a/x"), Map.of("unit", "a/y"));
    }

    @Test
    void whatSomethingElseWouldTellIsHiddenAsWellAndWhatWouldTellItToo() {
        var table = Tables.withMargins(Map.of(WOMEN, Figure.of(20), MEN, Figure.of(30)));

        assertThat(control.hide(table, java.util.Set.of(WOMEN)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(WOMEN, complementary, MEN, complementary));
    }

    @Test
    void hiddenCellsThatTogetherAreTooFewTakeAnotherWithThem() {
        var table = Tables.withMargins(Map.of(
                Map.of("unit", "a"), Figure.of(2),
                Map.of("unit", "b"), Figure.of(4),
                Map.of("unit", "c"), Figure.of(11),
                Map.of("unit", "d"), Figure.of(30)));

        assertThat(control.hide(table))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Map.of("unit", "a"), primary,
                        Map.of("unit", "b"), primary,
                        Map.of("unit", "c"), complementary));
    }

    @Test
    void aCellWhoseOwnSumsHaveNothingLeftToHideIsSafeAsWell() {
        var counts = new HashMap<Map<String, String>, Figure>();
        long[][] people = {{1, 0, 0}, {6, 0, 1}, {0, 2, 5}};
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                counts.put(Map.of("d0", "c" + row, "d1", "c" + column), Figure.of(people[row][column]));
            }
        }
        var table = Tables.withMargins(counts);

        assertThat(Attacker.derives(table, control.hide(table).keySet())).isEmpty();
    }

    @Test
    void theOnlyPartOfASumIsHiddenTogetherWithIt() {
        var table = Tables.withMargins(Map.of(WOMEN, Figure.of(5)));

        assertThat(control.hide(table)).containsExactlyInAnyOrderEntriesOf(Map.of(TOTAL, primary, WOMEN, primary));
    }

    @Test
    void everyDimensionIsGuardedAndNotOnlyTheOneThatIsSmall() {
        var table = Tables.withMargins(Map.of(
                Map.of("gender", "man", "group", "inspirers"), Figure.of(3),
                Map.of("gender", "woman", "group", "inspirers"), Figure.of(62),
                Map.of("gender", "man", "group", "everybody"), Figure.of(80),
                Map.of("gender", "woman", "group", "everybody"), Figure.of(520)));

        assertThat(control.hide(table).keySet())
                .containsExactlyInAnyOrder(
                        Map.of("gender", "man", "group", "inspirers"),
                        Map.of("gender", "woman", "group", "inspirers"),
                        Map.of("gender", "man", "group", "everybody"),
                        Map.of("gender", "woman", "group", "everybody"));
    }

    @Test
    void agreementOfAllButOneIsHiddenAsHomogeneous() {
        assertThat(control.hide(Map.of(TOTAL, share(24, 25)))).containsExactly(Map.entry(TOTAL, homogeneous));
        assertThat(control.hide(Map.of(TOTAL, share(22, 25)))).isEmpty();
        assertThat(control.hide(Map.of(TOTAL, share(2, 25)))).containsExactly(Map.entry(TOTAL, homogeneous));
    }

    @Test
    void aHomogeneousGroupCannotBeHadByTakingTheOtherFromTheTotal() {
        var table = Tables.withMargins(Map.of(WOMEN, share(60, 61), MEN, share(20, 30)));

        assertThat(control.hide(table))
                .containsExactlyInAnyOrderEntriesOf(Map.of(WOMEN, homogeneous, MEN, complementary));
    }

    @Test
    void figuresOfFewPeopleAreHiddenHoweverMuchTheyCount() {
        assertThat(control.hide(Map.of(TOTAL, new Figure(30, 3, null)))).containsExactly(Map.entry(TOTAL, primary));
    }

    @Test
    void whereNothingIsCountedNothingIsHidden() {
        assertThat(control.hide(Map.of(TOTAL, Figure.of(0)))).isEmpty();
    }

    @Test
    void theMinimumCanBeRaisedButNotLowered() {
        assertThat(new Minimum(10).step(29)).isEqualTo(20);
        assertThatThrownBy(() -> new Minimum(6)).hasMessageContaining("7 people");
    }

    @Test
    @Timeout(120)
    void aTableOfNearlyTenThousandCellsIsNoTrouble() {
        var random = new Random(42);
        var finest = new HashMap<Map<String, String>, Figure>();
        for (int cell = 0; cell < 5600; cell++) {
            finest.put(
                    Map.of("a", "" + cell % 4, "b", "" + cell / 4 % 10, "c", "" + cell / 40 % 20, "d", "" + cell / 800),
                    Figure.of((long) (60 * Math.pow(random.nextDouble(), 3))));
        }
        var table = Tables.withMargins(finest);

        var hidden = control.hide(table);

        assertThat(hidden.values()).contains(primary, complementary);
    }

    private static Figure share(long numerator, long denominator) {
        return new Figure(denominator, denominator, new Share(numerator, denominator));
    }
}
