package org.samverka.reporting.release;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.release.ReportKind.Part;

/**
 * A figure as it was published. Its id says what it is about, and is the same in every release.
 *
 * @param of what is measured, with the key of the goal or target group where there are several
 * @param dimensions what is left out is summed over; "-" is none
 * @param low of a 95 % interval, to {@code high}
 * @param suppressed why there is no value; {@code reason}, a code in kebab-case, where it is another than disclosure
 * @param definition by which it was computed, with its version
 */
@Schema(description = "A figure as it was published; its id is the same in every release")
public record ReleasedFigure(
        String id,
        Part part,
        String of,
        SortedMap<String, String> dimensions,
        Unit unit,
        @Nullable BigDecimal value,
        @Nullable BigDecimal numerator,
        @Nullable BigDecimal denominator,
        @Nullable BigDecimal low,
        @Nullable BigDecimal high,
        @Nullable Suppression suppressed,
        @Nullable String reason,
        @Nullable String definition) {
    private static final String NONE = "-";

    /** Dimensions over which nothing is summed. */
    static final List<String> SERIES = List.of("item", "scale", "survey");

    /** How a value is read: shares and changes are fractions, points a difference of shares. */
    public enum Unit {
        count,
        hours,
        number,
        share,
        change,
        points,
        money
    }

    /** What is said of a figure; nothing to begin with. */
    record Said(
            @Nullable BigDecimal value,
            @Nullable BigDecimal numerator,
            @Nullable BigDecimal denominator,
            @Nullable BigDecimal low,
            @Nullable BigDecimal high,
            @Nullable Suppression suppressed,
            @Nullable String reason,
            @Nullable String definition) {
        static Said hidden(Suppression why) {
            return new Said(null, null, null, null, null, why, null, null);
        }

        static Said value(@Nullable BigDecimal value) {
            return new Said(value, null, null, null, null, null, null, null);
        }

        static Said ratio(
                @Nullable BigDecimal value,
                @Nullable BigDecimal numerator,
                @Nullable BigDecimal denominator,
                @Nullable Suppression suppressed) {
            return new Said(value, numerator, denominator, null, null, suppressed, null, null);
        }

        Said within(@Nullable BigDecimal from, @Nullable BigDecimal to) {
            return new Said(value, numerator, denominator, from, to, suppressed, reason, definition);
        }

        Said because(@Nullable String code) {
            return new Said(value, numerator, denominator, low, high, suppressed, code, definition);
        }

        Said by(@Nullable String id) {
            return new Said(value, numerator, denominator, low, high, suppressed, reason, id);
        }
    }

    static ReleasedFigure of(
            Part part, String of, Map<String, ? extends @Nullable String> dimensions, Unit unit, Said said) {
        var categories = new TreeMap<String, String>();
        dimensions.forEach((dimension, category) -> categories.put(dimension, category == null ? NONE : category));
        return new ReleasedFigure(
                id(part, of, categories),
                part,
                of,
                Collections.unmodifiableSortedMap(categories),
                unit,
                Numbers.plain(said.value()),
                Numbers.plain(said.numerator()),
                Numbers.plain(said.denominator()),
                Numbers.plain(said.low()),
                Numbers.plain(said.high()),
                said.suppressed(),
                said.reason(),
                said.definition());
    }

    /** {@code statistics/headCount/gender=woman}. */
    public static String id(Part part, String of, SortedMap<String, String> dimensions) {
        var id = new StringJoiner("/").add(part.name()).add(of);
        dimensions.forEach((dimension, category) -> id.add(dimension + "=" + category));
        return id.toString();
    }

    ReleasedFigure withheld() {
        return new ReleasedFigure(
                id,
                part,
                of,
                dimensions,
                unit,
                null,
                null,
                null,
                null,
                null,
                suppressed == null ? Suppression.complementary : suppressed,
                reason,
                definition);
    }

    public boolean isTotal() {
        return dimensions.isEmpty();
    }

    /** All that a reader learns of the value. */
    String saying() {
        return value + " " + numerator + " " + denominator + " " + low + " " + high;
    }

    boolean saysTheSameAs(ReleasedFigure other) {
        return saying().equals(other.saying())
                && suppressed == other.suppressed
                && Objects.equals(reason, other.reason)
                && Objects.equals(definition, other.definition);
    }

    /** Where it stands in the table that it belongs to. */
    Map<String, String> place() {
        var place = new HashMap<>(dimensions);
        place.keySet().removeAll(SERIES);
        return Map.copyOf(place);
    }

    /** The table whose margins add up: an item has one of its own. */
    String table() {
        var table = new StringJoiner("/").add(part.name()).add(of);
        SERIES.forEach(series -> table.add(dimensions.getOrDefault(series, "")));
        return table.toString();
    }
}
