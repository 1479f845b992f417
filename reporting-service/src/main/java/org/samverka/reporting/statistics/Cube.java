package org.samverka.reporting.statistics;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.samverka.reporting.statistics.Cells.Cell;

/**
 * A program's cells with every margin: all sums, by the categories they are about; what is left out is summed over. The
 * category of an organization is a path down to a unit, and the sums go up along it.
 */
final class Cube {
    static final Map<String, String> TOTAL = Map.of();

    private static final String ORGANIZATION = Dimension.organization.name();
    private static final String UNIT = Dimension.unit.name();

    private final Map<Series, Map<Map<String, String>, Tally>> sums = new HashMap<>();
    private final Map<Source, String> sources = new HashMap<>();
    private final Map<String, List<String>> paths = new HashMap<>();
    private final Set<String> withUnits;
    private final UnitTree units;

    private record Series(Measure measure, String item) {}

    /** The sums over some dimensions are taken from one view: each view is all there is. */
    private record Source(Series series, Set<String> dimensions) {}

    record Tally(long n, BigDecimal amount) {
        static final Tally NOTHING = new Tally(0, BigDecimal.ZERO);

        Tally plus(Tally other) {
            return new Tally(n + other.n, amount.add(other.amount));
        }
    }

    Cube(List<Cell> cells) {
        this(cells, UnitTree.NONE);
    }

    Cube(List<Cell> cells, UnitTree units) {
        this.units = units;
        this.withUnits = cells.stream()
                .map(cell -> cell.place().getOrDefault(ORGANIZATION, ""))
                .filter(path -> UnitTree.isUnit(path) && UnitTree.unit(path) != null)
                .map(UnitTree::organization)
                .collect(Collectors.toSet());
        cells.forEach(this::add);
    }

    private void add(Cell cell) {
        var series = new Series(cell.measure(), cell.item());
        var tallies = sums.computeIfAbsent(series, fresh -> new HashMap<>());
        var tally = new Tally(cell.n(), cell.amount());
        for (Map<String, String> margin : margins(cell.place())) {
            if (sources.computeIfAbsent(new Source(series, dimensions(margin)), first -> cell.view())
                    .equals(cell.view())) {
                tallies.merge(margin, tally, Tally::plus);
            }
        }
    }

    private static Set<String> dimensions(Map<String, String> margin) {
        if (!UnitTree.isUnit(margin.getOrDefault(ORGANIZATION, ""))) {
            return margin.keySet();
        }
        var dimensions = new HashSet<>(margin.keySet());
        dimensions.add(UNIT);
        return dimensions;
    }

    private List<Map<String, String>> margins(Map<String, String> place) {
        List<Map<String, String>> margins = new ArrayList<>(List.of(TOTAL));
        place.forEach((dimension, category) -> {
            List<String> categories = dimension.equals(ORGANIZATION) ? paths(category) : List.of(category);
            for (Map<String, String> margin : List.copyOf(margins)) {
                categories.forEach(each -> margins.add(with(margin, dimension, each)));
            }
        });
        return margins;
    }

    private static Map<String, String> with(Map<String, String> margin, String dimension, String category) {
        var finer = new HashMap<>(margin);
        finer.put(dimension, category);
        return Map.copyOf(finer);
    }

    /** Where nobody is in a unit the organization is all there is. */
    private List<String> paths(String category) {
        return Objects.requireNonNull(paths.computeIfAbsent(
                category,
                fresh -> withUnits.contains(UnitTree.organization(fresh))
                        ? units.paths(fresh)
                        : List.of(UnitTree.organization(fresh))));
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

    /** How many sums there are. */
    int size() {
        return sums.values().stream().mapToInt(Map::size).sum();
    }
}
