package org.samverka.evaluation.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResponseRateTest {
    private static final int FEWEST = 7;

    @Test
    void whatIsToldOfSixtyFive() {
        assertThat(ResponseRate.of(65, 6).answered()).isNull();
        assertThat(ResponseRate.of(65, 7).answered()).isEqualTo(7);
        assertThat(ResponseRate.of(65, 48).answered()).isEqualTo(42);
        assertThat(ResponseRate.of(65, 65).answered()).isEqualTo(56);
        assertThat(ResponseRate.of(65, 65).assigned()).isEqualTo(65);
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void ofFewerThanFourteenNothingIsTold(@ForAll @IntRange(max = 13) int assigned, @ForAll @IntRange(max = 13) int a) {
        assertThat(ResponseRate.of(assigned, Math.min(a, assigned)).answered()).isNull();
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void neitherThoseWhoAnsweredNorThoseWhoMayNotHaveAreFewerThanSeven(
            @ForAll @IntRange(max = 200) int assigned, @ForAll @IntRange(max = 200) int answered) {
        Integer told = ResponseRate.of(assigned, Math.min(answered, assigned)).answered();

        if (told != null) {
            assertThat(told).isBetween(FEWEST, Math.min(answered, assigned));
            assertThat(assigned - told).isGreaterThanOrEqualTo(FEWEST);
        }
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void twoFiguresAreTheSameOrSevenApart(
            @ForAll @IntRange(min = 1, max = 200) int assigned, @ForAll @IntRange(min = 1, max = 200) int answered) {
        int now = told(assigned, Math.min(answered, assigned));
        int before = told(assigned, Math.min(answered, assigned) - 1);

        assertThat(now - before).isIn(0, FEWEST);
    }

    /** Whoever records attendance adds one person, watches, and learns nothing of that person's answering. */
    @Property(generation = GenerationMode.EXHAUSTIVE)
    void onePersonMoreAmongManyWhoAllAnsweredIsNotGivenAway(@ForAll @IntRange(min = 1, max = 200) int others) {
        int notAnswered = told(others + 1, others);
        int answered = told(others + 1, others + 1);

        assertThat(answered).isEqualTo(notAnswered);
    }

    private static int told(int assigned, int answered) {
        return Objects.requireNonNullElse(ResponseRate.of(assigned, answered).answered(), 0);
    }
}
