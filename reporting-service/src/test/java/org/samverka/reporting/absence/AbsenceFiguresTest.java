package org.samverka.reporting.absence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.samverka.reporting.absence.AbsenceFigures.AbsenceCell;
import org.samverka.reporting.absence.AbsenceYears.Group;

class AbsenceFiguresTest {
    private static final Days YEAR = Days.ofYear(2025);
    private static final Set<AbsenceDimension> ALL = EnumSet.allOf(AbsenceDimension.class);

    @Test
    void nothingShownIsAboutTenPersonsOrFewerOrFewerThanThreeAbsent() {
        var groups = people(new Random(3), 5, 60);
        Map<Map<String, String>, Tally> tallies = tallies(groups);

        List<AbsenceCell> shown = new AbsenceFigures(groups, YEAR)
                .by(ALL, EnumSet.of(Definition.sickLeave, Definition.frequency), 14).stream()
                        .filter(cell -> cell.suppressed() == null)
                        .toList();

        assertThat(shown).hasSizeGreaterThan(10).allSatisfy(cell -> {
            Tally tally = Objects.requireNonNull(tallies.get(cell.dimensions()));
            assertThat(tally.persons()).isGreaterThan(10);
            assertThat(tally.absent()).isGreaterThanOrEqualTo(3);
        });
    }

    @Test
    void noHiddenFigureIsWhatIsLeftOfASum() {
        for (int seed = 0; seed < 5; seed++) {
            List<AbsenceCell> cells = new AbsenceFigures(people(new Random(seed), 3, 40), YEAR)
                    .by(ALL, EnumSet.of(Definition.sickLeave), 14);
            Map<Map<String, String>, AbsenceCell> byPlace =
                    cells.stream().collect(toMap(AbsenceCell::dimensions, cell -> cell));
            for (AbsenceDimension dimension : AbsenceDimension.values()) {
                cells.stream()
                        .filter(cell -> cell.dimensions().containsKey(dimension.name()))
                        .collect(groupingBy(cell -> without(cell.dimensions(), dimension)))
                        .forEach((sum, parts) -> {
                            long hidden = parts.stream()
                                    .filter(part -> part.suppressed() != null)
                                    .count();
                            boolean sumIsShown =
                                    Objects.requireNonNull(byPlace.get(sum)).suppressed() == null;
                            assertThat(hidden == 1 && sumIsShown)
                                    .as("%s by %s", sum, dimension)
                                    .isFalse();
                        });
            }
        }
    }

    @Test
    void lengthsAddUpToSickLeaveSoTheyHideEachOther() {
        var tally = new Tally(
                40,
                12,
                List.of(10L, 5L, 3L, 1L),
                12,
                3,
                hours(80_000),
                List.of(hours(400), hours(300), hours(200), hours(900)),
                14_600,
                20,
                hours(1800));
        List<AbsenceCell> cells = new AbsenceFigures(List.of(new Group(place("woman", "a"), tally)), YEAR)
                .by(Set.of(), EnumSet.allOf(Definition.class), 14);

        assertThat(cells.stream()
                        .filter(cell -> cell.measure() == Definition.sickLeaveByLength && cell.suppressed() != null))
                .as("that of one person, and another so that it does not follow")
                .hasSize(2);
        assertThat(cells.stream().filter(cell -> cell.measure() == Definition.longTermShare))
                .allMatch(cell -> cell.value() == null);
        assertThat(cells.stream().filter(cell -> cell.measure() == Definition.sickLeave))
                .allMatch(cell -> cell.value() != null);
    }

    @Test
    void theTableOfAProgramWithNineOrganizationsIsDecidedInMoments() {
        var groups = people(new Random(5), 9, 900);

        assertThat(new AbsenceFigures(groups, YEAR).by(ALL, EnumSet.allOf(Definition.class), 14))
                .hasSizeGreaterThan(5_000);
    }

    private static Map<String, String> without(Map<String, String> place, AbsenceDimension dimension) {
        var rest = new HashMap<>(place);
        rest.remove(dimension.name());
        return rest;
    }

    private static Map<Map<String, String>, Tally> tallies(List<Group> groups) {
        Map<Map<String, String>, Tally> tallies = new HashMap<>();
        for (Group group : groups) {
            List<Map.Entry<String, String>> of = List.copyOf(group.place().entrySet());
            for (int chosen = 0; chosen < 1 << of.size(); chosen++) {
                var place = new HashMap<String, String>();
                for (int i = 0; i < of.size(); i++) {
                    if ((chosen & 1 << i) != 0) {
                        place.put(of.get(i).getKey(), of.get(i).getValue());
                    }
                }
                tallies.merge(place, group.tally(), Tally::plus);
            }
        }
        return tallies;
    }

    private static List<Group> people(Random random, int organizations, int each) {
        Map<Map<String, String>, Tally> groups = new HashMap<>();
        for (int person = 0; person < organizations * each; person++) {
            var place = new HashMap<>(place(random.nextInt(5) == 0 ? "man" : "woman", "o" + person % organizations));
            place.put("ageBand", List.of("-29", "30-49", "50-").get(random.nextInt(3)));
            place.put("fullTime", random.nextInt(3) == 0 ? "no" : "yes");
            place.put("participant", random.nextInt(6) == 0 ? "yes" : "no");
            int band = random.nextInt(8);
            List<BigDecimal> sick = List.of(
                    hours(band < 3 ? 24 : 0),
                    hours(band == 1 ? 64 : 0),
                    hours(band == 2 ? 200 : 0),
                    hours(band == 3 ? 700 : 0));
            groups.merge(
                    place,
                    Tally.of(new PersonTime(hours(2000), sick, 365, true, 1, random.nextInt(8), hours(24)), 6),
                    Tally::plus);
        }
        var list = new ArrayList<Group>();
        groups.forEach((place, tally) -> list.add(new Group(place, tally)));
        return list;
    }

    private static Map<String, String> place(String gender, String organization) {
        return Map.of("gender", gender, "organization", organization);
    }

    private static BigDecimal hours(int hours) {
        return BigDecimal.valueOf(hours);
    }
}
