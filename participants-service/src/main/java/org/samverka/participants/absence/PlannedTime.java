package org.samverka.participants.absence;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.AbsenceEvent.Slice;
import org.samverka.contracts.HrEvent.PayForm;

/** The time one employment plans: slices that follow each other. */
record PlannedTime(List<Slice> slices) {
    /** What holds from a day on, until the next of its kind; {@code stamp} decides between two of one day. */
    sealed interface Fact {
        LocalDate effectiveFrom();

        String unit();

        String stamp();
    }

    record Terms(
            LocalDate effectiveFrom,
            String unit,
            BigDecimal extent,
            BigDecimal weeklyHours,
            PayForm payForm,
            boolean leader,
            String stamp)
            implements Fact {}

    record Move(LocalDate effectiveFrom, String unit, String stamp) implements Fact {}

    /**
     * On each day the newest terms that hold by then, or else the first to come; the unit is that of the newest terms or
     * move.
     *
     * @param lastDay none while the employment lasts
     */
    static PlannedTime of(LocalDate firstDay, @Nullable LocalDate lastDay, List<? extends Fact> facts) {
        var terms = new TreeMap<LocalDate, Terms>();
        var units = new TreeMap<LocalDate, Fact>();
        for (Fact fact : facts) {
            units.merge(fact.effectiveFrom(), fact, PlannedTime::newer);
            if (fact instanceof Terms stated) {
                terms.put(stated.effectiveFrom(), stated);
            }
        }
        if (terms.isEmpty() || lastDay != null && lastDay.isBefore(firstDay)) {
            return new PlannedTime(List.of());
        }
        LocalDate end = Objects.requireNonNullElse(lastDay, Days.OPEN);
        var turns = new TreeSet<>(units.keySet().stream()
                .filter(day -> day.isAfter(firstDay) && !day.isAfter(end))
                .toList());
        turns.add(firstDay);
        var slices = new ArrayList<Slice>();
        for (LocalDate turn : turns) {
            LocalDate next = turns.higher(turn);
            LocalDate last = next == null ? end : next.minusDays(1);
            add(slices, slice(turn, Days.told(last), valid(terms, turn), valid(units, turn)));
        }
        return new PlannedTime(List.copyOf(slices));
    }

    private static Fact newer(Fact one, Fact other) {
        return one.stamp().compareTo(other.stamp()) >= 0 ? one : other;
    }

    private static <F extends Fact> F valid(TreeMap<LocalDate, F> facts, LocalDate day) {
        Map.Entry<LocalDate, F> newest = facts.floorEntry(day);
        return newest != null ? newest.getValue() : facts.firstEntry().getValue();
    }

    private static Slice slice(LocalDate from, @Nullable LocalDate to, Terms terms, Fact unit) {
        return new Slice(from, to, unit.unit(), terms.extent(), terms.weeklyHours(), terms.payForm(), terms.leader());
    }

    /** Without a seam where nothing but the day is another. */
    private static void add(List<Slice> slices, Slice next) {
        Slice last = slices.isEmpty() ? null : slices.get(slices.size() - 1);
        if (last != null && continues(last, next)) {
            slices.set(slices.size() - 1, from(last.from(), next));
        } else {
            slices.add(next);
        }
    }

    private static boolean continues(Slice last, Slice next) {
        return from(last.from(), next).equals(to(last, next.to()));
    }

    private static Slice from(LocalDate day, Slice s) {
        return new Slice(day, s.to(), s.unit(), s.extent(), s.weeklyHours(), s.payForm(), s.leader());
    }

    private static Slice to(Slice s, @Nullable LocalDate day) {
        return new Slice(s.from(), day, s.unit(), s.extent(), s.weeklyHours(), s.payForm(), s.leader());
    }

    /** Without units, and without the seams that only a move has made. */
    PlannedTime withoutPlace() {
        var placeless = new ArrayList<Slice>();
        slices.forEach(s -> add(
                placeless, new Slice(s.from(), s.to(), null, s.extent(), s.weeklyHours(), s.payForm(), s.leader())));
        return new PlannedTime(placeless);
    }
}
