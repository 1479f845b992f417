package org.samverka.reporting.absence;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a period of one person comes to, in hours.
 *
 * @param sickByBand in the order of the bands
 * @param begun episodes that began in the period
 * @param occasions of short-term absence that began in the period
 * @param endedHours of the episodes that ended in the period, wherever they began
 */
record PersonTime(
        BigDecimal planned,
        List<BigDecimal> sickByBand,
        long employedDays,
        boolean fullTime,
        long begun,
        long occasions,
        BigDecimal endedHours) {
    BigDecimal sick() {
        return sickByBand.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
