package org.samverka.reporting.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.release.Content;
import org.samverka.reporting.release.Content.FrozenGoal;
import org.samverka.reporting.release.ReleasedFigure;
import org.samverka.reporting.release.ReleasedFigure.Unit;
import org.samverka.reporting.release.ReportKind.Part;
import org.samverka.reporting.report.Report.Bar;
import org.samverka.reporting.report.Report.Cell;
import org.samverka.reporting.report.Report.Chart;
import org.samverka.reporting.report.Report.Row;
import org.samverka.reporting.report.Report.Shown;
import org.samverka.reporting.report.Report.Table;

/** A release's figures as tables, each by gender where it can be, and as bars where bars say something. */
final class FigureTables {
    private static final String GENDER = "gender";
    private static final List<String> GENDERS = List.of("woman", "man", "other", "unknown");
    private static final List<String> AGE_BANDS = List.of("-29", "30-49", "50-");

    private final Content content;
    private final Wording wording;
    private final SortedMap<String, ReleasedFigure> figures;

    FigureTables(Content content, Wording wording) {
        this.content = content;
        this.wording = wording;
        this.figures = content.byId();
    }

    private record Column(String heading, Map<String, String> place) {}

    private static Stream<Shown> shown(Table table, @Nullable Chart chart) {
        return table.rows().isEmpty() ? Stream.of() : Stream.of(new Shown(table, chart));
    }

    /** What was counted, by gender; then places by target group and heads by organization. */
    Stream<Shown> people() {
        List<ReleasedFigure> counted = totals(Part.statistics, figure -> true);
        return Stream.of(counted(counted), split("enrolled", "targetGroup"), split("headCount", "organization"))
                .flatMap(each -> each);
    }

    private List<ReleasedFigure> totals(Part part, Predicate<ReleasedFigure> which) {
        return content.figures().stream()
                .filter(figure -> figure.part() == part && figure.isTotal() && which.test(figure))
                .toList();
    }

    private Stream<Shown> counted(List<ReleasedFigure> totals) {
        List<Column> columns = byGender(Part.statistics);
        List<Row> rows = totals.stream()
                .sorted(java.util.Comparator.comparing((ReleasedFigure figure) -> order(figure.of())))
                .map(figure -> row(wording.name("measure", figure.of()), Part.statistics, figure.of(), columns))
                .toList();
        return shown(table("table.counted", wording.text("column.measure"), columns, rows), null);
    }

