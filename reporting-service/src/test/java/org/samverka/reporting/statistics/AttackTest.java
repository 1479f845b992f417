package org.samverka.reporting.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.reporting.disclosure.Suppression;

/** What somebody can tell from everything that may be asked for, of random people. */
class AttackTest {
    private static final int POPULATIONS = Integer.getInteger("samverka.attacks", 200);
    private static final int MINIMUM = 7;

    /** A figure that can be asked for. */
    private record Place(Measure measure, Map<String, ?> dimensions) {}

    @Test
    void noSmallGroupFollowsFromAllThatIsEverShown() {
        for (int seed = 0; seed < POPULATIONS; seed++) {
            var random = new Random(seed);
            Population people = Population.random(random, 20 + random.nextInt(300), 1 + random.nextInt(4));
            Map<Place, Statistic> shown = shown(people);
            Set<Place> hidden = new HashSet<>();
            Set<Place> small = new HashSet<>();
            shown.forEach((place, statistic) -> {
                if (statistic.suppressed() != null) {
                    hidden.add(place);
                }
                if (statistic.suppressed() == Suppression.primary) {
                    small.add(place);
                }
            });

            var attacker = new Attacker();
            sums(shown.keySet()).forEach((line, parts) -> attacker.add(line.sum(), parts, hidden));
            shown.keySet().stream()
                    .filter(place -> place.measure() == Measure.headCount && hidden.contains(place))
                    .map(place -> List.of(place, new Place(Measure.enrolled, place.dimensions())))
                    .forEach(same -> attacker.add(same.get(0), List.of(same.get(1)), hidden)); // one group each

            assertThat(small).as("seed %d", seed).isNotEmpty();
            assertThat(attacker.derives()).as("seed %d", seed).doesNotContainAnyElementsOf(small);
        }
    }

    @Test
    void whoIsCountedAsAHeadAndAsAPlaceIsHiddenInBoth() {
        for (int seed = 0; seed < POPULATIONS; seed++) {
            var random = new Random(seed);
            Map<Place, Statistic> shown = shown(Population.random(random, 20 + random.nextInt(300), 3));

            shown.forEach((place, statistic) -> {
                if (place.measure() == Measure.headCount) {
                    Statistic same = shown.get(new Place(Measure.enrolled, place.dimensions()));
                    assertThat(requireNonNull(same).suppressed() == null)
                            .as("%s", place)
                            .isEqualTo(statistic.suppressed() == null);
                }
            });
        }
    }

    @Test
    void aSingleArrivalMovesNoFigureByLessThanTheMinimum() {
        var random = new Random(7);
        Population people = Population.random(random, 150, 2);
        Map<Place, Statistic> after = shown(people);
        for (int i = 0; i < 20; i++) {
            Map<Place, Statistic> before = shown(people.without(random.nextInt(people.size())));

            before.forEach((place, statistic) -> {
                Statistic now = after.get(place);
                if (now != null && now.value() != null && statistic.value() != null) {
                    assertThat(now.value().subtract(statistic.value()).abs())
                            .as("%s", place)
                            .satisfiesAnyOf(
                                    moved -> assertThat(moved).isZero(),
                                    moved -> assertThat(moved).isEqualByComparingTo(BigDecimal.valueOf(MINIMUM)));
                }
            });
        }
    }

    @Test
    void whicheverDimensionsAreAskedForTogetherAFigureIsTheSame() {
        ProgramFigures figures = Population.random(new Random(11), 200, 2).figures();
        Set<Statistic> all = Set.copyOf(figures.all(Audience.ANALYST));

        for (Dimension one : Dimension.values()) {
            for (Dimension other : Dimension.values()) {
                List<Statistic> asked = figures.by(
                        EnumSet.of(Dimension.gender, one, other),
                        Set.of(Measure.headCount, Measure.enrolled),
                        Audience.ANALYST);
                assertThat(all).containsAll(asked);
            }
        }
    }

    @Test
    void aUnitOfSixCannotBeHadFromTheUnitAboveItAndItsSibling() {
        var people = new Population();
        people(people, "olofstrom/ward", 24);
        people(people, "olofstrom/home-care", 6);
        people(people, "ljungby/school", 40);

        Map<Place, Statistic> shown = shown(people);

        assertThat(value(shown, unit("care"))).isEqualByComparingTo("28");
        assertThat(suppressed(shown, unit("home-care"))).isEqualTo(Suppression.primary);
        assertThat(suppressed(shown, unit("ward"))).isEqualTo(Suppression.complementary);
        assertThat(value(shown, Map.of("organization", "olofstrom"))).isEqualByComparingTo("28");
    }

    private static void people(Population population, String place, int count) {
        for (int i = 0; i < count; i++) {
            population.add(Map.of(
                    "gender", "woman",
                    "organization", place,
                    "ageBand", "30-49",
                    "fullTime", "yes",
                    "role", "employee",
                    "targetGroup", "everybody",
                    "month", "2026-01",
                    "state", "confirmed"));
        }
    }

    private static Map<String, String> unit(String unit) {
        return Map.of("organization", "olofstrom", "unit", unit);
    }

    private static BigDecimal value(Map<Place, Statistic> shown, Map<String, String> dimensions) {
        Statistic statistic = requireNonNull(shown.get(new Place(Measure.enrolled, dimensions)));
        return requireNonNull(statistic.value());
    }

    private static Suppression suppressed(Map<Place, Statistic> shown, Map<String, String> dimensions) {
        Statistic statistic = requireNonNull(shown.get(new Place(Measure.enrolled, dimensions)));
        return requireNonNull(statistic.suppressed());
    }

    private static Map<Place, Statistic> shown(Population people) {
        Map<Place, Statistic> shown = new HashMap<>();
        people.figures()
                .by(Set.of(Dimension.values()), Set.of(Measure.headCount, Measure.enrolled), Audience.ANALYST)
                .forEach(statistic ->
                        shown.put(new Place(statistic.measure(), new HashMap<>(statistic.dimensions())), statistic));
        return shown;
    }

    private record Line(Place sum, String dimension) {}

    /** Over each dimension; units add up to their organization, those that belong to another unit through that. */
    private static Map<Line, List<Place>> sums(Set<Place> places) {
        Map<Line, List<Place>> sums = new HashMap<>();
        for (Place place : places) {
            for (String dimension : place.dimensions().keySet()) {
                boolean groupsOverlap = place.measure() == Measure.headCount && dimension.equals("targetGroup");
                boolean isWithinUnits = place.dimensions().containsKey("unit") && dimension.equals("organization");
                boolean isInAnotherUnit = dimension.equals("unit")
                        && isBelowCare(place.dimensions().get("unit"));
                if (!groupsOverlap && !isWithinUnits && !isInAnotherUnit) {
                    Map<String, Object> sum = new HashMap<>(place.dimensions());
                    sum.remove(dimension);
                    sums.computeIfAbsent(
                                    new Line(new Place(place.measure(), sum), dimension), fresh -> new ArrayList<>())
                            .add(place);
                }
            }
        }
        return sums;
    }

    private static boolean isBelowCare(@Nullable Object unit) {
        return "home-care".equals(unit) || "ward".equals(unit);
    }
}
