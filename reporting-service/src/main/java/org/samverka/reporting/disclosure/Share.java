package org.samverka.reporting.disclosure;

/** How many of how many. */
public record Share(long numerator, long denominator) {
    private static final int FEW = 3;

    /** So nearly the same for everybody that the share would say it of each. */
    boolean isHomogeneous() {
        return numerator < FEW || denominator - numerator < FEW;
    }

    Share plus(Share other) {
        return new Share(numerator + other.numerator, denominator + other.denominator);
    }
}
