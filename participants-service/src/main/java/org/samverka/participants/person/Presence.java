package org.samverka.participants.person;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.participants.person.NewEmployment.Move;
import org.samverka.participants.person.NewEmployment.Slice;

/**
 * What the employments of a person come to on a day, where all of them are new: the same as {@link People} finds in the
 * database for everybody else.
 *
 * @param unit of the largest employment of the day
 * @param nextChange the first day after it on which it may be otherwise
 */
public record Presence(
        @Nullable String unit,
        BigDecimal extent,
        boolean leader,
        int employments,
        @Nullable LocalDate nextChange) {
    private static final BigDecimal MOST = BigDecimal.TEN;

    /** None where two are equally large: then their order in the database decides. */
    public static @Nullable Presence of(List<NewEmployment> employments, LocalDate today) {
        List<NewEmployment> ofToday =
                employments.stream().filter(each -> each.isAtWork(today)).toList();
        List<Slice> holding = ofToday.stream().map(each -> slice(each, today)).toList();
        int largest = 0;
        for (int i = 1; i < holding.size(); i++) {
            int compared =
                    holding.get(i).extent().compareTo(holding.get(largest).extent());
            if (compared == 0) {
                return null;
            }
            largest = compared > 0 ? i : largest;
        }
        return new Presence(
                ofToday.isEmpty() ? null : unit(ofToday.get(largest), today),
                plain(holding.stream()
                        .map(Slice::extent)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .min(MOST)),
                holding.stream().anyMatch(Slice::leader),
                ofToday.size(),
                employments.stream()
                        .flatMap(each -> turns(each, today))
                        .min(Comparator.naturalOrder())
                        .orElse(null));
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** The newest that holds by then, or else the first to come. */
    private static Slice slice(NewEmployment employment, LocalDate today) {
        Slice nearest = employment.slices().get(0);
        for (Slice slice : employment.slices()) {
            if (compare(slice.effectiveFrom(), nearest.effectiveFrom(), today) < 0) {
                nearest = slice;
            }
        }
        return nearest;
    }

    private static String unit(NewEmployment employment, LocalDate today) {
        Slice slice = slice(employment, today);
        var newest = new Move(slice.effectiveFrom(), slice.unit(), slice.stamp());
        for (Move move : employment.moves()) {
            int compared = compare(move.effectiveFrom(), newest.effectiveFrom(), today);
            if (compared < 0 || compared == 0 && move.stamp().compareTo(newest.stamp()) > 0) {
                newest = move;
            }
        }
        return newest.unit();
    }

    /** Less: nearer to the day from before, or nearer from after where nothing comes before. */
    private static int compare(LocalDate one, LocalDate other, LocalDate today) {
        int ahead = Boolean.compare(one.isAfter(today), other.isAfter(today));
        return ahead != 0
                ? ahead
                : Long.compare(
                        Math.abs(ChronoUnit.DAYS.between(one, today)), Math.abs(ChronoUnit.DAYS.between(other, today)));
    }

    private static Stream<LocalDate> turns(NewEmployment employment, LocalDate today) {
        LocalDate last = employment.lastDay();
        Stream<LocalDate> ends = last == null || last.isBefore(today) ? Stream.empty() : Stream.of(last.plusDays(1));
        return Stream.of(
                        Stream.of(employment.firstDay()),
                        employment.slices().stream().map(Slice::effectiveFrom),
                        employment.moves().stream().map(Move::effectiveFrom),
                        ends)
                .flatMap(days -> days)
                .filter(day -> day.isAfter(today));
    }
}
