package org.samverka.participants.absence;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Repeated short absence: so many occasions of at most so many days that began within so many months. Absence from several
 * employments at once is one occasion.
 */
record EarlySignal(int occasions, int months, int maxDays) {

    /** @param sick the person's sickness, of all employments, as far as it has ended */
    boolean isDue(List<Days> sick, LocalDate day) {
        LocalDate before = day.minusMonths(months);
        return united(sick).stream()
                        .filter(days -> days.length() <= maxDays)
                        .filter(days ->
                                days.from().isAfter(before) && !days.from().isAfter(day))
                        .count()
                >= occasions;
    }

    /** Whether an offer of then stands for the same window as one of this day would. */
    boolean covers(LocalDate offered, LocalDate day) {
        return offered.isAfter(day.minusMonths(months));
    }

    private static List<Days> united(List<Days> some) {
        var united = new ArrayList<Days>();
        for (Days days : some.stream().sorted(Comparator.comparing(Days::from)).toList()) {
            Days last = united.isEmpty() ? null : united.get(united.size() - 1);
            if (last != null && !days.from().isAfter(last.to().plusDays(1))) {
                united.set(united.size() - 1, new Days(last.from(), Days.later(last.to(), days.to())));
            } else {
                united.add(days);
            }
        }
        return united;
    }
}
