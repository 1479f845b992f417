package org.samverka.participants.absence;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Example;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.AbsenceEvent.Slice;
import org.samverka.contracts.HrEvent.PayForm;
import org.samverka.participants.absence.PlannedTime.Move;
import org.samverka.participants.absence.PlannedTime.Terms;

class PlannedTimeTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

    @Example
    void termsAndMovesHoldUntilTheNext() {
        List<Slice> slices =
                planned(null, terms(0, "care-1", 30, "a"), move(59, "care-2", "b"), terms(151, "care-3", 40, "c"));

        assertThat(slices)
                .containsExactly(
                        slice(0, 58, "care-1", 30), slice(59, 150, "care-2", 30), slice(151, null, "care-3", 40));
    }

    @Example
    void whatHoldsBeforeTheFirstDayHoldsOnItAndTheFirstToComeFillsWhatIsMissing() {
        assertThat(planned(null, terms(-30, "old", 20, "a"), terms(-10, "new", 30, "b")))
                .containsExactly(slice(0, null, "new", 30));
        assertThat(planned(null, terms(10, "later", 20, "a"))).containsExactly(slice(0, null, "later", 20));
    }

    @Example
    void ofOneDayTheHigherStampNamesTheUnit() {
        assertThat(planned(null, terms(0, "hired-to", 40, "a"), move(0, "moved-to", "b")))
                .containsExactly(slice(0, null, "moved-to", 40));
        assertThat(planned(null, move(0, "moved-to", "a"), terms(0, "hired-to", 40, "b")))
                .containsExactly(slice(0, null, "hired-to", 40));
    }

    @Example
    void theEndOfTheEmploymentEndsTheLastSlice() {
        assertThat(planned(9, terms(0, "u", 40, "a"), terms(20, "v", 20, "b"))).containsExactly(slice(0, 9, "u", 40));
        assertThat(planned(-1, terms(0, "u", 40, "a"))).isEmpty();
        assertThat(planned(null, move(0, "u", "a"))).isEmpty();
    }

    private static List<Slice> planned(@Nullable Integer lastDay, PlannedTime.Fact... facts) {
        return PlannedTime.of(FIRST, lastDay == null ? null : FIRST.plusDays(lastDay), List.of(facts))
                .slices();
    }

    private static Terms terms(int day, String unit, int weeklyHours, String stamp) {
        return new Terms(
                FIRST.plusDays(day),
                unit,
                BigDecimal.ONE,
                BigDecimal.valueOf(weeklyHours),
                PayForm.monthly,
                false,
                stamp);
    }

    private static Move move(int day, String unit, String stamp) {
        return new Move(FIRST.plusDays(day), unit, stamp);
    }

    private static Slice slice(int from, @Nullable Integer to, String unit, int weeklyHours) {
        return new Slice(
                FIRST.plusDays(from),
                to == null ? null : FIRST.plusDays(to),
                unit,
                BigDecimal.ONE,
                BigDecimal.valueOf(weeklyHours),
                PayForm.monthly,
                false);
    }
}
