package org.samverka.reporting.disclosure;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
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
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.disclosure.Relations.Relation;

/**
 * Hides what is about too few people, and as much besides as it takes that no reader can compute it: in no sum is
 * exactly one cell hidden, and what is hidden beside a shown total is together a group of at least the minimum that does
 * not agree in everything. The same table is hidden in the same way each time.
 */
public final class DisclosureControl {
    private final Minimum minimum;

    public DisclosureControl(Minimum minimum) {
        this.minimum = minimum;
    }

    /**
     * @param table figures by category per dimension; a dimension that is left out is summed over, and a table holds all
     *     its margins. A category may be a path, with slashes: what is one step further down is part of it. What is hidden is right for whatever part of the table is shown
     * @return the cells to be hidden, and why
     */
    public Map<Map<String, String>, Suppression> hide(Map<Map<String, String>, Figure> table) {
        return hide(table, Set.of());
    }

    /** @param also cells to be hidden besides, because something else that is shown would tell them */
    public Map<Map<String, String>, Suppression> hide(
            Map<Map<String, String>, Figure> table, Set<Map<String, String>> also) {
        return new Hiding(table).hidden(also);
    }

    private final class Hiding {
        private final List<Map<String, String>> cells;
        private final List<Figure> figures;
        private final Relations relations;
        private final @Nullable Suppression[] verdicts;
        private final Deque<Relation> unchecked = new ArrayDeque<>();
        private final Set<Relation> waiting = new HashSet<>();

        /** Small cells come first, so that the first that can be hidden is the one that is missed least. */
        Hiding(Map<Map<String, String>, Figure> table) {
            Map<Map<String, String>, String> names = new HashMap<>();
            table.keySet().forEach(cell -> names.put(cell, name(cell)));
            cells = table.keySet().stream()
                    .sorted(Comparator.<Map<String, String>>comparingLong(cell ->
                                    Objects.requireNonNull(table.get(cell)).people())
                            .thenComparing(cell -> -cell.size())
                            .thenComparing(names::get))
                    .toList();
            figures = cells.stream()
                    .map(cell -> Objects.requireNonNull(table.get(cell)))
                    .toList();
            relations = new Relations(cells);
            verdicts = new Suppression[cells.size()];
        }

        Map<Map<String, String>, Suppression> hidden(Set<Map<String, String>> also) {
            IntStream.range(0, cells.size()).forEach(this::hideForItself);
            IntStream.range(0, cells.size())
                    .filter(cell -> canBeHidden(cell) && also.contains(cells.get(cell)))
                    .forEach(cell -> hide(cell, Suppression.complementary));
            do {
                makeEachSumSafe();
            } while (hideMoreWhereStillDerivable());
            var hidden = new HashMap<Map<String, String>, Suppression>();
            for (int cell = 0; cell < cells.size(); cell++) {
                Suppression verdict = verdicts[cell];
                if (verdict != null) {
                    hidden.put(cells.get(cell), verdict);
                }
            }
            return hidden;
        }

        private void hideForItself(int cell) {
            Figure figure = figures.get(cell);
            if (figure.isEmpty()) {
                return;
            }
            if (!minimum.isMetBy(figure.people())) {
                hide(cell, Suppression.primary);
            } else if (figure.share() != null && figure.share().isHomogeneous()) {
                hide(cell, Suppression.homogeneous);
            }
        }

        private void hide(int cell, Suppression why) {
            verdicts[cell] = why;
            relations.of(cell).stream().filter(waiting::add).forEach(unchecked::add);
        }

        private boolean isHidden(int cell) {
            return verdicts[cell] != null;
        }

        private void makeEachSumSafe() {
            while (!unchecked.isEmpty()) {
                Relation relation = unchecked.remove();
                waiting.remove(relation);
                makeSafe(relation);
            }
        }

        /** Each sum may be safe and several together not: sums of sums. */
        private boolean hideMoreWhereStillDerivable() {
            var hidden = new BitSet();
            IntStream.range(0, cells.size()).filter(this::isHidden).forEach(hidden::set);
            Set<Integer> more = LinearAudit.derivable(hidden, relations.all()).stream()
                    .flatMap(cell -> neighbor(cell).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            more.forEach(cell -> hide(cell, Suppression.complementary));
            return !more.isEmpty();
        }

        /** The least missed of the nearest: where a cell's own sums have nothing left to hide, theirs may. */
        private Optional<Integer> neighbor(int cell) {
            Set<Integer> edge = Set.of(cell);
            Set<Integer> reached = new HashSet<>(edge);
            Optional<Integer> found = Optional.empty();
            while (found.isEmpty() && !edge.isEmpty()) {
                edge = edge.stream().flatMap(this::beside).filter(reached::add).collect(Collectors.toSet());
                found = edge.stream().filter(this::canBeHidden).min(Comparator.naturalOrder());
            }
            return found;
        }

        private Stream<Integer> beside(int cell) {
            return relations.of(cell).stream()
                    .flatMap(relation -> Stream.concat(relation.parts().stream(), Stream.of(relation.sum())));
        }

        private boolean canBeHidden(int cell) {
            return !isHidden(cell) && !figures.get(cell).isEmpty();
        }

        private void makeSafe(Relation relation) {
            while (!isSafe(relation)) {
                hide(next(relation), Suppression.complementary);
            }
        }

        private boolean isSafe(Relation relation) {
            List<Figure> parts = relation.parts().stream()
                    .filter(this::isHidden)
                    .map(figures::get)
                    .toList();
            if (isHidden(relation.sum())) {
                return !parts.isEmpty() || relation.parts().stream().noneMatch(this::canBeHidden);
            }
            return parts.isEmpty()
                    || (parts.size() > 1
                            && minimum.isMetBy(
                                    parts.stream().mapToLong(Figure::people).sum())
                            && !isHomogeneous(parts));
        }

        private boolean isHomogeneous(List<Figure> parts) {
            return parts.stream()
                    .flatMap(part -> Stream.ofNullable(part.share()))
                    .reduce(Share::plus)
                    .filter(Share::isHomogeneous)
                    .isPresent();
        }

        /** The smallest part that counts anything; the sum only where no part is left. */
        private int next(Relation relation) {
            return relation.parts().stream()
                    .filter(this::canBeHidden)
                    .findFirst()
                    .orElse(relation.sum());
        }
    }

    private static String name(Map<String, String> cell) {
        return new TreeMap<>(cell).toString();
    }
}
