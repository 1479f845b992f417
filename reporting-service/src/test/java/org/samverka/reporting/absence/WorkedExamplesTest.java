package org.samverka.reporting.absence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.samverka.reporting.absence.Jobs.days;
import static org.samverka.reporting.absence.Jobs.job;
import static org.samverka.reporting.absence.Jobs.part;
import static org.samverka.reporting.absence.Jobs.person;
import static org.samverka.reporting.absence.Jobs.sick;
import static org.samverka.reporting.absence.Jobs.slice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.reporting.absence.AbsenceFigures.AbsenceCell;
import org.samverka.reporting.absence.AbsenceYears.Group;
import org.samverka.reporting.absence.Employment.Episode;
import org.samverka.reporting.disclosure.Suppression;

/** The worked examples A-H of the Swedish and Danish definitions. */
class WorkedExamplesTest {
    private static final Days OCTOBER = days("2026-10-01", "2026-10-31");
    private static final Days YEAR_2025 = Days.ofYear(2025);
    private static final LocalDate LATER = LocalDate.of(2027, 12, 31);

    private final Person w45 = person(job(40, sick("2026-10-05", "2026-10-09", "1")));
    private final Person w28 = person(job(30, sick("2026-10-12", "2026-10-23", "0.5")));
    private final Person m52 = person(job(40, sick("2026-08-01", null, "1")));

    @Test
    void aKeyFiguresArePooledHoursOverPooledHours() {
        assertThat(total(w45)).isEqualTo("40/176");
        assertThat(total(w28)).isEqualTo("30/132");
        assertThat(total(m52)).isEqualTo("176/176");
        Tally all = october(w45, w28, m52);
        assertThat(percent(Definition.sickLeave.of(all, OCTOBER, 14), 2)).isEqualTo("50.83");
        assertThat(percent(Definition.longTermShare.of(all, OCTOBER, 14), 2)).isEqualTo("71.54");
        assertThat(percent(Definition.sickLeave.of(october(w45, w28), OCTOBER, 14), 2))
                .isEqualTo("22.73");
        assertThat(percent(Definition.sickLeave.of(october(m52), OCTOBER, 14), 2))
                .isEqualTo("100.00");
    }

    @Test
    void aGroupsOfTenPersonsAndFewerAreWithheld() {
        List<Group> groups = List.of(
                new Group(place("woman", "30-49"), october(w45, w28)), new Group(place("man", "50-"), october(m52)));

        assertThat(new AbsenceFigures(groups, OCTOBER)
                        .by(Set.of(AbsenceDimension.gender), EnumSet.of(Definition.sickLeave), 14))
                .hasSize(3)
                .allMatch(cell -> cell.suppressed() == Suppression.primary && cell.value() == null);
    }

    @Test
    void bAnEpisodeThatStartsWithinFiveDaysContinuesTheSickPayPeriod() {
        List<Days> linked = onlyPeriod(sick("2026-03-02", "2026-03-05", "1"), sick("2026-03-10", "2026-03-23", "1"));

        assertThat(SickPay.days(linked, 5, 14)).containsExactly(days("2026-03-10", "2026-03-19"));
        assertThat(SickPay.days(linked, 1, 4)).containsExactly(days("2026-03-02", "2026-03-05"));
        assertThat(SickPay.periods(
                        List.of(sick("2026-03-02", "2026-03-05", "1"), sick("2026-03-11", "2026-03-23", "1"))))
                .hasSize(2);
    }

