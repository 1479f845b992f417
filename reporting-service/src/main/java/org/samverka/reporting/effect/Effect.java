package org.samverka.reporting.effect;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.absence.Ratio;

/**
 * What became of absence among those who were in a program: pooled hours after against before, and how much more or less
 * it changed than among others who were alike before.
 *
 * @param before none when it is withheld
 * @param change relative, after against before; none when too few persons are behind it for an interval
 * @param comparison none when no effect can be told from what would have happened anyway; {@code refusal} says why
 */
public record Effect(
        int persons,
        @Nullable Ratio before,
        @Nullable Ratio after,
        @Nullable Interval change,
        @Nullable Comparison comparison,
        @Nullable Refusal refusal) {
    /** Statutory figures of ten persons and fewer are withheld. */
    static final int MINIMUM = 11;

    static final int CONTRIBUTING = 3;

    /** An estimate with its 95 % interval. */
    public record Interval(BigDecimal value, BigDecimal low, BigDecimal high) {
        boolean excludesZero() {
            return low.signum() > 0 || high.signum() < 0;
        }
    }

    /**
     * Others weighted so that they were like the participants before: their shares of working time, and the difference in
     * differences, in shares of working time.
     *
     * @param persons how many others
     * @param compared how many participants have others who are alike
     */
    public record Comparison(
            int persons, int compared, BigDecimal before, BigDecimal after, Interval differenceInDifferences) {
        public boolean found() {
            return differenceInDifferences.excludesZero();
        }
    }

    /** Why something is not told. */
    public enum Refusal {
        /** Nobody has gone through with both windows over. */
        nobody_yet,
        /** Ten persons or fewer, or fewer than three of them absent. */
        withheld,
        /** No absence before: there is nothing to compare with. */
        zero_baseline,
        /** Too few persons for an interval to hold. */
        too_few_persons,
        /** Too few others are alike. */
        too_few_others
    }

    static Effect refused(int persons, Refusal refusal) {
        return new Effect(persons, null, null, null, null, refusal);
    }

    /** So few of them were absent that a figure would be about those. */
    static boolean isWithheld(Collection<Member> members) {
        return members.size() < MINIMUM
                || members.stream()
                                .filter(member -> member.before().numerator().signum() > 0)
                                .count()
                        < CONTRIBUTING
                || members.stream()
                                .filter(member -> member.after().numerator().signum() > 0)
                                .count()
                        < CONTRIBUTING;
    }

    static Ratio pooled(List<Member> members, Function<Member, Ratio> window) {
        return members.stream().map(window).reduce(Ratio.NOTHING, Ratio::plus);
    }
}
