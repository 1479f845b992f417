package org.samverka.participants.hr;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An organization's feed with all that makes order matter: corrections of a day, moves into the past, several employments,
 * people and organizations corrected, absences canceled, contradicted and overtaken, and facts of the unknown.
 */
final class SyntheticFeed {
    private static final List<String> UNITS = List.of("u0", "u1", "u2", "u3", "u4", "u5");
    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
    private static final List<String> KINDS = List.of("sick", "work_injury", "child_sick", "parental", "other");

    private final HrFeed feed;
    private final Random random;
    private final String prefix;

    private SyntheticFeed(HrFeed feed, long seed) {
        this.feed = feed;
        this.random = new Random(seed);
        this.prefix = feed.organization + ":";
    }

    /** The same for the same seed, but for the organization and the references, which begin with its key. */
    static void write(HrFeed feed, long seed) {
        var synthetic = new SyntheticFeed(feed, seed);
        UNITS.forEach(synthetic::unit);
        synthetic.unit("u3");
        for (int employment = 0; employment < 40; employment++) {
            synthetic.employment(employment);
        }
        for (int absence = 0; absence < 60; absence++) {
            synthetic.absence(absence);
        }
    }

    private void unit(String ref) {
        feed.write(
                "unit.changed",
                prefix + ref,
                """
                {"orgUnitRef": %s, "organization": %s, "name": %s, "parentRef": %s}
                """,
                prefix + ref,
                feed.organization,
                "Unit " + random.nextInt(100),
                random.nextInt(4) == 0 ? null : prefix + one(UNITS));
    }

    private void employment(int number) {
        String ref = prefix + "e" + number;
        LocalDate from = day();
        if (number < 37) {
            slice("employee.hired", ref, number, from, null);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            if (number < 37) {
                slice("employee.changed", ref, number, from, random.nextBoolean() ? day() : from);
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            LocalDate on = random.nextInt(3) == 0 ? from : day();
            feed.write("employee.moved", ref, """
                {"employmentRef": %s, "effectiveFrom": %s, "toUnit": %s}
                """, ref, on.toString(), prefix + one(UNITS));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            feed.write("employee.left", ref, """
                {"employmentRef": %s, "lastDay": %s}
                """, ref, day().plusYears(1).toString());
        }
    }

    private void slice(String type, String ref, int number, LocalDate from, @Nullable LocalDate effectiveFrom) {
        int person = random.nextInt(12) == 0 ? random.nextInt(30) : number % 30;
        LocalDate to = random.nextInt(3) == 0 ? from.plusDays(random.nextInt(1500)) : null;
        feed.write(
                type,
                ref,
                """
                {"employmentRef": %s, "personRef": %s, "organization": %s, "orgUnitRef": %s,
                 "from": %s, "to": %s, "effectiveFrom": %s, "extent": %s, "weeklyHours": %s,
                 "payForm": %s, "gender": %s, "birthYear": %s, "leader": %s, "name": %s, "email": %s,
                 "language": %s}
                """,
                ref,
                prefix + "p" + person,
                random.nextInt(15) == 0 ? feed.organization + "-2" : feed.organization,
                prefix + one(UNITS),
                from.toString(),
                to == null ? null : to.toString(),
                effectiveFrom == null ? null : effectiveFrom.toString(),
                random.nextInt(5) / 4.0,
                random.nextInt(81) / 2.0,
                random.nextBoolean() ? "monthly" : "hourly",
                one(List.of("woman", "man", "other", "unknown")),
                1955 + random.nextInt(50),
                random.nextInt(6) == 0,
                random.nextInt(6) == 0
                        ? null
                        : Map.of("given", "Given" + random.nextInt(9), "family", "Synthetic" + person),
                random.nextBoolean() ? null : "p" + random.nextInt(99) + "@example.org",
                one(List.of("sv", "da", "en")));
    }

    private void absence(int number) {
        String ref = prefix + "f" + number;
        String employment = prefix + "e" + random.nextInt(44);
        int states = 1 + random.nextInt(5);
        for (int i = 0; i < states; i++) {
            int version = random.nextInt(4);
            if (random.nextInt(6) == 0) {
                feed.write("absence.cancelled", employment, """
                {"absenceRef": %s, "version": %s}
                """, ref, version);
                continue;
            }
            LocalDate from = day();
            feed.write(
                    one(List.of("absence.started", "absence.changed", "absence.ended")),
                    employment,
                    """
                {"absenceRef": %s, "employmentRef": %s, "kind": %s, "from": %s, "to": %s, "extent": %s,
                 "version": %s}
                """,
                    ref,
                    employment,
                    one(KINDS),
                    from.toString(),
                    random.nextBoolean()
                            ? null
                            : from.plusDays(random.nextInt(100)).toString(),
                    random.nextInt(5) / 4.0,
                    version);
        }
    }

    private LocalDate day() {
        return FIRST.plusDays(random.nextInt(1500));
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
