package org.samverka.reporting.disclosure;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.samverka.reporting.disclosure.Relations.Relation;

/**
 * Everything that was ever published of one table, looked at together. Who sees that a sum has stayed as it was knows that
 * its parts have: what one release hides, another then shows, or it follows from both.
 */
public final class Ledger {
    /** A place of a table; tables are numbered in the order in which they were published. */
    public record Cell(int table, Map<String, String> place) {}

    private final List<Map<Map<String, String>, Optional<String>>> tables;
    private final List<Cell> cells = new ArrayList<>();
    private final Map<Cell, Integer> numbers = new HashMap<>();
    private final int[] same;

    private Ledger(List<Map<Map<String, String>, Optional<String>>> tables) {
        this.tables = tables;
        for (int table = 0; table < tables.size(); table++) {
            for (Map<String, String> place : withMargins(tables.get(table).keySet())) {
                numbers.put(new Cell(table, place), cells.size());
                cells.add(new Cell(table, place));
            }
        }
        this.same = IntStream.range(0, cells.size()).toArray();
        for (int later = 1; later < tables.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                connect(earlier, later);
            }
        }
    }

    /**
     * What follows, though it is hidden, once the last tables are published too; what followed before is not their fault.
     *
     * @param tables what each publication says of each place, and nothing where it hides it
     * @param published how many of them are published already
     */
    public static Set<Cell> revealed(List<Map<Map<String, String>, Optional<String>>> tables, int published) {
        var revealed = new LinkedHashSet<>(new Ledger(tables).derivable());
        if (!revealed.isEmpty()) {
            revealed.removeAll(new Ledger(tables.subList(0, published)).derivable());
        }
        return revealed;
    }

    /** A margin that nobody published is unknown, but it is there: sums go through it. */
    private static List<Map<String, String>> withMargins(Set<Map<String, String>> places) {
        return places.stream()
                .flatMap(Ledger::margins)
                .distinct()
                .sorted(java.util.Comparator.comparing(place -> new TreeMap<>(place).toString()))
                .toList();
    }

    private static Stream<Map<String, String>> margins(Map<String, String> place) {
        List<String> dimensions = List.copyOf(place.keySet());
        return IntStream.range(0, 1 << dimensions.size())
                .mapToObj(chosen -> IntStream.range(0, dimensions.size())
                        .filter(i -> (chosen & 1 << i) != 0)
                        .mapToObj(dimensions::get)
                        .collect(Collectors.toUnmodifiableMap(
                                dimension -> dimension, dimension -> Objects.requireNonNull(place.get(dimension)))));
    }

    /** Cells of two tables are the same as far as a reader knows, where something that they are part of has stayed. */
    private void connect(int earlier, int later) {
        var stayed = new HashSet<Map<String, String>>();
        tables.get(later).forEach((place, value) -> {
            if (value.isPresent() && value.equals(tables.get(earlier).get(place))) {
                stayed.add(place);
            }
        });
        tables.get(later).keySet().stream()
                .filter(place -> margins(place).anyMatch(stayed::contains))
                .forEach(place -> {
                    Integer one = numbers.get(new Cell(earlier, place));
                    if (one != null) {
                        same[root(number(later, place))] = root(one);
                    }
                });
    }

    private int number(int table, Map<String, String> place) {
        return Objects.requireNonNull(numbers.get(new Cell(table, place)));
    }

    private int root(int cell) {
        int at = cell;
        while (same[at] != at) {
            same[at] = same[same[at]];
            at = same[at];
        }
        return at;
    }

    private Set<Cell> derivable() {
        var known = new BitSet();
        var hidden = new BitSet();
        for (int cell = 0; cell < cells.size(); cell++) {
            (isShown(cells.get(cell)) ? known : hidden).set(root(cell));
        }
        hidden.andNot(known);
        Set<Integer> follows = new TreeSet<>(LinearAudit.derivable(hidden, relations()));
        return IntStream.range(0, cells.size())
                .filter(cell -> isHidden(cells.get(cell)) && (known.get(root(cell)) || follows.contains(root(cell))))
                .mapToObj(cells::get)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private boolean isShown(Cell cell) {
        Optional<String> value = tables.get(cell.table()).get(cell.place());
        return value != null && value.isPresent();
    }

    /** Published as hidden; what was not published at all protects nobody. */
    private boolean isHidden(Cell cell) {
        Optional<String> value = tables.get(cell.table()).get(cell.place());
        return value != null && value.isEmpty();
    }

    private List<Relation> relations() {
        var all = new LinkedHashSet<Relation>();
        for (int table = 0; table < tables.size(); table++) {
            List<Map<String, String>> places = withMargins(tables.get(table).keySet());
            int first = places.isEmpty() ? 0 : number(table, places.get(0));
            for (Relation relation : new Relations(places).all()) {
                all.add(new Relation(
                        root(first + relation.sum()),
                        relation.parts().stream()
                                .map(part -> root(first + part))
                                .toList()));
            }
        }
        return List.copyOf(all);
    }
}
