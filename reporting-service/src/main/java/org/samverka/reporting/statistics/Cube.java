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

/**
 * A program's cells with every margin: all sums, by place, which is the category per dimension; what a place leaves out
 * is summed over.
 */
final class Cube {
    static final Map<String, String> TOTAL = Map.of();

    private static final String TARGET_GROUP = Dimension.targetGroup.name();

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

    /** What a measure counts; the total is there even if that is nothing. */
    Map<Map<String, String>, Tally> of(Measure measure) {
        return switch (measure) {
            case headCount -> heads();
            case hours -> overItems(Measure.attendances);
            default -> overItems(measure);
        };
    }

    /** A person is in a target group once, and in the program once, however many groups they are in. */
    private Map<Map<String, String>, Tally> heads() {
        var heads = new HashMap<Map<String, String>, Tally>();
        overItems(Measure.headCount).forEach((place, tally) -> heads.put(withoutGroup(place), tally));
        overItems(Measure.enrolled).forEach((place, tally) -> {
            if (isOfGroup(place)) {
                heads.put(place, tally);
            }
        });
        return heads;
    }

    private Map<Map<String, String>, Tally> overItems(Measure measure) {
        var all = new HashMap<Map<String, String>, Tally>();
        all.put(TOTAL, Tally.NOTHING);
        items(measure)
                .forEach(item -> of(measure, item).forEach((place, tally) -> all.merge(place, tally, Tally::plus)));
        return all;
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

    /** The most that one item counts at each place. */
    Map<Map<String, String>, Long> largest(Measure measure) {
        var largest = new HashMap<Map<String, String>, Long>();
        items(measure)
                .forEach(item ->
                        of(measure, item).forEach((place, tally) -> largest.merge(place, tally.n(), Math::max)));
        return largest;
    }

    static boolean isOfGroup(Map<String, String> place) {
        return place.containsKey(TARGET_GROUP);
    }

    /** The place of all people of the program who are there, if the place is of no group in particular. */
    static Map<String, String> ofPeople(Map<String, String> place) {
        return place.getOrDefault(TARGET_GROUP, "").isEmpty() ? withoutGroup(place) : place;
    }

    private static Map<String, String> withoutGroup(Map<String, String> place) {
        var rest = new HashMap<>(place);
        rest.remove(TARGET_GROUP);
        return Map.copyOf(rest);
    }
}
