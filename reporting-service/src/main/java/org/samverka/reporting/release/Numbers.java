package org.samverka.reporting.release;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** One way to write a number, so that equal ones have equal digests. */
final class Numbers {
    private static final int DIGITS = 6;

    private Numbers() {}

    static @Nullable BigDecimal plain(@Nullable BigDecimal number) {
        if (number == null) {
            return null;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    static BigDecimal rounded(BigDecimal number) {
        return number.setScale(DIGITS, RoundingMode.HALF_UP);
    }
}
