package org.samverka.participants.organization;

import static java.util.Comparator.comparing;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Units under their parents, each exactly once, whatever the feed says: a unit stands at the top when its parent is not
 * known, is below itself, or is more than {@value #LEVELS} levels down.
 */
record UnitTree(List<Unit> roots) {
    private static final int LEVELS = 50;
    private static final Comparator<Row> IN_ORDER = comparing(Row::name).thenComparing(Row::ref);

    record Unit(String ref, String name, List<Unit> units) {}

    record Row(String ref, String name, @Nullable String parentRef) {
        static Row of(Object[] row) {
            return new Row((String) row[0], (String) row[1], (String) row[2]);
        }
    }

    static UnitTree of(List<Row> rows) {
        Map<String, Row> byRef = rows.stream().collect(toMap(Row::ref, identity()));
        Map<Boolean, List<Row>> standing =
                rows.stream().sorted(IN_ORDER).collect(groupingBy(row -> isRoot(row, byRef)));
        Map<String, List<Row>> below = standing.getOrDefault(false, List.of()).stream()
                .collect(groupingBy(row -> Objects.requireNonNull(row.parentRef())));
        return new UnitTree(units(standing.getOrDefault(true, List.of()), below));
    }

    private static List<Unit> units(List<Row> rows, Map<String, List<Row>> below) {
        return rows.stream()
                .map(row -> new Unit(row.ref(), row.name(), units(below.getOrDefault(row.ref(), List.of()), below)))
                .toList();
    }

    private static boolean isRoot(Row unit, Map<String, Row> byRef) {
        Set<String> above = new HashSet<>();
        Row parent = parent(unit, byRef);
        while (parent != null && above.add(parent.ref())) {
            if (parent.ref().equals(unit.ref())) {
                return true;
            }
            parent = parent(parent, byRef);
        }
        return above.size() % LEVELS == 0;
    }

    private static @Nullable Row parent(Row unit, Map<String, Row> byRef) {
        return unit.parentRef() == null ? null : byRef.get(unit.parentRef());
    }
}
