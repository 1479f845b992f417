package org.samverka.evaluation.scoring;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What somebody's answers come to in one measure of an instrument: a value and, where the instrument has bands, the one it
 * lies in; or neither, and why.
 *
 * @param value at most four decimals; the band was found before rounding
 * @param indeterminate why there is no value
 */
public record Score(
        String measure,
        @Nullable BigDecimal value,
        @Nullable Band band,
        @Nullable Reason indeterminate) {

    /** Why answers have no score. */
    public enum Reason {
        /** Fewer items were answered than the measure needs. */
        missingAnswers
    }

    static Score of(String measure, BigDecimal value, @Nullable Band band) {
        return new Score(measure, value, band, null);
    }

    static Score indeterminate(String measure, Reason reason) {
        return new Score(measure, null, null, reason);
    }

    /** Whether the score lies in a band that is reason to look further. */
    public boolean risk() {
        return band != null && band.risk();
    }

    public @Nullable String bandKey() {
        return band == null ? null : band.key();
    }

    /** No log holds a score. */
    @Override
    public String toString() {
        return "Score of " + measure;
    }
}
