package org.samverka.reporting.statistics;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.samverka.reporting.statistics.Cells.Cell;

/** A program's cells with every margin: all sums, by the categories they are about; what is left out is summed over. */
final class Cube {
    static final Map<String, String> TOTAL = Map.of();

    private final Map<Series, Map<Map<String, String>, Tally>> sums = new HashMap<>();

    private record Series(Measure measure, String item) {}

    record Tally(long n, BigDecimal amount) {
        static final Tally NOTHING = new Tally(0, BigDecimal.ZERO);

        Tally plus(Tally other) {
            return new Tally(n + other.n, amount.add(other.amount));
        }
    }

    Cube(List<Cell> cells) {
        cells.forEach(this::add);
    }

    private void add(Cell cell) {
        var series = sums.computeIfAbsent(new Series(cell.measure(), cell.item()), fresh -> new HashMap<>());
        var tally = new Tally(cell.n(), cell.amount());
        margins(cell.place()).forEach(margin -> series.merge(margin, tally, Tally::plus));
    }

    private static Stream<Map<String, String>> margins(Map<String, String> place) {
        List<String> dimensions = List.copyOf(place.keySet());
        return IntStream.range(0, 1 << dimensions.size()).mapToObj(chosen -> {
            var margin = new HashMap<String, String>();
            for (int i = 0; i < dimensions.size(); i++) {
                if ((chosen & 1 << i) != 0) {
                    margin.put(dimensions.get(i), Objects.requireNonNull(place.get(dimensions.get(i))));
                }
            }
            return Map.copyOf(margin);
        });
    }

    /** The items that a measure is kept by, in their order. */
    Set<String> items(Measure measure) {
        var items = new TreeSet<String>();
        sums.keySet().stream()
                .filter(series -> series.measure() == measure)
                .forEach(series -> items.add(series.item()));
        return items;
    }

    Map<Map<String, String>, Tally> of(Measure measure, String item) {
        return sums.getOrDefault(new Series(measure, item), Map.of());
    }

    /** Over all items; the total is there even if nothing was counted. */
    Map<Map<String, String>, Tally> of(Measure measure) {
        var all = new HashMap<Map<String, String>, Tally>();
        all.put(TOTAL, Tally.NOTHING);
        items(measure)
                .forEach(item -> of(measure, item).forEach((place, tally) -> all.merge(place, tally, Tally::plus)));
        return all;
    }

    /** The most that one item counts at each place. */
    Map<Map<String, String>, Long> largest(Measure measure) {
        var largest = new HashMap<Map<String, String>, Long>();
        items(measure)
                .forEach(item ->
                        of(measure, item).forEach((place, tally) -> largest.merge(place, tally.n(), Math::max)));
        return largest;
    }
}
