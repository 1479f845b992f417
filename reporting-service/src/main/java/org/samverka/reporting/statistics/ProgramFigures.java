package org.samverka.reporting.statistics;

import static java.math.RoundingMode.HALF_UP;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.disclosure.Minimum;
import org.samverka.reporting.disclosure.Share;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.statistics.Cells.ShownShare;
import org.samverka.reporting.statistics.Cube.Tally;

/**
 * A program's figures as an audience may see them. What is hidden is decided over all that can be asked for at once: two
 * questions never show together what one would not.
 */
final class ProgramFigures {
    private static final String ORGANIZATION = Dimension.organization.name();
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final int SHARE_DIGITS = 4;
    private static final int MEAN_DIGITS = 1;

    private final Cube cube;
    private final Tables tables;
    private final Hidden hidden;
    private final Minimum minimum;

    ProgramFigures(List<Cells.Cell> cells, List<ShownShare> shownShares, Minimum minimum) {
        this(new Cube(cells), shownShares, minimum);
    }

    ProgramFigures(Cube cube, List<ShownShare> shownShares, Minimum minimum) {
        this.cube = cube;
        this.tables = new Tables(cube, shownShares);
        this.hidden = new Hidden(tables, minimum);
        this.minimum = minimum;
    }

    int size() {
        return cube.size();
    }

    /** With the margins of the dimensions asked for, the total included. */
    List<Statistic> by(Set<Dimension> dimensions, Set<Measure> measures, Audience audience) {
        return measures.stream()
                .flatMap(measure -> statistics(measure, audience))
                .filter(figure -> isAmong(dimensions, figure.place()))
                .map(Shown::statistic)
                .sorted(Statistic.IN_ORDER)
                .toList();
    }

    /** Everything that can be asked for. */
    List<Statistic> all(Audience audience) {
        return by(Set.of(Dimension.values()), Set.of(Measure.values()), audience);
    }

    private static boolean isAmong(Set<Dimension> asked, Map<String, String> place) {
        return place.entrySet().stream().allMatch(label -> isAmong(asked, label.getKey(), label.getValue()));
    }

    private static boolean isAmong(Set<Dimension> asked, String dimension, String category) {
        if (!dimension.equals(ORGANIZATION)) {
            return asked.contains(Dimension.valueOf(dimension));
        }
        return UnitTree.isUnit(category)
                ? asked.contains(Dimension.unit) && !UnitTree.isRemainder(category)
                : asked.contains(Dimension.unit) || asked.contains(Dimension.organization);
    }

    private record Shown(Map<String, String> place, Statistic statistic) {}

    private Stream<Shown> statistics(Measure measure, Audience audience) {
        return switch (measure) {
            case agreement, score, inRiskZone ->
                cube.items(measure).stream().flatMap(item -> controlled(measure, item, this::asLastShown));
            case responseRate -> cube.items(measure).stream().flatMap(item -> controlled(measure, item, this::rate));
            default -> measure.isControlledFor(audience) ? controlled(measure, "", this::stepped) : exact(measure);
        };
    }

    private Stream<Shown> exact(Measure measure) {
        return shown(
                tables.tallies(measure, ""),
                (place, tally) -> Statistic.count(
                        labels(measure, place, ""),
                        measure,
                        measure == Measure.hours ? plain(tally.amount()) : BigDecimal.valueOf(tally.n())));
    }

    /** What a cell shows where it is not hidden. */
    private interface Showing {
        Statistic of(Measure measure, String item, Map<String, String> place, Tally tally);
    }

    private Stream<Shown> controlled(Measure measure, String item, Showing showing) {
        Map<Map<String, String>, Suppression> verdicts = hidden.of(measure, item);
        return shown(tables.tallies(measure, item), (place, tally) -> {
            Suppression why = verdicts.get(place);
            return why == null
                    ? showing.of(measure, item, place, tally)
                    : Statistic.hidden(labels(measure, place, item), measure, why);
        });
    }

    private static Stream<Shown> shown(
            Map<Map<String, String>, Tally> tallies, BiFunction<Map<String, String>, Tally, Statistic> statistic) {
        return tallies.entrySet().stream()
                .map(entry -> new Shown(entry.getKey(), statistic.apply(entry.getKey(), entry.getValue())));
    }

    private Statistic asLastShown(Measure measure, String item, Map<String, String> place, Tally tally) {
        ShownShare shown = Objects.requireNonNull(tables.shown(measure, item, place));
        Map<String, @Nullable String> labels = labels(measure, place, item);
        BigDecimal of = BigDecimal.valueOf(shown.n());
        return measure == Measure.score
                ? new Statistic(labels, measure, shown.amount().divide(of, MEAN_DIGITS, HALF_UP), null, shown.n(), null)
                : share(labels, measure, shown.share());
    }

    /** So many of those asked have answered, both in steps. */
    private Statistic rate(Measure measure, String item, Map<String, String> place, Tally tally) {
        long answered = Math.min(tally.n(), tables.answers(item, place));
        return share(labels(measure, place, item), measure, new Share(minimum.step(answered), minimum.step(tally.n())));
    }

    private static Statistic share(Map<String, @Nullable String> labels, Measure measure, Share share) {
        BigDecimal value = BigDecimal.valueOf(share.numerator())
                .divide(BigDecimal.valueOf(share.denominator()), SHARE_DIGITS, HALF_UP);
        return new Statistic(labels, measure, value, share.numerator(), share.denominator(), null);
    }

    private Statistic stepped(Measure measure, String item, Map<String, String> place, Tally tally) {
        return Statistic.count(labels(measure, place, item), measure, stepped(measure, tally));
    }

    /** Hours are the attendances shown times their mean length in half hours. */
    private BigDecimal stepped(Measure measure, Tally tally) {
        Minimum steps = measure.isOfScreening() ? minimum.ofScreening() : minimum;
        BigDecimal count = BigDecimal.valueOf(steps.step(tally.n()));
        if (measure != Measure.hours || tally.n() == 0) {
            return count;
        }
        BigDecimal halfHours = tally.amount().multiply(TWO).divide(BigDecimal.valueOf(tally.n()), 0, HALF_UP);
        return plain(count.multiply(halfHours).divide(TWO));
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static Map<String, @Nullable String> labels(Measure measure, Map<String, String> place, String item) {
        var labels = new TreeMap<String, @Nullable String>();
        place.forEach((dimension, category) -> labels.put(dimension, category.isEmpty() ? null : category));
        String path = place.get(ORGANIZATION);
        if (path != null && UnitTree.isUnit(path)) {
            labels.put(ORGANIZATION, UnitTree.organization(path));
            labels.put(Dimension.unit.name(), UnitTree.unit(path));
        }
        switch (measure) {
            case agreement, score -> labels.put("item", item);
            case responseRate -> labels.put("survey", item);
            default -> {}
        }
        return labels;
    }
}
