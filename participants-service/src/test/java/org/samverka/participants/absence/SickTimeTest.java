package org.samverka.participants.absence;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.contracts.AbsenceEvent.Slice;
import org.samverka.contracts.HrEvent.AbsenceKind;
import org.samverka.contracts.HrEvent.PayForm;
import org.samverka.participants.absence.Episodes.Stated;
import org.samverka.participants.absence.SickTime.Band;

/** The worked examples of the Swedish and Danish definitions. */
class SickTimeTest {
    private static final Days OCTOBER = days("2026-10-01", "2026-10-31");
    private static final Days YEAR_2025 = days("2025-01-01", "2025-12-31");
    private static final LocalDate LATER = LocalDate.of(2027, 12, 31);

    @Test
    void aTotalAndLongTermShareArePooledHoursOverPooledHours() {
        SickTime w45 = sick(40, LATER, sick("2026-10-05", "2026-10-09", "1"));
        SickTime w28 = sick(30, LATER, sick("2026-10-12", "2026-10-23", "0.5"));
        SickTime m52 = sick(40, LATER, sick("2026-08-01", null, "1"));

        assertThat(w45.total(OCTOBER)).isEqualTo(ratio("40", "176"));
        assertThat(w28.total(OCTOBER)).isEqualTo(ratio("30.0", "132"));
        assertThat(m52.total(OCTOBER)).isEqualTo(ratio("176", "176"));
        assertThat(percent(total(w45, w28, m52))).isEqualTo("50.83");
        assertThat(percent(longTermShare(w45, w28, m52))).isEqualTo("71.54");
        assertThat(percent(total(w45, w28))).isEqualTo("22.73");
        assertThat(percent(total(m52))).isEqualTo("100.00");
        assertThat(SickTime.mayBeShown(3)).isFalse();
        assertThat(SickTime.mayBeShown(10)).isFalse();
        assertThat(SickTime.mayBeShown(11)).isTrue();
    }

    @Test
    void bAnEpisodeThatStartsWithinFiveDaysContinuesTheSickPayPeriod() {
        List<Days> linked = onlyPeriod(sick("2026-03-02", "2026-03-05", "1"), sick("2026-03-10", "2026-03-23", "1"));

        assertThat(SickTime.sickPayDays(linked, 1, 4)).containsExactly(days("2026-03-02", "2026-03-05"));
        assertThat(SickTime.sickPayDays(linked, 5, 14)).containsExactly(days("2026-03-10", "2026-03-19"));
        assertThat(SickTime.sickPayDays(linked, 3, 6))
                .containsExactly(days("2026-03-04", "2026-03-05"), days("2026-03-10", "2026-03-11"));
        assertThat(SickTime.sickPayPeriods(
                        episodes(sick("2026-03-02", "2026-03-05", "1"), sick("2026-03-11", "2026-03-23", "1"))))
                .hasSize(2);
    }

    @Test
    void cWhetherAnEpisodeIsLongIsKnownOnceItIsAndThenCountsBack() {
        Stated absence = sick("2025-11-10", "2026-01-20", "1");
        assertThat(episodes(absence))
                .singleElement()
                .satisfies(episode -> assertThat(episode.length(LATER)).isEqualTo(72));

        assertThat(sick(40, LocalDate.of(2025, 12, 31), absence).hours(YEAR_2025))
                .isEqualByComparingTo("304");
        assertThat(longTerm(LocalDate.of(2025, 12, 31), absence)).isZero();
        assertThat(longTerm(LocalDate.of(2026, 1, 7), absence)).isZero();
        assertThat(longTerm(LocalDate.of(2026, 1, 8), absence)).isEqualByComparingTo("304");
        assertThat(longTerm(LATER, absence)).isEqualByComparingTo("304");
    }

