package org.samverka.reporting.statistics;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.samverka.reporting.disclosure.Minimum;
import org.samverka.reporting.statistics.Cells.Cell;
import org.samverka.reporting.statistics.UnitTree.Unit;

/** People in a program, and the cells that the database would keep of them. */
final class Population {
    /** home-care and ward belong to care. */
    static final UnitTree UNITS =
            new UnitTree(Map.of(new Unit("olofstrom", "home-care"), "care", new Unit("olofstrom", "ward"), "care"));

    private static final List<String> PLACES = List.of(
            "olofstrom/",
            "olofstrom/care",
            "olofstrom/home-care",
            "olofstrom/home-care",
            "olofstrom/ward",
            "olofstrom/ward",
            "ljungby/school",
            "ljungby/school",
            "ljungby/school",
            "asele/");

    private final List<Map<String, String>> people = new ArrayList<>();

    /** @param skew the higher, the more of them are alike */
    static Population random(Random random, int size, int skew) {
        var population = new Population();
        for (int i = 0; i < size; i++) {
            population.add(Map.of(
                    "gender", any(random, List.of("woman", "man"), skew),
                    "organization", any(random, PLACES, 1),
                    "ageBand", any(random, List.of("30-49", "50-", "-29"), skew),
                    "fullTime", any(random, List.of("yes", "no"), skew),
                    "role", any(random, List.of("employee", "leader"), skew),
                    "targetGroup", any(random, List.of("everybody", "coaches", "inspirers"), skew),
                    "month", any(random, List.of("2026-01", "2026-02", "2026-03"), 1),
                    "state", any(random, List.of("confirmed", "completed"), skew)));
        }
        return population;
    }

    private static String any(Random random, List<String> categories, int skew) {
        return categories.get((int) (categories.size() * Math.pow(random.nextDouble(), skew)));
    }

    Population add(Map<String, String> person) {
        people.add(person);
        return this;
    }

    Population without(int person) {
        var fewer = new Population();
        fewer.people.addAll(people);
        fewer.people.remove(person);
        return fewer;
    }

    int size() {
        return people.size();
    }

    ProgramFigures figures() {
        return new ProgramFigures(cube(), List.of(), new Minimum(7));
    }

    Cube cube() {
        List<Cell> cells = new ArrayList<>();
        cells.addAll(cells(Measure.enrolled, people));
        cells.addAll(
                cells(Measure.headCount, people.stream().map(Population::head).toList()));
        return new Cube(cells, UNITS);
    }

    private static Map<String, String> head(Map<String, String> person) {
        var head = new HashMap<>(person);
        head.keySet().removeAll(List.of("targetGroup", "month", "state"));
        return head;
    }

    private static List<Cell> cells(Measure measure, List<Map<String, String>> people) {
        Map<String, Map<Map<String, String>, Long>> views = new TreeMap<>();
        for (Map<String, String> person : people) {
            var whole = new HashMap<>(person);
            whole.keySet().retainAll(List.of("gender", "targetGroup", "organization"));
            whole.computeIfPresent("organization", (same, path) -> path.substring(0, path.indexOf('/')));
            count(views, "", whole);
            for (String first : person.keySet()) {
                for (String second : person.keySet()) {
                    if (first.compareTo(second) < 0 && !first.equals("gender") && !second.equals("gender")) {
                        var pair = new HashMap<>(person);
                        pair.keySet().retainAll(List.of("gender", first, second));
                        count(views, first + ' ' + second, pair);
                    }
                }
            }
        }
        List<Cell> cells = new ArrayList<>();
        views.forEach((view, counts) ->
                counts.forEach((place, n) -> cells.add(new Cell(measure, place, "", n, BigDecimal.ZERO, view))));
        return cells;
    }

    private static void count(
            Map<String, Map<Map<String, String>, Long>> views, String view, Map<String, String> place) {
        views.computeIfAbsent(view, fresh -> new HashMap<>()).merge(Map.copyOf(place), 1L, Long::sum);
    }
}
