package org.samverka.reporting.statistics;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.disclosure.Suppression;

/** A figure as it is shown; one that is hidden says why instead. */
@Schema(description = "A figure about the categories in dimensions; dimensions left out are summed over, null is none")
public record Statistic(
        Map<String, @Nullable String> dimensions,
        Measure measure,
        @Nullable BigDecimal value,
        @Nullable Long numerator,
        @Nullable Long denominator,
        @Nullable Suppression suppressed) {
    static final Comparator<Statistic> IN_ORDER = Comparator.comparing(Statistic::measure)
            .thenComparing(statistic -> statistic.dimensions().size())
            .thenComparing(statistic -> statistic.dimensions().toString());

    static Statistic hidden(Map<String, @Nullable String> dimensions, Measure measure, Suppression why) {
        return new Statistic(dimensions, measure, null, null, null, why);
    }

    static Statistic count(Map<String, @Nullable String> dimensions, Measure measure, BigDecimal value) {
        return new Statistic(dimensions, measure, value, null, null, null);
    }
}