    @Test
    void dOfOverlappingRowsTheLargestExtentCountsAndNotTheSum() {
        SickTime sick = sick(40, LATER, sick("2026-09-08", "2026-09-15", "0.5"), sick("2026-09-01", "2026-09-10", "1"));

        assertThat(sick.hours(days("2026-09-01", "2026-09-30"))).isEqualByComparingTo("76");
        assertThat(sick.episodes())
                .singleElement()
                .satisfies(episode -> assertThat(episode.length(LATER)).isEqualTo(15));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01, 60, DAYS_60_OR_MORE",
        "2026-02-28, 59, DAYS_15_59",
        "2026-01-14, 14, DAYS_8_14",
        "2026-01-07, 7, DAYS_1_7"
    })
    void eTheWholeEpisodesLengthDecidesOnItsBand(String to, long length, Band band) {
        SickTime sick = sick(40, LATER, sick("2026-01-01", to, "1"));
        Days year = days("2026-01-01", "2026-12-31");

        assertThat(sick.episodes().get(0).length(LATER)).isEqualTo(length);
        for (Band each : Band.values()) {
            assertThat(sick.hours(year, each).signum()).isEqualTo(each == band ? 1 : 0);
        }
        assertThat(sick.hours(year, 14).signum()).isEqualTo(length <= 14 ? 1 : 0);
    }

    @Test
    void fAbsenceFromOneOfTwoEmploymentsCostsHoursThereOnly() {
        SickTime sixty = sick(24, LATER, sick("2026-10-05", "2026-10-09", "1"));
        SickTime forty = sick(16, LATER);

        assertThat(sixty.total(OCTOBER).plus(forty.total(OCTOBER))).isEqualTo(ratio("24", "176.0"));
    }

    @Test
    void gHoursAreDanishDayWorksOfSevenPointFour() {
        assertThat(SickTime.dagsvaerk(new BigDecimal("15")).setScale(2, RoundingMode.HALF_UP))
                .isEqualByComparingTo("2.03");
        assertThat(percent(SickTime.danishAbsence(new BigDecimal("135"), new BigDecimal("15"))))
                .isEqualTo("10.00");
        List<Episode> acrossNewYear = episodes(sick("2025-12-29", "2026-01-02", "1"), sick("2026-02-02", null, "1"));
        assertThat(SickTime.endingIn(2025, acrossNewYear)).isEmpty();
        assertThat(SickTime.endingIn(2026, acrossNewYear)).hasSize(1);
    }

    @Test
    void hAChangeIsRelativeAndInPercentagePoints() {
        Ratio baseline = ratio("1240", "41000");
        Ratio followUp = ratio("810", "40200");

        assertThat(percent(baseline.value(), 3)).isEqualTo("3.024");
        assertThat(percent(followUp.value(), 3)).isEqualTo("2.015");
        assertThat(percent(baseline.relativeChangeTo(followUp), 1)).isEqualTo("-33.4");
        assertThat(percent(baseline.differenceTo(followUp), 2)).isEqualTo("-1.01");
        assertThat(ratio("0", "41000").relativeChangeTo(followUp)).isEmpty();
        assertThat(Ratio.NOTHING.value()).isEmpty();
    }

    @Test
    void anOpenEndRunsToTheDayItIsLookedAtAndNoFurther() {
        SickTime sick = sick(40, LocalDate.of(2026, 10, 7), sick("2026-10-05", null, "1"));

        assertThat(sick.hours(OCTOBER)).isEqualByComparingTo("24");
    }

    @Test
    void hourlyStaffWithoutAScheduleDropOut() {
        var hourly = new PlannedTime(List.of(slice(40, PayForm.hourly)));

        assertThat(hourly.scheduled().hours(OCTOBER)).isZero();
        assertThat(planned(40).scheduled().hours(OCTOBER)).isEqualByComparingTo("176");
    }

    private static BigDecimal longTerm(LocalDate asOf, Stated absence) {
        return sick(40, asOf, absence).hours(YEAR_2025, Band.DAYS_60_OR_MORE);
    }

    private static Ratio total(SickTime... of) {
        return Stream.of(of).map(each -> each.total(OCTOBER)).reduce(Ratio.NOTHING, Ratio::plus);
    }

    private static Ratio longTermShare(SickTime... of) {
        return Stream.of(of).map(each -> each.longTermShare(OCTOBER)).reduce(Ratio.NOTHING, Ratio::plus);
    }

    private static List<Days> onlyPeriod(Stated... absences) {
        List<List<Days>> periods = SickTime.sickPayPeriods(episodes(absences));
        assertThat(periods).hasSize(1);
        return periods.get(0);
    }

    private static SickTime sick(int weeklyHours, LocalDate asOf, Stated... absences) {
        return new SickTime(planned(weeklyHours), episodes(absences), asOf);
    }

    private static List<Episode> episodes(Stated... absences) {
        return Episodes.of(Arrays.asList(absences), null);
    }

    private static PlannedTime planned(int weeklyHours) {
        return new PlannedTime(List.of(slice(weeklyHours, PayForm.monthly)));
    }

    private static Slice slice(int weeklyHours, PayForm payForm) {
        return new Slice(
                LocalDate.of(2020, 1, 1), null, "u", BigDecimal.ONE, BigDecimal.valueOf(weeklyHours), payForm, false);
    }

    private static Stated sick(String from, @Nullable String to, String extent) {
        return new Stated(
                AbsenceKind.sick,
                LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to),
                new BigDecimal(extent));
    }

    private static Days days(String from, String to) {
        return new Days(LocalDate.parse(from), LocalDate.parse(to));
    }

    private static Ratio ratio(String numerator, String denominator) {
        return new Ratio(new BigDecimal(numerator), new BigDecimal(denominator));
    }

    private static String percent(Ratio ratio) {
        return percent(ratio.value(), 2);
    }

    private static String percent(Optional<BigDecimal> fraction, int decimals) {
        return fraction.orElseThrow()
                .movePointRight(2)
                .setScale(decimals, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
