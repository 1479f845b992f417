package org.samverka.reporting.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.samverka.reporting.disclosure.Suppression.complementary;
import static org.samverka.reporting.disclosure.Suppression.primary;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.samverka.reporting.disclosure.Minimum;
import org.samverka.reporting.disclosure.Share;
import org.samverka.reporting.statistics.Cells.Cell;
import org.samverka.reporting.statistics.Cells.ShownShare;

class ProgramFiguresTest {
    private final List<Cell> cells = new ArrayList<>();
    private final List<ShownShare> shares = new ArrayList<>();

    @Test
    void theSplitOfSixtyFiveInspirersIsWithheldAndTheirNumberIsNot() {
        count(Measure.enrolled, "inspirers", "woman", "olofstrom", 62, 0);
        count(Measure.enrolled, "inspirers", "man", "olofstrom", 3, 0);

        List<Statistic> shown = asked(Audience.ANALYST, Measure.enrolled, Dimension.gender);

        assertThat(shown)
                .extracting(Statistic::dimensions, Statistic::value, Statistic::suppressed)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Map.of(), BigDecimal.valueOf(63), null),
                        org.assertj.core.groups.Tuple.tuple(Map.of("gender", "man"), null, primary),
                        org.assertj.core.groups.Tuple.tuple(Map.of("gender", "woman"), null, complementary));
        assertThat(asked(Audience.COORDINATOR, Measure.enrolled, Dimension.gender))
                .extracting(Statistic::value)
                .containsExactly(BigDecimal.valueOf(65), BigDecimal.valueOf(3), BigDecimal.valueOf(62));
    }

    @Test
    void whatIsHiddenInOneQuestionIsHiddenInEveryOther() {
        var random = new Random(7);
        for (String group : List.of("a", "b", "c")) {
            for (String gender : List.of("woman", "man")) {
                for (String organization : List.of("x", "y", "z")) {
                    int n = random.nextInt(15);
                    count(Measure.enrolled, group, gender, organization, n, 0);
                    count(Measure.headCount, "", gender, organization, n, 0);
                }
            }
        }
        Set<Statistic> all = Set.copyOf(asked(Audience.ANALYST, Measure.enrolled, Dimension.values()));

        for (Dimension one : Dimension.values()) {
            for (Dimension other : Dimension.values()) {
                assertThat(all).containsAll(asked(Audience.ANALYST, Measure.enrolled, one, other));
            }
        }
    }

    @Test
    void aUnitOfSixCannotBeHadFromItsParentAndItsSibling() {
        count(Measure.answers, "", "woman", "a", "s1", 24, 0);
        count(Measure.answers, "", "woman", "b", "s1", 6, 0);
        agreement("a", 24, 15);
        agreement("b", 6, 3);
        show(null, 30, 18);
        show("a", 24, 15);

        List<Statistic> shown = asked(Audience.COORDINATOR, Measure.agreement, Dimension.organization);

        assertThat(shown.stream().filter(statistic -> statistic.suppressed() == null))
                .extracting(Statistic::dimensions)
                .containsExactly(Map.of("item", "relevance"));
        assertThat(asked(Audience.COORDINATOR, Measure.answers, Dimension.organization).stream()
                        .filter(statistic -> statistic.suppressed() != null))
                .hasSize(2);
    }

    @Test
    void hoursAreTheAttendancesShownTimesTheirMeanLength() {
        count(Measure.headCount, "", "woman", "x", 30, 0);
        count(Measure.attendances, "", "woman", "x", 24, 61);

        assertThat(value(Audience.COORDINATOR, Measure.hours)).isEqualByComparingTo("61");
        assertThat(value(Audience.ANALYST, Measure.hours)).isEqualByComparingTo("52.5");
        assertThat(value(Audience.ANALYST, Measure.attendances)).isEqualByComparingTo("21");
    }

    @Test
    void sessionsAreAboutNobodyAndShownAsTheyAre() {
        cells.add(new Cell(Measure.sessions, Map.of("targetGroup", "inspirers"), "", 2, BigDecimal.ZERO));

        assertThat(value(Audience.ANALYST, Measure.sessions)).isEqualByComparingTo("2");
    }

    @Test
    void ofNothingThereIsATotal() {
        assertThat(asked(Audience.ANALYST, Measure.headCount, Dimension.gender))
                .containsExactly(Statistic.count(Map.of(), Measure.headCount, BigDecimal.ZERO));
    }

    private BigDecimal value(Audience audience, Measure measure) {
        return Objects.requireNonNull(asked(audience, measure).get(0).value());
    }

    private List<Statistic> asked(Audience audience, Measure measure, Dimension... by) {
        Set<Dimension> dimensions =
                List.of(by).stream().collect(Collectors.toCollection(() -> EnumSet.noneOf(Dimension.class)));
        return new ProgramFigures(cells, shares, new Minimum(7)).by(dimensions, Set.of(measure), audience);
    }

    private void count(Measure measure, String group, String gender, String organization, long n, long amount) {
        count(measure, group, gender, organization, "", n, amount);
    }

    private void count(
            Measure measure, String group, String gender, String organization, String item, long n, long amount) {
        cells.add(new Cell(
                measure,
                Map.of("targetGroup", group, "gender", gender, "organization", organization),
                item,
                n,
                BigDecimal.valueOf(amount)));
    }

    private void agreement(String organization, long n, long agree) {
        count(Measure.agreement, "", "woman", organization, "relevance", n, agree);
    }

    /** At every margin that is about this organization. */
    private void show(@org.jspecify.annotations.Nullable String organization, long n, long agree) {
        for (int margins = 0; margins < 4; margins++) {
            var place = new java.util.HashMap<String, String>();
            if (organization != null) {
                place.put("organization", organization);
            }
            if ((margins & 1) != 0) {
                place.put("gender", "woman");
            }
            if ((margins & 2) != 0) {
                place.put("targetGroup", "");
            }
            shares.add(new ShownShare(Map.copyOf(place), "relevance", new Share(agree, n)));
        }
    }
}
