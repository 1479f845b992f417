package org.samverka.reporting.effect;

import java.math.BigDecimal;
import org.samverka.reporting.absence.Ratio;

/**
 * A person employed long enough before and after, with absent hours of planned ones in both.
 *
 * @param fullTime on the last employed day before
 */
record Member(String gender, String ageBand, boolean fullTime, Ratio before, Ratio after) {
    /** From which share of working time on a baseline belongs to the next band: narrow where people are many. */
    private static final double[] BANDS = {
        0.000001, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.065, 0.08, 0.1, 0.125, 0.15, 0.2, 0.3, 0.5
    };

    /** People who are alike before: same gender, age band and band of the baseline. */
    record Stratum(String gender, String ageBand, int baselineBand) {}

    /** @param coarseness how many bands are taken as one; no absence at all is always a band of its own */
    Stratum stratum(int coarseness) {
        double baseline = before.value().orElse(BigDecimal.ZERO).doubleValue();
        int band = 0;
        while (band < BANDS.length && baseline >= BANDS[band]) {
            band++;
        }
        return new Stratum(gender, ageBand, (band + coarseness - 1) / coarseness);
    }
}
