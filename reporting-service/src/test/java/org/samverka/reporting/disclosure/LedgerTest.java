package org.samverka.reporting.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.samverka.reporting.disclosure.Ledger.Cell;

class LedgerTest {
    private static final Map<String, String> TOTAL = Map.of();
    private static final Map<String, String> WOMEN = Map.of("gender", "woman");
    private static final Map<String, String> MEN = Map.of("gender", "man");
    private static final Map<String, String> OTHERS = Map.of("gender", "other");

    @Test
    void whatIsHiddenOnceAndShownLaterWhileTheTotalHasStayedIsRevealed() {
        var before = table(shown(TOTAL, 35), hidden(WOMEN), hidden(MEN));
        var after = table(shown(TOTAL, 35), shown(WOMEN, 28), shown(MEN, 7));

        assertThat(Ledger.revealed(List.of(before, after), 1))
                .containsExactlyInAnyOrder(new Cell(0, WOMEN), new Cell(0, MEN));
    }

    @Test
    void whatOneReleaseHidesAndAnotherHidesDifferentlyFollowsFromBoth() {
        var before = table(shown(TOTAL, 42), shown(WOMEN, 28), hidden(MEN), hidden(OTHERS));
        var after = table(shown(TOTAL, 42), hidden(WOMEN), hidden(MEN), shown(OTHERS, 7));

        assertThat(Ledger.revealed(List.of(before, after), 1))
                .contains(new Cell(0, OTHERS), new Cell(1, WOMEN), new Cell(0, MEN), new Cell(1, MEN));
    }

    @Test
    void enoughNewPeopleInTheTotalTellNothingOfWhatWasHiddenBefore() {
        var before = table(shown(TOTAL, 35), hidden(WOMEN), hidden(MEN));
        var after = table(shown(TOTAL, 49), shown(WOMEN, 35), shown(MEN, 14));

        assertThat(Ledger.revealed(List.of(before, after), 1)).isEmpty();
    }

    @Test
    void aPartThatStayedConnectsWhatIsInItThoughTheTotalMoved() {
        var unit = Map.of("unit", "a");
        var women = Map.of("unit", "a", "gender", "woman");
        var men = Map.of("unit", "a", "gender", "man");
        var before = table(shown(TOTAL, 35), shown(unit, 21), hidden(women), hidden(men));
        var after = table(shown(TOTAL, 70), shown(unit, 21), shown(women, 14), hidden(men));

        assertThat(Ledger.revealed(List.of(before, after), 1))
                .contains(new Cell(0, women), new Cell(0, men), new Cell(1, men));
    }

    @Test
    void whatFollowedBeforeIsNotTheFaultOfTheLast() {
        var leak = table(shown(TOTAL, 35), shown(WOMEN, 28), hidden(MEN));
        var other = table(shown(TOTAL, 70), shown(WOMEN, 42), shown(MEN, 28));

        assertThat(Ledger.revealed(List.of(leak), 0)).containsExactly(new Cell(0, MEN));
        assertThat(Ledger.revealed(List.of(leak, other), 1)).isEmpty();
    }

    @Provide
    Arbitrary<Map<Map<String, String>, Figure>> counts() {
        return Tables.ofCounts();
    }

    @Property(tries = 200)
    void publishingTheSameAgainRevealsNothing(@ForAll("counts") Map<Map<String, String>, Figure> table) {
        var published = published(
                table, new DisclosureControl(new Minimum(7)).hide(table).keySet());

        assertThat(Ledger.revealed(List.of(published), 0)).isEmpty();
        assertThat(Ledger.revealed(List.of(published, published, published), 1)).isEmpty();
    }

    @Property(tries = 200)
    void showingEverythingAfterwardsRevealsAllThatWasHidden(@ForAll("counts") Map<Map<String, String>, Figure> table) {
        var hidden = new DisclosureControl(new Minimum(7)).hide(table).keySet();
        var before = published(table, hidden);
        var after = published(table, Set.of());
        boolean totalIsShown = !hidden.contains(TOTAL);

        Set<Cell> revealed = Ledger.revealed(List.of(before, after), 1);

        if (totalIsShown) {
            assertThat(revealed).extracting(Cell::place).containsExactlyInAnyOrderElementsOf(hidden);
        }
    }

    private static Map<Map<String, String>, Optional<String>> published(
            Map<Map<String, String>, Figure> table, Set<Map<String, String>> hidden) {
        var published = new HashMap<Map<String, String>, Optional<String>>();
        table.keySet()
                .forEach(place -> published.put(
                        place,
                        hidden.contains(place)
                                ? Optional.empty()
                                : Optional.of(
                                        Objects.requireNonNull(table.get(place)).count() + "")));
        return published;
    }

    @SafeVarargs
    private static Map<Map<String, String>, Optional<String>> table(
            Map.Entry<Map<String, String>, Optional<String>>... cells) {
        return Map.ofEntries(cells);
    }

    private static Map.Entry<Map<String, String>, Optional<String>> shown(Map<String, String> place, int value) {
        return Map.entry(place, Optional.of(Integer.toString(value)));
    }

    private static Map.Entry<Map<String, String>, Optional<String>> hidden(Map<String, String> place) {
        return Map.entry(place, Optional.empty());
    }
}
