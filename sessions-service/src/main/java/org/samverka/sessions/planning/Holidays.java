package org.samverka.sessions.planning;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.util.Set;

/** The days on which work rests, besides Saturdays and Sundays, in Sweden or Denmark; by the zone. */
final class Holidays {
    private static final Set<MonthDay> FIXED = Set.of(
            MonthDay.of(1, 1), MonthDay.of(12, 24), MonthDay.of(12, 25), MonthDay.of(12, 26), MonthDay.of(12, 31));
    private static final Set<MonthDay> SWEDISH = Set.of(MonthDay.of(1, 6), MonthDay.of(5, 1), MonthDay.of(6, 6));
    private static final Set<MonthDay> DANISH = Set.of(MonthDay.of(6, 5));

    private final boolean danish;

    private Holidays(boolean danish) {
        this.danish = danish;
    }

    static Holidays of(String zone) {
        return new Holidays(zone.equals("Europe/Copenhagen"));
    }

    boolean isWorkday(LocalDate day) {
        return day.getDayOfWeek().getValue() <= DayOfWeek.FRIDAY.getValue() && !rests(day);
    }

    private boolean rests(LocalDate day) {
        MonthDay monthDay = MonthDay.from(day);
        if (FIXED.contains(monthDay) || (danish ? DANISH : SWEDISH).contains(monthDay)) {
            return true;
        }
        long fromEaster = day.toEpochDay() - easter(day.getYear()).toEpochDay();
        if (fromEaster == -2 || fromEaster == 1 || fromEaster == 39) {
            return true;
        }
        return danish ? fromEaster == -3 || fromEaster == 50 : isMidsummerEve(day);
    }

    private static boolean isMidsummerEve(LocalDate day) {
        return day.getMonth() == Month.JUNE
                && day.getDayOfWeek() == DayOfWeek.FRIDAY
                && day.getDayOfMonth() >= 19
                && day.getDayOfMonth() <= 25;
    }

    /** Easter Sunday of the Gregorian calendar, by the anonymous computation of 1876. */
    static LocalDate easter(int year) {
        int a = year % 19;
        int century = year / 100;
        int inCentury = year % 100;
        int shift = (century - (century + 8) / 25 + 1) / 3;
        int moon = (19 * a + century - century / 4 - shift + 15) % 30;
        int weekday = (32 + 2 * (century % 4) + 2 * (inCentury / 4) - moon - inCentury % 4) % 7;
        int late = (a + 11 * moon + 22 * weekday) / 451;
        int n = moon + weekday - 7 * late + 114;
        return LocalDate.of(year, n / 31, n % 31 + 1);
    }
}
