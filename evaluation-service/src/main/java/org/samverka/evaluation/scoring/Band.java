package org.samverka.evaluation.scoring;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.samverka.evaluation.language.Text;

/**
 * A range of scores that has a meaning: from a bound on, or above it, up to where the next band begins.
 *
 * @param from the lowest score that belongs to the band; either this or {@code above} is given
 * @param above the band begins right above this score
 * @param risk whether a score here is reason to look further, and to offer support; never a diagnosis
 * @param meaning what a respondent is told it means
 */
public record Band(
        String key, @Nullable BigDecimal from, @Nullable BigDecimal above, boolean risk, Text meaning) {
    public Band {
        if ((from == null) == (above == null)) {
            throw new IllegalArgumentException("The band " + key + " begins either from a score or above one");
        }
    }

    boolean hasBegunAt(BigDecimal score) {
        return from == null ? above != null && score.compareTo(above) > 0 : score.compareTo(from) >= 0;
    }

    BigDecimal bound() {
        return from == null ? java.util.Objects.requireNonNull(above) : from;
    }
}