    @Test
    void cWhetherAnEpisodeIsLongIsKnownOnceItIsAndThenCountsBack() {
        Episode absence = sick("2025-11-10", "2026-01-20", "1");
        Employment job = job(40, absence);

        assertThat(absence.length(LATER)).isEqualTo(72);
        assertThat(job.sickHours(YEAR_2025, LocalDate.of(2025, 12, 31))).isEqualByComparingTo("304");
        assertThat(job.sickHours(YEAR_2025, LocalDate.of(2025, 12, 31), Band.DAYS_60_OR_MORE))
                .isZero();
        assertThat(job.sickHours(YEAR_2025, LocalDate.of(2026, 1, 7), Band.DAYS_60_OR_MORE))
                .isZero();
        assertThat(job.sickHours(YEAR_2025, LocalDate.of(2026, 1, 8), Band.DAYS_60_OR_MORE))
                .isEqualByComparingTo("304");
    }

    @Test
    void dOfOverlappingRowsTheLargestExtentCountsAndNotTheSum() {
        // 1-10 at 100 % and 8-15 at 50 % are told as parts with the largest extent of each day.
        var episode =
                new Episode(List.of(part("2026-09-01", "2026-09-10", "1"), part("2026-09-11", "2026-09-15", "0.5")));

        assertThat(job(40, episode).sickHours(days("2026-09-01", "2026-09-30"), LATER))
                .isEqualByComparingTo("76");
        assertThat(episode.length(LATER)).isEqualTo(15);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01, 60, DAYS_60_OR_MORE",
        "2026-02-28, 59, DAYS_15_59",
        "2026-01-15, 15, DAYS_15_59",
        "2026-01-14, 14, DAYS_8_14",
        "2026-01-07, 7, DAYS_1_7"
    })
    void eTheWholeEpisodesLengthDecidesOnItsBand(String to, long length, Band band) {
        Episode episode = sick("2026-01-01", to, "1");
        Days year = Days.ofYear(2026);

        assertThat(episode.length(LATER)).isEqualTo(length);
        for (Band each : Band.values()) {
            assertThat(job(40, episode).sickHours(year, LATER, each).signum()).isEqualTo(each == band ? 1 : 0);
        }
        for (int maxDays : new int[] {7, 14, 59}) {
            assertThat(job(40, episode).sickHours(year, LATER, maxDays))
                    .isEqualByComparingTo(
                            tally(year, LATER, person(job(40, episode))).sickUpTo(maxDays));
        }
    }

    @Test
    void fAbsenceFromOneOfTwoEmploymentsCostsHoursThereOnlyAndTheyAreOneHead() {
        Person both = person(job(24, sick("2026-10-05", "2026-10-09", "1")), job(16));

        assertThat(total(both)).isEqualTo("24/176");
        Tally tally = october(both);
        assertThat(tally.persons()).isEqualTo(1);
        assertThat(Definition.headCount.of(tally, OCTOBER, 14).value().orElseThrow())
                .isEqualByComparingTo("1");
    }

    @Test
    void gHoursAreDanishDayWorksOfSevenPointFour() {
        assertThat(Definition.dagsvaerk(new BigDecimal("15")).setScale(2, RoundingMode.HALF_UP))
                .isEqualByComparingTo("2.03");
        assertThat(percent(Definition.danish(new BigDecimal("135"), new BigDecimal("15")), 2))
                .isEqualTo("10.00");
    }

    @Test
    void gADanishPeriodCountsInTheYearItEnds() {
        Person acrossNewYear = person(job(40, sick("2025-12-29", "2026-01-02", "1"), sick("2026-02-02", null, "1")));

        assertThat(tally(YEAR_2025, LATER, acrossNewYear).endedHours()).isZero();
        assertThat(tally(Days.ofYear(2026), LATER, acrossNewYear).endedHours()).isEqualByComparingTo("40");
    }

    @Test
    void hAChangeIsRelativeAndInPercentagePoints() {
        var baseline = new Ratio(new BigDecimal("1240"), new BigDecimal("41000"));
        var followUp = new Ratio(new BigDecimal("810"), new BigDecimal("40200"));

        assertThat(percent(baseline, 3)).isEqualTo("3.024");
        assertThat(percent(followUp, 3)).isEqualTo("2.015");
        assertThat(percent(baseline.relativeChangeTo(followUp), 1)).isEqualTo("-33.4");
        assertThat(percent(baseline.differenceTo(followUp), 2)).isEqualTo("-1.01");
        assertThat(new Ratio(BigDecimal.ZERO, BigDecimal.TEN).relativeChangeTo(followUp))
                .isEmpty();
        assertThat(Ratio.NOTHING.value()).isEmpty();
    }

    @Test
    void hourlyStaffEnterNeitherTheNumeratorNorTheDenominator() {
        var hourly = new Employment(List.of(slice(40, "1", true)), List.of(sick("2026-10-05", "2026-10-09", "1")));

        assertThat(total(person(hourly, job(20)))).isEqualTo("0/88");
    }

    @Test
    void anOpenEndRunsToTheDayItIsLookedAtAndToTheEmploymentsEnd() {
        assertThat(job(40, sick("2026-10-05", null, "1")).sickHours(OCTOBER, LocalDate.of(2026, 10, 7)))
                .isEqualByComparingTo("24");
        var leaves = new Employment(
                List.of(new Employment.Slice(
                        days("2026-01-01", "2026-10-06"), BigDecimal.ONE, BigDecimal.valueOf(40), false)),
                List.of(sick("2026-10-05", null, "1")));
        assertThat(leaves.sickHours(OCTOBER, LATER)).isEqualByComparingTo("16");
    }

    @Test
    void repeatedShortAbsenceCountsOccasionsAndFrequencyEpisodes() {
        Person often = person(
                job(24, sick("2026-10-01", "2026-10-02", "1"), sick("2026-10-12", "2026-10-13", "1")),
                job(16, sick("2026-10-02", "2026-10-03", "1"), sick("2026-10-20", "2026-11-20", "1")));

        PersonTime time = often.time(OCTOBER, LATER, 14);
        assertThat(time.begun()).isEqualTo(4);
        assertThat(time.occasions()).isEqualTo(2);
        assertThat(Tally.of(time, 2).repeatedly()).isEqualTo(1);
        assertThat(Tally.of(time, 3).repeatedly()).isZero();
        assertThat(Definition.frequency.of(october(often), OCTOBER, 14).value().orElseThrow())
                .isEqualByComparingTo("4");
    }

    @Test
    void everyValueNamesItsDefinition() {
        List<AbsenceCell> cells =
                new AbsenceFigures(List.of(), OCTOBER).by(Set.of(), EnumSet.allOf(Definition.class), 14);

        assertThat(cells).hasSize(11).allMatch(cell -> !cell.definition().isEmpty() && cell.definitionVersion() > 0);
        assertThat(Stream.of(Definition.values()).map(Definition::id)).doesNotHaveDuplicates();
    }

    private static Map<String, String> place(String gender, String ageBand) {
        return Map.of("gender", gender, "ageBand", ageBand);
    }

    private static List<Days> onlyPeriod(Episode... episodes) {
        List<List<Days>> periods = SickPay.periods(List.of(episodes));
        assertThat(periods).hasSize(1);
        return periods.get(0);
    }

    private static Tally october(Person... people) {
        return tally(OCTOBER, LATER, people);
    }

    private static Tally tally(Days period, LocalDate asOf, Person... people) {
        return Stream.of(people)
                .map(person -> Tally.of(person.time(period, asOf, 14), Definition.OFTEN))
                .reduce(Tally.NOTHING, Tally::plus);
    }

    private static String total(Person person) {
        Ratio ratio = Definition.sickLeave.of(october(person), OCTOBER, 14);
        return ratio.numerator().stripTrailingZeros().toPlainString() + "/"
                + ratio.denominator().stripTrailingZeros().toPlainString();
    }

    private static String percent(Ratio ratio, int decimals) {
        return percent(ratio.value(), decimals);
    }

    private static String percent(Optional<BigDecimal> fraction, int decimals) {
        return fraction.orElseThrow()
                .movePointRight(2)
                .setScale(decimals, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
