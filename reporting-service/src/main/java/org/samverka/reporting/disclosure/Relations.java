package org.samverka.reporting.disclosure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every sum that a reader of a table can do: over the categories of one dimension, the others being the same, and over what
 * is one step further down a path. Cells are named by their place in a list; the order of the sums depends on nothing else.
 */
final class Relations {
    /** The parts add up to the sum. */
    record Relation(int sum, List<Integer> parts) {}

    private record Line(Map<String, String> sum, String dimension) {}

    private final List<Relation> all = new ArrayList<>();
    private final List<List<Relation>> byCell = new ArrayList<>();

    Relations(List<Map<String, String>> cells) {
        Map<Map<String, String>, Integer> places = new HashMap<>();
        Map<Line, List<Integer>> lines = new LinkedHashMap<>();
        for (int cell = 0; cell < cells.size(); cell++) {
            places.put(cells.get(cell), cell);
            byCell.add(new ArrayList<>());
            for (String dimension : new TreeSet<>(cells.get(cell).keySet())) {
                lines.computeIfAbsent(
                                new Line(partOf(cells.get(cell), dimension), dimension), line -> new ArrayList<>())
                        .add(cell);
            }
        }
        lines.forEach((line, parts) -> add(places.get(line.sum()), parts, line));
    }

    private void add(@Nullable Integer sum, List<Integer> parts, Line line) {
        if (sum == null) {
            throw new IllegalArgumentException("A table holds all its margins; missing is " + line.sum());
        }
        var relation = new Relation(sum, parts);
        all.add(relation);
        byCell.get(sum).add(relation);
        parts.forEach(part -> byCell.get(part).add(relation));
    }

    private static Map<String, String> partOf(Map<String, String> cell, String dimension) {
        var sum = new HashMap<>(cell);
        sum.computeIfPresent(
                dimension, (same, path) -> path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : null);
        return sum;
    }

    List<Relation> all() {
        return all;
    }

    List<Relation> of(int cell) {
        return byCell.get(cell);
    }
}