    private static int order(String measure) {
        int place = List.of(
                        "headCount",
                        "enrolled",
                        "waitlisted",
                        "sessions",
                        "bookings",
                        "attendances",
                        "hours",
                        "answers",
                        "responseRate",
                        "screened",
                        "inRiskZone",
                        "offers")
                .indexOf(measure);
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    private List<Column> byGender(Part part) {
        var columns = new ArrayList<Column>();
        columns.add(new Column(wording.text("column.total"), Map.of()));
        GENDERS.stream()
                .filter(gender -> content.figures().stream()
                        .anyMatch(figure -> figure.part() == part
                                && gender.equals(figure.dimensions().get(GENDER))))
                .forEach(gender -> columns.add(new Column(wording.name(GENDER, gender), Map.of(GENDER, gender))));
        return columns;
    }

    private Stream<Shown> split(String measure, String dimension) {
        List<Column> columns = byGender(Part.statistics);
        var rows = new ArrayList<Row>();
        var bars = new ArrayList<Bar>();
        for (String category : categories(Part.statistics, measure, dimension)) {
            Map<String, String> place = Map.of(dimension, category);
            String name = wording.category(dimension, category, content);
            rows.add(row(name, Part.statistics, measure, place, columns));
            bars.add(bar(name, figure(Part.statistics, measure, place), null));
        }
        Table table = table("table." + measure + "." + dimension, wording.name("dimension", dimension), columns, rows);
        return shown(table, chart(table.caption(), bars));
    }

    private List<String> categories(Part part, String of, String dimension) {
        return content.figures().stream()
                .filter(figure -> figure.part() == part
                        && figure.of().equals(of)
                        && figure.dimensions().keySet().equals(java.util.Set.of(dimension)))
                .map(figure -> Objects.requireNonNull(figure.dimensions().get(dimension)))
                .distinct()
                .sorted()
                .toList();
    }

    private @Nullable ReleasedFigure figure(Part part, String of, Map<String, String> place) {
        return figures.get(ReleasedFigure.id(part, of, new TreeMap<>(place)));
    }

    private Row row(String name, Part part, String of, List<Column> columns) {
        return row(name, part, of, Map.of(), columns);
    }

    private Row row(String name, Part part, String of, Map<String, String> place, List<Column> columns) {
        return new Row(
                name,
                columns.stream()
                        .map(column -> {
                            var at = new TreeMap<>(place);
                            at.putAll(column.place());
                            return cell(figure(part, of, at));
                        })
                        .toList());
    }

    private Cell cell(@Nullable ReleasedFigure figure) {
        if (figure == null) {
            return Cell.text("–");
        }
        return new Cell(wording.value(figure, content), figure.value(), figure.unit());
    }

    private Table table(String caption, String first, List<Column> columns, List<Row> rows) {
        var headings = new ArrayList<String>();
        headings.add(first);
        columns.forEach(column -> headings.add(column.heading()));
        return new Table(wording.text(caption), headings, List.copyOf(rows));
    }

    private Bar bar(String label, @Nullable ReleasedFigure figure, @Nullable BigDecimal mark) {
        return figure == null
                ? new Bar(label, null, "–", mark)
                : new Bar(label, figure.value(), wording.value(figure, content), mark);
    }

    /** One bar alone compares nothing. */
    private @Nullable Chart chart(String caption, List<Bar> bars) {
        BigDecimal max = bars.stream()
                .flatMap(bar -> Stream.of(bar.value(), bar.mark()).filter(Objects::nonNull))
                .map(Objects::requireNonNull)
                .max(BigDecimal::compareTo)
                .orElse(BigDecimal.ZERO);
        if (bars.size() < 2 || max.signum() <= 0) {
            return null;
        }
        var words = new ArrayList<String>();
        bars.forEach(bar -> words.add(bar.label() + ": " + bar.text()));
        return new Chart(caption, wording.text("chart", caption, String.join("; ", words)), List.copyOf(bars), max);
    }

    Stream<Shown> economy() {
        List<Row> rows = Stream.of("total", "granted", "grantRate", "coFinancing", "spent")
                .filter(of -> figure(Part.funding, of, Map.of()) != null)
                .map(of -> new Row(wording.text("funding." + of), List.of(cell(figure(Part.funding, of, Map.of())))))
                .toList();
        return shown(
                table(
                        "table.funding",
                        wording.text("column.item"),
                        List.of(new Column(wording.text("column.amount"), Map.of())),
                        rows),
                null);
    }

    Stream<Shown> goals() {
        List<Row> rows = content.goals().stream().map(this::row).toList();
        List<Bar> bars = content.goals().stream()
                .filter(goal -> "share".equals(goal.metric()))
                .map(goal -> bar(goal.wording(), figure(Part.goals, goal.key(), Map.of()), goal.threshold()))
                .toList();
        var table = new Table(
                wording.text("table.goals"),
                Stream.of("goal", "needed", "outcome", "basis", "state")
                        .map(column -> wording.text("column." + column))
                        .toList(),
                rows);
        Chart chart = chart(wording.text("chart.goals"), bars);
        return Stream.concat(shown(table, chart), goalsByGender());
    }

    private Row row(FrozenGoal goal) {
        ReleasedFigure figure = Objects.requireNonNull(figure(Part.goals, goal.key(), Map.of()));
        BigDecimal needed = goal.needed() == null ? goal.threshold() : goal.needed();
        return new Row(
                goal.wording(),
                List.of(
                        needed == null
                                ? Cell.text("–")
                                : new Cell(
                                        wording.number(needed, figure.unit(), content.currency()),
                                        needed,
                                        figure.unit()),
                        cell(figure),
                        Cell.text(basis(goal, figure)),
                        Cell.text(state(goal))));
    }

    private String basis(FrozenGoal goal, ReleasedFigure figure) {
        if (figure.unit() == Unit.share && figure.numerator() != null && figure.denominator() != null) {
            String of = wording.text(
                    "basis.share",
                    wording.number(figure.numerator(), Unit.number, null),
                    wording.number(figure.denominator(), Unit.number, null));
            return goal.all() == null
                    ? of
                    : of + wording.text("basis.all", wording.number(goal.all(), Unit.number, null));
        }
        return figure.unit() == Unit.change && goal.all() != null
                ? wording.text("basis.persons", wording.number(goal.all(), Unit.number, null))
                : "–";
    }

    private String state(FrozenGoal goal) {
        String state = wording.text("state." + goal.state());
        return goal.reason() == null ? state : state + " (" + wording.name("reason", goal.reason()) + ")";
    }

    private Stream<Shown> goalsByGender() {
        List<Column> columns = byGender(Part.goals);
        List<Row> rows = content.goals().stream()
                .filter(goal -> content.figures().stream()
                        .anyMatch(figure -> figure.part() == Part.goals
                                && figure.of().equals(goal.key())
                                && figure.dimensions().containsKey(GENDER)))
                .map(goal -> row(goal.wording(), Part.goals, goal.key(), columns))
                .toList();
        return shown(table("table.goals.gender", wording.text("column.goal"), columns, rows), null);
    }

    Stream<Shown> effects() {
        List<Row> rows = totals(Part.effects, figure -> figure.of().endsWith("/before")).stream()
                .map(before -> effect(before.of().substring(0, before.of().length() - "before".length())))
                .toList();
        return shown(
                new Table(
                        wording.text("table.effects"),
                        Stream.of("absenceOf", "before", "after", "change", "differenceInDifferences")
                                .map(column -> wording.text("column." + column))
                                .toList(),
                        rows),
                null);
    }

    private Row effect(String about) {
        String[] names = about.split("/", -1);
        return new Row(
                wording.category("targetGroup", names[0], content) + ": " + wording.name("measure", names[1]),
                Stream.of("before", "after", "change", "differenceInDifferences")
                        .map(of -> withInterval(Objects.requireNonNull(figure(Part.effects, about + of, Map.of()))))
                        .toList());
    }

    private Cell withInterval(ReleasedFigure figure) {
        if (figure.value() == null && figure.reason() != null) {
            return Cell.text(wording.name("reason", figure.reason()));
        }
        if (figure.low() == null || figure.high() == null) {
            return cell(figure);
        }
        return new Cell(
                wording.text(
                        "interval",
                        wording.value(figure, content),
                        wording.bound(figure.low(), figure.unit()),
                        wording.bound(figure.high(), figure.unit())),
                figure.value(),
                figure.unit());
    }

    /** Agreement with each statement. */
    Stream<Shown> answers() {
        List<Column> columns = byGender(Part.statistics);
        var rows = new ArrayList<Row>();
        var bars = new ArrayList<Bar>();
        for (String item : categories(Part.statistics, "agreement", "item")) {
            String name = wording.name("item", item);
            Map<String, String> place = Map.of("item", item);
            rows.add(row(name, Part.statistics, "agreement", place, columns));
            bars.add(bar(name, figure(Part.statistics, "agreement", place), null));
        }
        return shown(
                table("table.agreement", wording.text("column.statement"), columns, rows),
                chart(wording.text("table.agreement"), bars));
    }

    /** The seven key figures, of all and of each organization. */
    Stream<Shown> absence() {
        String year = content.absenceYear() + "/";
        List<Column> columns = keyFigureColumns(year);
        var rows = new ArrayList<Row>();
        rows.add(new Row(wording.text("column.total"), keyFigures(Map.of(), columns)));
        var bars = new ArrayList<Bar>();
        for (String organization : categories(Part.absence, year + "sickLeave", "organization")) {
            Map<String, String> place = Map.of("organization", organization);
            String name = wording.category("organization", organization, content);
            rows.add(new Row(name, keyFigures(place, columns)));
            bars.add(bar(name, figure(Part.absence, year + "sickLeave", place), null));
        }
        if (figure(Part.absence, year + "sickLeave", Map.of()) == null) {
            rows.clear();
        }
        return shown(
                table("table.absence", wording.name("dimension", "organization"), columns, rows),
                chart(wording.text("chart.absence"), bars));
    }

    private List<Column> keyFigureColumns(String year) {
        var columns = new ArrayList<Column>();
        columns.add(new Column(wording.text("keyFigure.1"), Map.of("of", year + "sickLeave")));
        columns.add(new Column(wording.text("keyFigure.2"), Map.of("of", year + "longTermShare")));
        Stream.of("woman", "man")
                .forEach(gender -> columns.add(
                        new Column(wording.name(GENDER, gender), Map.of("of", year + "sickLeave", GENDER, gender))));
        AGE_BANDS.forEach(band -> columns.add(
                new Column(wording.name("ageBand", band), Map.of("of", year + "sickLeave", "ageBand", band))));
        return columns;
    }

    private List<Cell> keyFigures(Map<String, String> place, List<Column> columns) {
        return columns.stream()
                .map(column -> {
                    var at = new TreeMap<>(place);
                    at.putAll(column.place());
                    String of = Objects.requireNonNull(at.remove("of"));
                    return cell(figure(Part.absence, of, at));
                })
                .toList();
    }
}
