package org.samverka.reporting.absence;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/** A share of hours, as the two sums it is made of: pooled with others sum by sum, never as a mean of ratios. */
public record Ratio(BigDecimal numerator, BigDecimal denominator) {
    public static final Ratio NOTHING = new Ratio(BigDecimal.ZERO, BigDecimal.ZERO);

    public Ratio plus(Ratio other) {
        return new Ratio(numerator.add(other.numerator), denominator.add(other.denominator));
    }

    /** None of nothing. */
    public Optional<BigDecimal> value() {
        return denominator.signum() == 0
                ? Optional.empty()
                : Optional.of(numerator.divide(denominator, MathContext.DECIMAL64));
    }

    /** By which fraction it became another; not computable from a baseline of zero. */
    public Optional<BigDecimal> relativeChangeTo(Ratio followUp) {
        return value().filter(before -> before.signum() != 0)
                .flatMap(before ->
                        followUp.value().map(after -> after.subtract(before).divide(before, MathContext.DECIMAL64)));
    }

    /** As a difference of fractions; times a hundred, percentage points. */
    public Optional<BigDecimal> differenceTo(Ratio followUp) {
        return value().flatMap(before -> followUp.value().map(after -> after.subtract(before)));
    }
}
