package org.samverka.reporting.disclosure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every table, whatever is in it. */
class DisclosureProperties {
    private static final int FEW = 3;

    @Provide
    Arbitrary<Map<Map<String, String>, Figure>> counts() {
        return Tables.ofCounts();
    }

    @Provide
    Arbitrary<Map<Map<String, String>, Figure>> shares() {
        return Tables.ofShares();
    }

    @Property
    void nothingIsShownAboutFewerThanTheMinimum(
            @ForAll("counts") Map<Map<String, String>, Figure> table,
            @ForAll @IntRange(min = 7, max = 15) int minimum) {
        var hidden = hide(table, minimum);

        table.forEach((cell, figure) -> {
            boolean small = figure.people() > 0 && figure.people() < minimum;
            assertThat(hidden.get(cell) == Suppression.primary).isEqualTo(small);
        });
    }

    @Property
    void noSumHasExactlyOneHiddenCellOrASmallHiddenRest(
            @ForAll("counts") Map<Map<String, String>, Figure> table,
            @ForAll @IntRange(min = 7, max = 15) int minimum) {
        var hidden = hide(table, minimum);

        sums(table).forEach((sum, parts) -> {
            List<Map<String, String>> hiddenParts =
                    parts.stream().filter(hidden::containsKey).toList();
            if (hidden.containsKey(sum.cell())) {
                assertThat(hiddenParts).isNotEmpty();
            } else if (!hiddenParts.isEmpty()) {
                assertThat(hiddenParts).hasSizeGreaterThan(1);
                assertThat(hiddenParts.stream()
                                .map(part -> requireNonNull(table.get(part)))
                                .mapToLong(Figure::people)
                                .sum())
                        .isGreaterThanOrEqualTo(minimum);
            }
        });
    }

    @Property
    void noHiddenCellFollowsFromWhatIsShown(@ForAll("counts") Map<Map<String, String>, Figure> table) {
        assertThat(Attacker.derives(table, hide(table, 7).keySet())).isEmpty();
    }

    @Property
    void noHiddenShareFollowsFromWhatIsShown(@ForAll("shares") Map<Map<String, String>, Figure> table) {
        assertThat(Attacker.derives(table, hide(table, 7).keySet())).isEmpty();
    }

    @Property
    void noShareSaysItOfEachNorDoesTheRestOfASum(@ForAll("shares") Map<Map<String, String>, Figure> table) {
        var hidden = hide(table, 7);

        table.forEach((cell, figure) -> {
            if (figure.people() > 0 && !hidden.containsKey(cell)) {
                assertSaysItOfNobody(figure);
            }
        });
        sums(table).forEach((sum, parts) -> {
            if (!hidden.containsKey(sum.cell())) {
                parts.stream()
                        .filter(hidden::containsKey)
                        .map(part -> requireNonNull(table.get(part)))
                        .reduce(Tables::sum)
                        .ifPresent(DisclosureProperties::assertSaysItOfNobody);
            }
        });
    }

    private static void assertSaysItOfNobody(Figure figure) {
        Share share = requireNonNull(figure.share());
        assertThat(share.numerator()).isGreaterThanOrEqualTo(FEW);
        assertThat(share.denominator() - share.numerator()).isGreaterThanOrEqualTo(FEW);
    }

    @Property
    void theSameTableIsHiddenInTheSameWay(@ForAll("counts") Map<Map<String, String>, Figure> table) {
        var sameInAnotherOrder = new LinkedHashMap<Map<String, String>, Figure>();
        table.keySet().stream()
                .sorted(Comparator.comparing(cell -> -cell.hashCode()))
                .forEach(cell -> sameInAnotherOrder.put(backwards(cell), requireNonNull(table.get(cell))));

        assertThat(hide(sameInAnotherOrder, 7)).isEqualTo(hide(table, 7));
    }

    private static Map<String, String> backwards(Map<String, String> cell) {
        var backwards = new LinkedHashMap<String, String>();
        new TreeMap<>(cell).descendingMap().forEach(backwards::put);
        return backwards;
    }

    @Property
    void wherePeopleAreManyNothingIsHidden(@ForAll("counts") Map<Map<String, String>, Figure> table) {
        var large = new HashMap<Map<String, String>, Figure>();
        table.forEach((cell, figure) -> large.put(cell, Figure.of(figure.people() * 7)));

        assertThat(hide(large, 7)).isEmpty();
    }

    @Property
    void successiveValuesOfACountDifferByTheMinimumOrNotAtAll(
            @ForAll @IntRange(min = 7, max = 50) int minimum, @ForAll @IntRange(max = 10_000) int count) {
        var step = new Minimum(minimum);

        assertThat(step.step(count)).isBetween((long) count - minimum + 1, (long) count);
        assertThat(step.step(count + 1) - step.step(count)).isIn(0L, (long) minimum);
    }

    private static Map<Map<String, String>, Suppression> hide(Map<Map<String, String>, Figure> table, int minimum) {
        return new DisclosureControl(new Minimum(minimum)).hide(table);
    }

    private record Sum(Map<String, String> cell, String over) {}

    private static Map<Sum, List<Map<String, String>>> sums(Map<Map<String, String>, Figure> table) {
        var sums = new HashMap<Sum, List<Map<String, String>>>();
        for (Map<String, String> part : table.keySet()) {
            for (String dimension : part.keySet()) {
                var cell = new HashMap<>(part);
                cell.remove(dimension);
                sums.merge(
                        new Sum(cell, dimension),
                        List.of(part),
                        (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
            }
        }
        return sums;
    }
}
