package org.samverka.benchmarks;

import java.util.List;
import java.util.Map;
import org.samverka.benchmarks.figures.Figure;

/** Something that is measured on running stacks of its own. */
public interface Measure {
    String name();

    /** What it shows, in one line. */
    String purpose();

    /** Programs that must be installed. */
    default List<String> needs() {
        return List.of();
    }

    List<Figure> measure(Plan plan) throws Exception;

    /** What somebody must know to repeat it, beyond what holds for all. */
    default Map<String, Object> settings(Plan plan) {
        return Map.of();
    }
}
