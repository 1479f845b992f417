package org.samverka.reporting.disclosure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Tables for tests: the finest cells, and every margin added up. */
final class Tables {
    private Tables() {}

    static Map<Map<String, String>, Figure> withMargins(Map<Map<String, String>, Figure> finest) {
        var table = new HashMap<Map<String, String>, Figure>();
        finest.forEach((cell, figure) -> partsOf(cell).forEach(margin -> table.merge(margin, figure, Tables::sum)));
        return table;
    }

    private static Stream<Map<String, String>> partsOf(Map<String, String> cell) {
        List<String> dimensions = List.copyOf(cell.keySet());
        return IntStream.range(0, 1 << dimensions.size()).mapToObj(chosen -> {
            var part = new HashMap<String, String>();
            IntStream.range(0, dimensions.size())
                    .filter(d -> (chosen & 1 << d) != 0)
                    .mapToObj(dimensions::get)
                    .forEach(d -> part.put(d, Objects.requireNonNull(cell.get(d))));
            return Map.copyOf(part);
        });
    }

    static Figure sum(Figure a, Figure b) {
        return new Figure(
                a.count() + b.count(),
                a.people() + b.people(),
                a.share() == null || b.share() == null ? null : a.share().plus(b.share()));
    }

    /** Two or three dimensions of one to four categories, many small cells among the large. */
    static Arbitrary<Map<Map<String, String>, Figure>> ofCounts() {
        return finest(Arbitraries.longs().between(0, 40).map(Figure::of)).map(Tables::withMargins);
    }

    static Arbitrary<Map<Map<String, String>, Figure>> ofShares() {
        Arbitrary<Figure> figure = Arbitraries.longs()
                .between(0, 40)
                .flatMap(n -> Arbitraries.longs().between(0, n).map(yes -> new Figure(n, n, new Share(yes, n))));
        return finest(figure).map(Tables::withMargins);
    }

    private static Arbitrary<Map<Map<String, String>, Figure>> finest(Arbitrary<Figure> figure) {
        Arbitrary<Integer> categories = Arbitraries.integers().between(1, 4);
        return categories.list().ofMinSize(2).ofMaxSize(3).flatMap(sizes -> {
            List<Map<String, String>> cells = cells(sizes);
            return figure.list().ofSize(cells.size()).map(figures -> {
                var finest = new HashMap<Map<String, String>, Figure>();
                IntStream.range(0, cells.size()).forEach(i -> finest.put(cells.get(i), figures.get(i)));
                return finest;
            });
        });
    }

    private static List<Map<String, String>> cells(List<Integer> sizes) {
        Stream<Map<String, String>> cells = Stream.of(Map.of());
        for (int dimension = 0; dimension < sizes.size(); dimension++) {
            String name = "d" + dimension;
            int size = sizes.get(dimension);
            cells = cells.flatMap(cell -> IntStream.range(0, size).mapToObj(category -> {
                var finer = new HashMap<>(cell);
                finer.put(name, "c" + category);
                return Map.copyOf(finer);
            }));
        }
        return cells.toList();
    }
}
