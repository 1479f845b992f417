package org.samverka.participants.hr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.samverka.participants.hr.Absence.Arrival.CONFLICTING;
import static org.samverka.participants.hr.Absence.Arrival.NEWER;
import static org.samverka.participants.hr.Absence.Arrival.OUTDATED;
import static org.samverka.participants.hr.Absence.Arrival.SAME;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.HrEvent.AbsenceKind;
import org.samverka.participants.hr.Absence.Content;

class AbsenceTest {
    private static final Absence STARTED = stated(1, null, "1", "2026-03-02");
    private static final Absence CHANGED = stated(2, null, "0.5", "2026-03-03");
    private static final Absence ENDED = stated(3, LocalDate.of(2026, 3, 20), "0.5", "2026-03-20");
    private static final Absence STARTED_AGAIN = stated(1, null, "1.0", "2026-03-04");

    @Property(tries = 24)
    void all24OrdersOfOneAbsenceEndTheSame(@ForAll("orders") List<Absence> order) {
        assertThat(afterAll(order)).isEqualTo(ENDED);
    }

    @Provide
    Arbitrary<List<Absence>> orders() {
        return Arbitraries.shuffle(STARTED, CHANGED, ENDED, STARTED_AGAIN);
    }

    @Property
    void theOrderOfArrivalLeavesNoTraceWhateverContradictsWhatever(
            @ForAll("sayings") List<Absence> sayings, @ForAll long seed) {
        var shuffled = new ArrayList<>(sayings);
        shuffled.addAll(sayings.subList(0, sayings.size() / 2));
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(afterAll(shuffled)).isEqualTo(afterAll(sayings));
    }

    @Property
    void itDoesNotMatterHowAFeedIsSplit(@ForAll("sayings") List<Absence> sayings, @ForAll long seed) {
        int cut = Math.floorMod(seed, sayings.size() + 1);
        Absence first = afterAll(sayings.subList(0, cut));
        Absence second = afterAll(sayings.subList(cut, sayings.size()));

        assertThat(second == null ? first : second.join(first)).isEqualTo(afterAll(sayings));
    }

    @Provide
    Arbitrary<List<Absence>> sayings() {
        Arbitrary<@Nullable Content> content =
                Arbitraries.of("0", "0.5", "1").map(AbsenceTest::content).injectNull(0.3);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        content,
                        Arbitraries.integers().between(0, 9))
                .as((version, stated, day) -> new Absence("f", version, stated, "s", "2026-01-0" + day))
                .list()
                .uniqueElements(Absence::stamp)
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Example
    void aCancellationThatComesFirstBlocksWhatItCancels() {
        Absence canceled = canceled(3, "2026-03-21");

        assertThat(afterAll(List.of(canceled, STARTED, CHANGED, ENDED))).isEqualTo(canceled);
        assertThat(ENDED.arrivingAfter(canceled)).isEqualTo(OUTDATED);
        assertThat(canceled.arrivingAfter(ENDED)).isEqualTo(NEWER);
    }

    @Example
    void aHigherVersionHoldsAfterACancellation() {
        assertThat(afterAll(List.of(canceled(2, "2026-03-21"), STARTED, ENDED))).isEqualTo(ENDED);
    }

    @Example
    void oneVersionWithTheSameContentIsTheSame() {
        assertThat(STARTED_AGAIN.arrivingAfter(STARTED)).isEqualTo(SAME);
        assertThat(canceled(1, "b").arrivingAfter(canceled(1, "a"))).isEqualTo(SAME);
    }

    @Example
    void oneVersionWithOtherContentIsAConflictAndWhatWasStatedFirstHolds() {
        Absence other = stated(1, null, "0.25", "2026-03-09");

        assertThat(other.arrivingAfter(STARTED)).isEqualTo(CONFLICTING);
        assertThat(STARTED.arrivingAfter(other)).isEqualTo(CONFLICTING);
        assertThat(other.join(STARTED)).isEqualTo(STARTED);
        assertThat(STARTED.join(other)).isEqualTo(STARTED);
    }

    @Example
    void aGapInTheVersionsIsAccepted() {
        assertThat(ENDED.arrivingAfter(STARTED)).isEqualTo(NEWER);
        assertThat(CHANGED.arrivingAfter(ENDED)).isEqualTo(OUTDATED);
    }

    private static @Nullable Absence afterAll(List<Absence> arriving) {
        Absence known = null;
        for (Absence absence : arriving) {
            known = absence.join(known);
        }
        return known;
    }

    private static Absence stated(int version, @Nullable LocalDate to, String extent, String stamp) {
        return new Absence(
                "f",
                version,
                new Content("e", AbsenceKind.sick, LocalDate.of(2026, 3, 2), to, new BigDecimal(extent)),
                "s",
                stamp);
    }

    private static Content content(String extent) {
        return new Content("e", AbsenceKind.sick, LocalDate.of(2026, 3, 2), null, new BigDecimal(extent));
    }

    private static Absence canceled(int version, String stamp) {
        return new Absence("f", version, null, "s", stamp);
    }
}
