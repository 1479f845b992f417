package org.samverka.participants.absence;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.AbsenceEvent.Part;
import org.samverka.contracts.HrEvent.AbsenceKind;

/** Makes episodes of what is stated of absences: rows of one kind without a gap between them are one. */
final class Episodes {
    private Episodes() {}

    /** An absence as stated; open-ended without {@code to}. */
    record Stated(
            AbsenceKind kind, LocalDate from, @Nullable LocalDate to, BigDecimal extent) {
        private LocalDate last() {
            return Objects.requireNonNullElse(to, Days.OPEN);
        }
    }

    /**
     * In the order of their kinds and days.
     *
     * @param lastDay the employment's: caps what is stated; none while it lasts
     */
    static List<Episode> of(List<Stated> absences, @Nullable LocalDate lastDay) {
        var byKind = new EnumMap<AbsenceKind, List<Stated>>(AbsenceKind.class);
        for (Stated absence : absences) {
            if (lastDay == null || !absence.from().isAfter(lastDay)) {
                byKind.computeIfAbsent(absence.kind(), kind -> new ArrayList<>())
                        .add(capped(absence, lastDay));
            }
        }
        var episodes = new ArrayList<Episode>();
        byKind.forEach((kind, stated) -> unions(stated).forEach(union -> episodes.add(episode(kind, union))));
        return episodes;
    }

    private static Stated capped(Stated absence, @Nullable LocalDate lastDay) {
        return lastDay == null
                ? absence
                : new Stated(absence.kind(), absence.from(), Days.earlier(absence.last(), lastDay), absence.extent());
    }

    private static List<List<Stated>> unions(List<Stated> absences) {
        absences.sort(Comparator.comparing(Stated::from));
        var unions = new ArrayList<List<Stated>>();
        LocalDate reached = LocalDate.MIN;
        for (Stated absence : absences) {
            if (unions.isEmpty() || absence.from().isAfter(reached.plusDays(1))) {
                unions.add(new ArrayList<>());
                reached = absence.last();
            }
            unions.get(unions.size() - 1).add(absence);
            reached = Days.later(reached, absence.last());
        }
        return unions;
    }

    private static Episode episode(AbsenceKind kind, List<Stated> union) {
        List<Part> parts = parts(union);
        return new Episode(
                kind, parts.get(0).from(), parts.get(parts.size() - 1).to(), parts);
    }

    /** Where extents begin and end, and of those active between two such days the largest, never the sum. */
    private static List<Part> parts(List<Stated> union) {
        var begins = new TreeMap<LocalDate, List<BigDecimal>>();
        var ends = new TreeMap<LocalDate, List<BigDecimal>>();
        for (Stated absence : union) {
            begins.computeIfAbsent(absence.from(), day -> new ArrayList<>()).add(absence.extent());
            ends.computeIfAbsent(absence.last().plusDays(1), day -> new ArrayList<>())
                    .add(absence.extent());
        }
        var turns = new TreeMap<LocalDate, Boolean>();
        begins.keySet().forEach(day -> turns.put(day, true));
        ends.keySet().forEach(day -> turns.put(day, true));
        var active = new TreeMap<BigDecimal, Integer>();
        var parts = new ArrayList<Part>();
        for (LocalDate turn : turns.keySet()) {
            ends.getOrDefault(turn, List.of()).forEach(extent -> leave(active, extent));
            begins.getOrDefault(turn, List.of()).forEach(extent -> active.merge(extent, 1, Integer::sum));
            Map.Entry<LocalDate, Boolean> next = turns.higherEntry(turn);
            if (next != null) {
                add(parts, new Part(turn, Days.told(next.getKey().minusDays(1)), active.lastKey()));
            }
        }
        return List.copyOf(parts);
    }

    private static void leave(TreeMap<BigDecimal, Integer> active, BigDecimal extent) {
        active.computeIfPresent(extent, (same, many) -> many == 1 ? null : many - 1);
    }

    private static void add(List<Part> parts, Part next) {
        Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        if (last != null && last.extent().compareTo(next.extent()) == 0) {
            parts.set(parts.size() - 1, new Part(last.from(), next.to(), last.extent()));
        } else {
            parts.add(next);
        }
    }
}
