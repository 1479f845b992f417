package org.samverka.reporting.statistics;

import static java.math.RoundingMode.HALF_UP;

import java.math.BigDecimal;
import java.util.HashMap;
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
import org.samverka.reporting.disclosure.Figure;
import org.samverka.reporting.disclosure.Minimum;
import org.samverka.reporting.disclosure.Share;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.statistics.Cells.Cell;
import org.samverka.reporting.statistics.Cells.ShownShare;
import org.samverka.reporting.statistics.Cube.Tally;

/**
 * A program's figures as an audience may see them. What is hidden is decided over all dimensions at once, whichever are
 * asked for: two questions never show together what one would not.
 */
final class ProgramFigures {
    private static final String TARGET_GROUP = Dimension.targetGroup.name();
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final int SHARE_DIGITS = 4;

    private final Cube cube;
    private final Map<String, Map<Map<String, String>, Share>> shownShares;
    private final Map<Map<String, String>, Long> respondents;
    private final Minimum minimum;
    private final DisclosureControl control;

    ProgramFigures(List<Cell> cells, List<ShownShare> shownShares, Minimum minimum) {
        this.cube = new Cube(cells);
        this.shownShares = shownShares.stream()
                .collect(Collectors.groupingBy(
                        ShownShare::item, Collectors.toMap(ShownShare::place, ShownShare::share)));
        this.respondents = cube.largest(Measure.answers);
        this.minimum = minimum;
        this.control = new DisclosureControl(minimum);
    }

    /** With the margins of the dimensions asked for, the total included. */
    List<Statistic> by(Set<Dimension> dimensions, Set<Measure> measures, Audience audience) {
        Set<String> asked = dimensions.stream().map(Dimension::name).collect(Collectors.toSet());
        return measures.stream()
                .flatMap(measure -> measure == Measure.agreement
                        ? cube.items(measure).stream().flatMap(item -> agreement(item, asked))
                        : counts(measure, asked, audience))
                .sorted(Statistic.IN_ORDER)
                .toList();
    }

    private Stream<Statistic> counts(Measure measure, Set<String> asked, Audience audience) {
        Map<Map<String, String>, Tally> tallies = tallies(measure);
        if (!measure.isControlledFor(audience)) {
            return shown(
                    tallies,
                    asked,
                    (place, tally) -> Statistic.count(labels(place, null), measure, exact(measure, tally)));
        }
        var hidden = control.hide(figures(
                tallies, (place, tally) -> new Figure(tally.n(), people(measure, place, tally.n()), null)));
        return shown(tallies, asked, (place, tally) -> {
            Suppression why = hidden.get(place);
            return why == null
                    ? Statistic.count(labels(place, null), measure, stepped(measure, tally))
                    : Statistic.hidden(labels(place, null), measure, why);
        });
    }

    private Stream<Statistic> agreement(String item, Set<String> asked) {
        Map<Map<String, String>, Tally> tallies = cube.of(Measure.agreement, item);
        Map<Map<String, String>, Share> shares = shownShares.getOrDefault(item, Map.of());
        var hidden = control.hide(figures(tallies, (place, tally) -> agreementFigure(place, tally, shares.get(place))));
        return shown(tallies, asked, (place, tally) -> {
            Suppression why = hidden.get(place);
            return why == null
                    ? share(labels(place, item), Objects.requireNonNull(shares.get(place)))
                    : Statistic.hidden(labels(place, item), Measure.agreement, why);
        });
    }

    /** A share that was never shown is of too few; one that is shown is judged as it is shown. */
    private Figure agreementFigure(Map<String, String> place, Tally tally, @Nullable Share shown) {
        Share current = new Share(tally.amount().longValueExact(), tally.n());
        long people = shown == null ? 0 : Math.min(shown.denominator(), respondents.getOrDefault(place, 0L));
        return new Figure(tally.n(), people, shown == null ? current : shown);
    }

    private static Statistic share(Map<String, @Nullable String> labels, Share share) {
        BigDecimal value = BigDecimal.valueOf(share.numerator())
                .divide(BigDecimal.valueOf(share.denominator()), SHARE_DIGITS, HALF_UP);
        return new Statistic(labels, Measure.agreement, value, share.numerator(), share.denominator(), null);
    }

    private Map<Map<String, String>, Tally> tallies(Measure measure) {
        return switch (measure) {
            case headCount -> heads();
            case hours -> cube.of(Measure.attendances);
            default -> cube.of(measure);
        };
    }

    /** A person is in a target group once, and in the program once, however many groups they are in. */
    private Map<Map<String, String>, Tally> heads() {
        var heads = new HashMap<Map<String, String>, Tally>();
        cube.of(Measure.headCount).forEach((place, tally) -> heads.put(withoutGroup(place), tally));
        cube.of(Measure.enrolled).forEach((place, tally) -> {
            if (place.containsKey(TARGET_GROUP)) {
                heads.put(place, tally);
            }
        });
        return heads;
    }

    /**
     * How many people a count is about, at the least. Where it counts what people do, it is about no more than belong
     * there: fifteen visits of three men are about three. Of answers it is as many as answered one survey: whether those
     * who answered two are the same cannot be known.
     */
    private long people(Measure measure, Map<String, String> place, long n) {
        return switch (measure) {
            case bookings, attendances, hours -> Math.min(n, population(place));
            case answers -> respondents.getOrDefault(place, 0L);
            default -> n;
        };
    }

    private long population(Map<String, String> place) {
        boolean anyGroup = place.getOrDefault(TARGET_GROUP, "").isEmpty();
        Map<Map<String, String>, Tally> people = anyGroup ? cube.of(Measure.headCount) : cube.of(Measure.enrolled);
        return people.getOrDefault(anyGroup ? withoutGroup(place) : place, Tally.NOTHING)
                .n();
    }

    private static Map<String, String> withoutGroup(Map<String, String> place) {
        var rest = new HashMap<>(place);
        rest.remove(TARGET_GROUP);
        return Map.copyOf(rest);
    }

    private static Map<Map<String, String>, Figure> figures(
            Map<Map<String, String>, Tally> tallies, BiFunction<Map<String, String>, Tally, Figure> figure) {
        var figures = new HashMap<Map<String, String>, Figure>();
        tallies.forEach((place, tally) -> figures.put(place, figure.apply(place, tally)));
        return figures;
    }

    private static Stream<Statistic> shown(
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

    private static Map<String, @Nullable String> labels(Map<String, String> place, @Nullable String item) {
        var labels = new TreeMap<String, @Nullable String>();
        place.forEach((dimension, category) -> labels.put(dimension, category.isEmpty() ? null : category));
        if (item != null) {
            labels.put("item", item);
        }
        return labels;
    }
}
