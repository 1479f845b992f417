package org.samverka.reporting.statistics;

import static java.math.RoundingMode.HALF_UP;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.disclosure.DisclosureControl;
import org.samverka.reporting.disclosure.Minimum;
import org.samverka.reporting.disclosure.Share;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.statistics.Cells.Cell;
import org.samverka.reporting.statistics.Cells.ShownShare;
import org.samverka.reporting.statistics.Cube.Tally;

/** A program's figures as an audience may see them. */
final class ProgramFigures {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final int SHARE_DIGITS = 4;

    private final Cube cube;
    private final Map<String, Map<Map<String, String>, Share>> shownShares;
    private final Minimum minimum;
    private final HiddenCells hidden;

    ProgramFigures(List<Cell> cells, List<ShownShare> shownShares, Minimum minimum) {
        this.cube = new Cube(cells);
        this.shownShares = shownShares.stream()
                .collect(Collectors.groupingBy(
                        ShownShare::item, Collectors.toMap(ShownShare::place, ShownShare::share)));
        this.minimum = minimum;
        this.hidden = new HiddenCells(cube, new DisclosureControl(minimum));
    }

    /** With the margins of the dimensions asked for, the total included. */
    List<Statistic> by(Set<Dimension> dimensions, Set<Measure> measures, Audience audience) {
        Set<String> asked = dimensions.stream().map(Dimension::name).collect(Collectors.toSet());
        return measures.stream()
                .flatMap(measure -> statistics(measure, asked, audience))
                .sorted(Statistic.IN_ORDER)
                .toList();
    }

    private Stream<Statistic> statistics(Measure measure, Set<String> asked, Audience audience) {
        if (measure == Measure.agreement) {
            return cube.items(measure).stream().flatMap(item -> agreement(item, asked));
        }
        return measure.isControlledFor(audience) ? controlled(measure, asked) : exact(measure, asked);
    }

    private Stream<Statistic> exact(Measure measure, Set<String> asked) {
        return each(
                cube.of(measure),
                asked,
                (place, tally) -> Statistic.count(labels(place), measure, exact(measure, tally)));
    }

    private Stream<Statistic> controlled(Measure measure, Set<String> asked) {
        Map<Map<String, String>, Suppression> withheld = hidden.of(measure);
        return each(cube.of(measure), asked, (place, tally) -> {
            Suppression why = withheld.get(place);
            return why == null
                    ? Statistic.count(labels(place), measure, stepped(measure, tally))
                    : Statistic.hidden(labels(place), measure, why);
        });
    }

    private Stream<Statistic> agreement(String item, Set<String> asked) {
        Map<Map<String, String>, Share> shares = shownShares.getOrDefault(item, Map.of());
        Map<Map<String, String>, Suppression> withheld = hidden.ofAgreement(item, shares);
        return each(cube.of(Measure.agreement, item), asked, (place, tally) -> {
            Map<String, @Nullable String> labels = labels(place);
            labels.put("item", item);
            Suppression why = withheld.get(place);
            return why == null
                    ? share(labels, Objects.requireNonNull(shares.get(place)))
                    : Statistic.hidden(labels, Measure.agreement, why);
        });
    }

    private static Statistic share(Map<String, @Nullable String> labels, Share share) {
        BigDecimal value = BigDecimal.valueOf(share.numerator())
                .divide(BigDecimal.valueOf(share.denominator()), SHARE_DIGITS, HALF_UP);
        return new Statistic(labels, Measure.agreement, value, share.numerator(), share.denominator(), null);
    }

    private static Stream<Statistic> each(
            Map<Map<String, String>, Tally> tallies,
            Set<String> asked,
            BiFunction<Map<String, String>, Tally, Statistic> statistic) {
        return tallies.entrySet().stream()
                .filter(entry -> asked.containsAll(entry.getKey().keySet()))
                .map(entry -> statistic.apply(entry.getKey(), entry.getValue()));
    }

    private static BigDecimal exact(Measure measure, Tally tally) {
        return measure == Measure.hours ? plain(tally.amount()) : BigDecimal.valueOf(tally.n());
    }

    /** Hours are the attendances shown times their mean length in half hours. */
    private BigDecimal stepped(Measure measure, Tally tally) {
        BigDecimal count = BigDecimal.valueOf(minimum.step(tally.n()));
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

    /** In a fixed order; none is null. */
    private static Map<String, @Nullable String> labels(Map<String, String> place) {
        var labels = new TreeMap<String, @Nullable String>();
        place.forEach((dimension, category) -> labels.put(dimension, category.isEmpty() ? null : category));
        return labels;
    }
}
