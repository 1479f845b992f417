package org.samverka.reporting.absence;

import static java.math.BigDecimal.ZERO;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What people come to together: sums, so that groups are added up and a figure is always pooled hours over pooled hours.
 *
 * @param persons with planned time; somebody's second record is not counted again
 * @param absent how many of them have sick hours
 * @param absentByBand the same in episodes of each band
 * @param absentEnded how many have an episode that ended
 * @param repeatedly how many were absent often and shortly
 */
public record Tally(
        long persons,
        long absent,
        List<Long> absentByBand,
        long absentEnded,
        long repeatedly,
        BigDecimal planned,
        List<BigDecimal> sickByBand,
        long employedDays,
        long begun,
        BigDecimal endedHours) {
    static final Tally NOTHING =
            new Tally(0, 0, List.of(0L, 0L, 0L, 0L), 0, 0, ZERO, List.of(ZERO, ZERO, ZERO, ZERO), 0, 0, ZERO);

    /** @param often from how many occasions of short-term absence on it is repeated */
    static Tally of(PersonTime time, int often) {
        return new Tally(
                1,
                time.sick().signum(),
                time.sickByBand().stream().map(hours -> (long) hours.signum()).toList(),
                time.endedHours().signum(),
                time.occasions() >= often ? 1 : 0,
                time.planned(),
                time.sickByBand(),
                time.employedDays(),
                time.begun(),
                time.endedHours());
    }

    Tally plus(Tally other) {
        return new Tally(
                persons + other.persons,
                absent + other.absent,
                IntStream.range(0, absentByBand.size())
                        .mapToObj(i -> absentByBand.get(i) + other.absentByBand.get(i))
                        .toList(),
                absentEnded + other.absentEnded,
                repeatedly + other.repeatedly,
                planned.add(other.planned),
                IntStream.range(0, sickByBand.size())
                        .mapToObj(i -> sickByBand.get(i).add(other.sickByBand.get(i)))
                        .toList(),
                employedDays + other.employedDays,
                begun + other.begun,
                endedHours.add(other.endedHours));
    }

    BigDecimal sick() {
        return sickByBand.stream().reduce(ZERO, BigDecimal::add);
    }

    BigDecimal sick(Band band) {
        return sickByBand.get(band.ordinal());
    }

    /** In episodes of at most so many days, which is the end of a band. */
    BigDecimal sickUpTo(int maxDays) {
        return List.of(Band.values()).stream()
                .filter(band -> band.isWithin(maxDays))
                .map(this::sick)
                .reduce(ZERO, BigDecimal::add);
    }
}
