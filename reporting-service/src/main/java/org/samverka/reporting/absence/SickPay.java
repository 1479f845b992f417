package org.samverka.reporting.absence;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.samverka.reporting.absence.Employment.Episode;

/** The days that sick pay counts as one period: an episode that starts at most 5 days after the last continues it. */
final class SickPay {
    private static final int LINKED_WITHIN_DAYS = 5;

    private SickPay() {}

    /** In the order of their days. */
    static List<List<Days>> periods(List<Episode> sickness) {
        var periods = new ArrayList<List<Days>>();
        LocalDate end = LocalDate.MIN;
        for (Episode episode : sickness.stream()
                .sorted(Comparator.comparing(episode -> episode.days().from()))
                .toList()) {
            if (periods.isEmpty() || ChronoUnit.DAYS.between(end, episode.days().from()) > LINKED_WITHIN_DAYS) {
                periods.add(new ArrayList<>());
            }
            periods.get(periods.size() - 1).add(episode.days());
            end = episode.days().to();
        }
        return periods;
    }

    /** Which calendar days are the nth to the mth of a period. */
    static List<Days> days(List<Days> period, int nth, int mth) {
        var found = new ArrayList<Days>();
        long before = 0;
        for (Days days : period) {
            long first = Math.max(nth - before, 1);
            long last = Math.min(mth - before, days.length());
            if (first <= last) {
                found.add(new Days(days.from().plusDays(first - 1), days.from().plusDays(last - 1)));
            }
            before += days.length();
        }
        return found;
    }
}
