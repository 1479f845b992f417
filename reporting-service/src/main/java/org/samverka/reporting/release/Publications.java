package org.samverka.reporting.release;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.samverka.reporting.disclosure.Ledger;
import org.samverka.reporting.disclosure.Ledger.Cell;
import org.samverka.reporting.release.Content.FrozenGoal;
import org.samverka.reporting.release.ReportKind.Part;

/** All releases of a program as one reader has them: what each hides must not follow from all of them together. */
final class Publications {
    private static final String TARGET_GROUP = "targetGroup";
    private static final String PLACES = table(Part.statistics, "enrolled");
    private static final String HEADS = table(Part.statistics, "headCount");

    private final List<Content> earlier;

    Publications(List<Content> earlier) {
        this.earlier = earlier;
    }

    /** A table of one release, and the figures at its places. */
    private record Table(Map<Map<String, String>, ReleasedFigure> figures) {
        Map<Map<String, String>, Optional<String>> shown() {
            var shown = new HashMap<Map<String, String>, Optional<String>>();
            figures.forEach((place, figure) ->
                    shown.put(place, figure.suppressed() == null ? Optional.of(figure.saying()) : Optional.empty()));
            return shown;
        }
    }

    private static String table(Part part, String of) {
        return part + "/" + of + "/".repeat(ReleasedFigure.SERIES.size());
    }

    /** The ids of the figures, of this or an earlier release, that would no longer be hidden. */
    Set<String> revealedBy(Content content) {
        Set<String> ids = new TreeSet<>();
        revealed(content).values().forEach(ids::addAll);
        return ids;
    }

    /**
     * The same with as much hidden as it takes: first what says a hidden figure again, then the rest of its table.
     */
    Content withoutWhatFollows(Content content) {
        Content now = content;
        Map<String, Set<String>> revealed = revealed(now);
        Set<String> places = new HashSet<>();
        revealed.values().forEach(places::addAll);
        now = hiding(now, figure -> places.contains(figure.id()) ? figure.withheld() : figure);
        revealed = revealed(now);
        while (!revealed.isEmpty()) {
            Set<String> series = revealed.keySet();
            Content tried = now;
            now = hiding(
                    now,
                    figure -> seriesOf(tried, figure).stream().anyMatch(series::contains) ? figure.withheld() : figure);
            revealed = now.equals(tried) ? Map.of() : revealed(now);
        }
        return now;
    }

    private static Content hiding(Content content, UnaryOperator<ReleasedFigure> change) {
        return content.with(content.figures().stream().map(change).toList());
    }

    /** By the series that they are in. */
    private Map<String, Set<String>> revealed(Content content) {
        Map<String, List<Table>> published = new LinkedHashMap<>();
        earlier.forEach(each -> tables(each)
                .forEach((series, tables) -> published
                        .computeIfAbsent(series, fresh -> new ArrayList<>())
                        .addAll(tables)));
        var revealed = new HashMap<String, Set<String>>();
        tables(content).forEach((series, tables) -> {
            List<Table> all = new ArrayList<>(published.getOrDefault(series, List.of()));
            int before = all.size();
            all.addAll(tables);
            Set<Cell> cells = Ledger.revealed(all.stream().map(Table::shown).toList(), before);
            cells.forEach(cell -> revealed.computeIfAbsent(series, fresh -> new TreeSet<>())
                    .add(Objects.requireNonNull(all.get(cell.table()).figures().get(cell.place()))
                            .id()));
        });
        return revealed;
    }

    /** Several tables of one release may count the same: they are then as two publications of it. */
    private static Map<String, List<Table>> tables(Content content) {
        var byTable = new LinkedHashMap<String, Map<String, Map<Map<String, String>, ReleasedFigure>>>();
        for (ReleasedFigure figure : content.figures()) {
            for (String series : seriesOf(content, figure)) {
                byTable.computeIfAbsent(series, fresh -> new LinkedHashMap<>())
                        .computeIfAbsent(figure.table(), fresh -> new HashMap<>())
                        .put(placeIn(content, figure), figure);
            }
        }
        var tables = new LinkedHashMap<String, List<Table>>();
        byTable.forEach((series, parts) ->
                tables.put(series, parts.values().stream().map(Table::new).toList()));
        return tables;
    }

    /** Heads are places where everybody has one place; goals that count people count places of a group. */
    private static List<String> seriesOf(Content content, ReleasedFigure figure) {
        if (figure.table().equals(HEADS)) {
            return List.of(HEADS, PLACES);
        }
        return List.of(countsPeople(content, figure) ? PLACES : figure.table());
    }

    private static Map<String, String> placeIn(Content content, ReleasedFigure figure) {
        if (!countsPeople(content, figure)) {
            return figure.place();
        }
        var place = new HashMap<>(figure.place());
        String group =
                Objects.requireNonNull(content.goalsByKey().get(figure.of())).targetGroup();
        if (group != null) {
            place.put(TARGET_GROUP, group);
        }
        return Map.copyOf(place);
    }

    private static boolean countsPeople(Content content, ReleasedFigure figure) {
        if (figure.part() != Part.goals) {
            return false;
        }
        FrozenGoal goal = content.goalsByKey().get(figure.of());
        return goal != null && "count".equals(goal.metric()) && "headCount".equals(goal.measure());
    }
}
