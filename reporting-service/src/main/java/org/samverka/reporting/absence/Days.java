package org.samverka.reporting.absence;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Calendar days in a row, both ends included. */
public record Days(LocalDate from, LocalDate to) {
    /** Stands for an end that is not known yet. */
    public static final LocalDate OPEN = LocalDate.of(9999, 12, 31);

    private static final int WEEK = 7;
    private static final int WORKING_WEEK = 5;

    public Days {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("Days end before they begin");
        }
    }

    public static Days ofYear(int year) {
        return new Days(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
    }

    static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    long length() {
        return ChronoUnit.DAYS.between(from, to) + 1;
    }

    boolean contain(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    Optional<Days> within(Days other) {
        LocalDate first = later(from, other.from);
        LocalDate last = earlier(to, other.to);
        return last.isBefore(first) ? Optional.empty() : Optional.of(new Days(first, last));
    }

    Optional<Days> until(LocalDate last) {
        return last.isBefore(from) ? Optional.empty() : Optional.of(new Days(from, earlier(to, last)));
    }

    /** How many of them are Monday to Friday. */
    long weekdays() {
        long length = length();
        long days = length / WEEK * WORKING_WEEK;
        int first = from.getDayOfWeek().getValue();
        for (int i = 0; i < length % WEEK; i++) {
            if ((first + i - 1) % WEEK < WORKING_WEEK) {
                days++;
            }
        }
        return days;
    }

    /** The same days without overlaps, and without seams where one stretch follows on another. */
    static List<Days> united(Collection<Days> some) {
        var united = new ArrayList<Days>();
        for (Days days : some.stream().sorted(Comparator.comparing(Days::from)).toList()) {
            Days last = united.isEmpty() ? null : united.get(united.size() - 1);
            if (last != null && !days.from().isAfter(last.to().plusDays(1))) {
                united.set(united.size() - 1, new Days(last.from(), later(last.to(), days.to())));
            } else {
                united.add(days);
            }
        }
        return united;
    }
}
