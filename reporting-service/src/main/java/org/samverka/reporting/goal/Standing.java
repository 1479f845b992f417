package org.samverka.reporting.goal;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.reporting.disclosure.Suppression;

/**
 * How a goal stands and why, with the figures it is judged by as they are known here; who may see them is decided when
 * they are asked for.
 *
 * @param reason a stable code in kebab-case, where the state alone does not say it
 */
public record Standing(GoalState state, @Nullable String reason, Figures figures) {
    static Standing notComputable(String reason) {
        return new Standing(GoalState.not_computable, reason, Figures.NONE);
    }

    static Standing withheld(String reason) {
        return new Standing(GoalState.withheld, reason, Figures.NONE);
    }

    /** From where to where it will probably end, with 95 %; {@code value} is the likeliest. */
    public record Forecast(BigDecimal value, BigDecimal low, BigDecimal high) {}

    /** The figure within a category; hidden where it is about too few or would tell of them. */
    public record Part(
            Map<String, String> dimensions,
            @Nullable BigDecimal value,
            @Nullable BigDecimal numerator,
            @Nullable BigDecimal denominator,
            @Nullable Suppression suppressed) {}

    /**
     * @param needed what the value must come to, the tolerance taken off
     * @param all of everybody who should have answered
     * @param people the value is a number of people, exact, for those who have the lists only
     */
    record Figures(
            @Nullable BigDecimal value,
            @Nullable BigDecimal numerator,
            @Nullable BigDecimal denominator,
            @Nullable BigDecimal needed,
            @Nullable BigDecimal all,
            @Nullable BigDecimal valueOfAll,
            boolean people,
            @Nullable Forecast forecast,
            @Nullable Suppression suppressed,
            List<Part> parts) {
        static final Figures NONE = new Figures(null, null, null, null, null, null, false, null, null, List.of());

        static Figures hidden(Suppression why, @Nullable BigDecimal needed) {
            return new Figures(null, null, null, needed, null, null, false, null, why, List.of());
        }
    }
}
