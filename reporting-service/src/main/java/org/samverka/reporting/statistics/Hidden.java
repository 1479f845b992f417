package org.samverka.reporting.statistics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.samverka.reporting.disclosure.DisclosureControl;
import org.samverka.reporting.disclosure.Figure;
import org.samverka.reporting.disclosure.Minimum;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.statistics.Tables.Series;

/**
 * Which cells of a program are hidden and why. Measures that say the same of a place in other words are hidden together:
 * heads in a target group are places, and those of the program too where nobody is in two; and of what was answered each item says how many answered.
 */
final class Hidden {
    private final Tables tables;
    private final DisclosureControl control;
    private final DisclosureControl controlOfScreening;
    private final Map<Series, Map<Map<String, String>, Suppression>> decided = new HashMap<>();

    Hidden(Tables tables, Minimum minimum) {
        this.tables = tables;
        this.control = new DisclosureControl(minimum);
        this.controlOfScreening = new DisclosureControl(minimum.ofScreening());
    }

    /** Decided once; several may ask at the same time. */
    synchronized Map<Map<String, String>, Suppression> of(Measure measure, String item) {
        var series = new Series(measure == Measure.hours ? Measure.attendances : measure, item);
        if (!decided.containsKey(series)) {
            decide(series);
        }
        return decided.getOrDefault(series, Map.of());
    }

    private void decide(Series series) {
        switch (series.measure()) {
            case headCount, enrolled -> decidePeople();
            case agreement, score, responseRate ->
                decided.put(series, hide(series, of(Measure.answers, "").keySet()));
            case inRiskZone ->
                decided.put(series, hide(series, of(Measure.screened, "").keySet()));
            default -> decided.put(series, hide(series, Set.of()));
        }
    }

    private Map<Map<String, String>, Suppression> hide(Series series, Set<Map<String, String>> also) {
        DisclosureControl by = series.measure().isOfScreening() ? controlOfScreening : control;
        return by.hide(tables.figures(series.measure(), series.item()), also);
    }

    private void decidePeople() {
        Map<Map<String, String>, Figure> heads = tables.figures(Measure.headCount, "");
        Map<Map<String, String>, Figure> places = tables.figures(Measure.enrolled, "");
        Set<Map<String, String>> both = new HashSet<>();
        Map<Map<String, String>, Suppression> hiddenHeads;
        Map<Map<String, String>, Suppression> hiddenPlaces;
        boolean more;
        do {
            hiddenPlaces = control.hide(places, both);
            both.addAll(hiddenPlaces.keySet());
            hiddenHeads = control.hide(heads, both);
            more = both.addAll(hiddenHeads.keySet());
        } while (more);
        hiddenHeads = new HashMap<>(hiddenHeads);
        hiddenPlaces.forEach(hiddenHeads::putIfAbsent);
        decided.put(new Series(Measure.headCount, ""), hiddenHeads);
        decided.put(new Series(Measure.enrolled, ""), hiddenPlaces);
    }
}
