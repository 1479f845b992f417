package org.samverka.stack.demo.plus;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Meetings of a target group's people from some of the organizations, always at the same local hour.
 *
 * @param meetings how many
 * @param weeks between two
 */
record Series(
        String title,
        String targetGroup,
        LocalDate first,
        int weeks,
        int meetings,
        int hours,
        Set<String> organizations) {
    /** Dates and constellations are synthetic, the numbers of meetings are not: 50 of the network, 32 of the inspirers. */
    static final List<Series> ALL = List.of(
            new Series(
                    "Nätverksträff, norra",
                    Plus.NETWORK,
                    day("2011-09-06"),
                    6,
                    16,
                    3,
                    Set.of("borgholm", "hogsby", "kalmar")),
            new Series(
                    "Nätverksträff, västra",
                    Plus.NETWORK,
                    day("2011-09-07"),
                    6,
                    16,
                    3,
                    Set.of("emmaboda", "nybro", "uppvidinge")),
            new Series(
                    "Nätverksträff, södra",
                    Plus.NETWORK,
                    day("2011-09-08"),
                    6,
                    16,
                    3,
                    Set.of("morbylanga", "torsas", "landstinget-kalmar")),
            new Series("Nätverksträff, alla", Plus.NETWORK, day("2012-01-17"), 52, 2, 6, Set.of()),
            new Series(
                    "Hälsoinspiratörer, grupp 1",
                    Plus.INSPIRERS,
                    day("2011-10-04"),
                    8,
                    8,
                    4,
                    Set.of("borgholm", "hogsby")),
            new Series(
                    "Hälsoinspiratörer, grupp 2",
                    Plus.INSPIRERS,
                    day("2011-10-05"),
                    8,
                    8,
                    4,
                    Set.of("kalmar", "emmaboda")),
            new Series(
                    "Hälsoinspiratörer, grupp 3",
                    Plus.INSPIRERS,
                    day("2011-10-06"),
                    8,
                    8,
                    4,
                    Set.of("nybro", "uppvidinge")),
            new Series(
                    "Hälsoinspiratörer, grupp 4",
                    Plus.INSPIRERS,
                    day("2011-10-07"),
                    8,
                    8,
                    4,
                    Set.of("morbylanga", "torsas", "landstinget-kalmar")),
            new Series("ALUP", Plus.ALUP, day("2012-02-07"), 4, 5, 6, Set.of()));

    private static LocalDate day(String date) {
        return LocalDate.parse(date);
    }

    boolean isFor(String organization) {
        return organizations.isEmpty() || organizations.contains(organization);
    }

    String starts(int meeting) {
        return first.plusWeeks((long) weeks * meeting) + "T09:00:00";
    }

    Map<String, Object> description() {
        return Map.of(
                "program",
                Plus.PROGRAM,
                "title",
                title,
                "targetGroup",
                targetGroup,
                "startsAt",
                starts(0),
                "zone",
                "Europe/Stockholm",
                "hours",
                hours,
                "capacity",
                60,
                "venue",
                "Kalmar");
    }

    String rule() {
        return "FREQ=WEEKLY;INTERVAL=%d;COUNT=%d".formatted(weeks, meetings);
    }
}
