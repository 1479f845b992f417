package org.samverka.participants.absence;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.AbsenceEvent.Part;
import org.samverka.contracts.HrEvent.AbsenceKind;
import org.samverka.participants.absence.Episodes.Stated;

class EpisodesTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final LocalDate END = FIRST.plusDays(90);

    @Property
    void eachDayHasTheLargestExtentThatIsStatedForItAndEpisodesAreTheRunsOfSuchDays(
            @ForAll("absences") List<Stated> absences, @ForAll boolean ends) {
        LocalDate lastDay = ends ? FIRST.plusDays(40) : null;

        var expected = new TreeMap<LocalDate, BigDecimal>();
        for (LocalDate day = FIRST; !day.isAfter(lastDay == null ? END : lastDay); day = day.plusDays(1)) {
            LocalDate of = day;
            absences.stream()
                    .filter(absence -> !absence.from().isAfter(of)
                            && (absence.to() == null || !absence.to().isBefore(of)))
                    .map(Stated::extent)
                    .max(BigDecimal::compareTo)
                    .ifPresent(extent -> expected.put(of, extent));
        }

        List<Episode> episodes = Episodes.of(absences, lastDay);
        assertThat(daysOf(episodes)).isEqualTo(expected);
        LocalDate before = FIRST.minusDays(2);
        for (Episode episode : episodes) {
            assertThat(episode.from()).isAfter(before.plusDays(1));
            assertThat(episode.parts().get(0).from()).isEqualTo(episode.from());
            assertThat(episode.parts().get(episode.parts().size() - 1).to()).isEqualTo(episode.to());
            before = episode.to() == null ? Days.OPEN : episode.to();
        }
    }

    @Property
    void theOrderOfTheRowsLeavesNoTrace(@ForAll("absences") List<Stated> absences, @ForAll long seed) {
        var shuffled = new ArrayList<>(absences);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(Episodes.of(shuffled, null)).isEqualTo(Episodes.of(absences, null));
    }

    /** Fails on a day in two parts. */
    private static TreeMap<LocalDate, BigDecimal> daysOf(List<Episode> episodes) {
        var days = new TreeMap<LocalDate, BigDecimal>();
        for (Episode episode : episodes) {
            for (Part part : episode.parts()) {
                LocalDate last = part.to() == null ? END : part.to();
                for (LocalDate day = part.from(); !day.isAfter(last); day = day.plusDays(1)) {
                    assertThat(days.put(day, part.extent())).isNull();
                }
            }
        }
        return days;
    }

    @Provide
    Arbitrary<List<Stated>> absences() {
        Arbitrary<LocalDate> from = Arbitraries.integers().between(0, 60).map(FIRST::plusDays);
        Arbitrary<@Nullable Integer> length =
                Arbitraries.integers().between(0, 20).injectNull(0.1);
        return Combinators.combine(from, length, Arbitraries.of("0.25", "0.5", "1"))
                .as((first, days, extent) -> new Stated(
                        AbsenceKind.sick, first, days == null ? null : first.plusDays(days), new BigDecimal(extent)))
                .list()
                .ofMaxSize(8);
    }

    @Example
    void ofOverlappingRowsTheLargestExtentCountsAndNotTheSum() {
        var half = new Stated(AbsenceKind.sick, FIRST.plusDays(7), FIRST.plusDays(14), new BigDecimal("0.5"));

        assertThat(Episodes.of(List.of(half, row(AbsenceKind.sick, 0, 9)), null))
                .singleElement()
                .satisfies(episode -> assertThat(episode.parts())
                        .containsExactly(
                                new Part(FIRST, FIRST.plusDays(9), BigDecimal.ONE),
                                new Part(FIRST.plusDays(10), FIRST.plusDays(14), new BigDecimal("0.5"))));
    }

    @Example
    void kindsAreApart() {
        assertThat(Episodes.of(List.of(row(AbsenceKind.parental, 1, 5), row(AbsenceKind.sick, 3, 9)), null))
                .extracting(Episode::kind)
                .containsExactly(AbsenceKind.sick, AbsenceKind.parental);
    }

    @Example
    void anEmploymentsEndCapsAnOpenAbsenceAndLeavesNothingOfALaterOne() {
        List<Episode> episodes = Episodes.of(
                List.of(new Stated(AbsenceKind.sick, FIRST, null, BigDecimal.ONE), row(AbsenceKind.other, 20, 30)),
                FIRST.plusDays(9));

        assertThat(episodes)
                .singleElement()
                .satisfies(episode -> assertThat(episode.to()).isEqualTo(FIRST.plusDays(9)));
    }

    private static Stated row(AbsenceKind kind, int from, int to) {
        return new Stated(kind, FIRST.plusDays(from), FIRST.plusDays(to), BigDecimal.ONE);
    }
}
