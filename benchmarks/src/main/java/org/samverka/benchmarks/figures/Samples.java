package org.samverka.benchmarks.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured so far, by name, one value a round. */
public final class Samples {
    private final Map<String, List<Double>> rounds = new LinkedHashMap<>();

    public void add(String what, double value) {
        rounds.computeIfAbsent(what, first -> new ArrayList<>()).add(value);
    }

    public List<Double> of(String what) {
        List<Double> found = rounds.get(what);
        if (found == null) {
            throw new IllegalArgumentException("\"" + what + "\" was not measured");
        }
        return found;
    }

    /** What was measured under a name, as a figure of that name. */
    public Figure figure(String what, String unit) {
        return Figure.of(what, unit, of(what));
    }

    /** The same figure as another, as its anchor. */
    public Figure beside(Figure figure, String anchor) {
        return figure.beside(anchor, of(anchor));
    }
}
