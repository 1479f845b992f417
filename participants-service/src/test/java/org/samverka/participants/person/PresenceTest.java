package org.samverka.participants.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.HrEvent.PayForm;
import org.samverka.participants.person.NewEmployment.Move;
import org.samverka.participants.person.NewEmployment.Slice;

class PresenceTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 29);
    private static final PersonRef PERSON = new PersonRef("o", "p");

    @Test
    void thePersonIsInTheUnitOfTheLargestEmploymentOfTheDay() {
        var presence = Presence.of(
                List.of(
                        employment(-100, null, List.of(slice(-100, "small", "0.25", true)), List.of()),
                        employment(-50, null, List.of(slice(-50, "large", "0.50", false)), List.of()),
                        employment(-200, -100, List.of(slice(-200, "past", "1", false)), List.of())),
                TODAY);

        assertThat(presence).isEqualTo(new Presence("large", new BigDecimal("0.75"), true, 2, null));
    }

    @Test
    void whatIsNearestFromBeforeHoldsAndWhatComesNextIsTheNextChange() {
        var presence = Presence.of(
                List.of(employment(
                        -100,
                        400,
                        List.of(slice(-100, "a", "1", true), slice(-10, "b", "0.5", false), slice(30, "c", "1", false)),
                        List.of(move(-5, "d"), move(-20, "e"), move(20, "f")))),
                TODAY);

        assertThat(presence).isEqualTo(new Presence("d", new BigDecimal("0.5"), false, 1, TODAY.plusDays(20)));
    }

    @Test
    void anEmploymentThatIsStillToComeIsNotOneOfToday() {
        var presence =
                Presence.of(List.of(employment(7, null, List.of(slice(7, "later", "1", true)), List.of())), TODAY);

        assertThat(presence).isEqualTo(new Presence(null, BigDecimal.ZERO, false, 0, TODAY.plusDays(7)));
    }

    @Test
    void theFirstToComeHoldsWhereNothingComesBeforeAndTheDayAfterTheLastIsAChange() {
        var presence = Presence.of(
                List.of(employment(
                        -1, 0, List.of(slice(9, "second", "1", false), slice(5, "first", "1", true)), List.of())),
                TODAY);

        assertThat(presence).isEqualTo(new Presence("first", BigDecimal.ONE, true, 1, TODAY.plusDays(1)));
    }

    @Test
    void ofOneDayTheHigherStampNamesTheUnit() {
        var slice = new Slice(TODAY, "hired-to", BigDecimal.ONE, BigDecimal.TEN, PayForm.monthly, false, "b");
        var earlier = new Move(TODAY, "moved-to", "a");
        var later = new Move(TODAY, "moved-to", "c");

        assertThat(unit(employment(0, null, List.of(slice), List.of(earlier)))).isEqualTo("hired-to");
        assertThat(unit(employment(0, null, List.of(slice), List.of(later)))).isEqualTo("moved-to");
    }

    @Test
    void ofTwoEquallyLargeOnesTheDatabaseDecides() {
        assertThat(Presence.of(
                        List.of(
                                employment(0, null, List.of(slice(0, "a", "1", false)), List.of()),
                                employment(0, null, List.of(slice(0, "b", "1.0", false)), List.of())),
                        TODAY))
                .isNull();
    }

    private static @Nullable String unit(NewEmployment employment) {
        Presence presence = Presence.of(List.of(employment), TODAY);
        return presence == null ? null : presence.unit();
    }

    private static NewEmployment employment(int first, @Nullable Integer last, List<Slice> slices, List<Move> moves) {
        return new NewEmployment(
                "e", PERSON, TODAY.plusDays(first), last == null ? null : TODAY.plusDays(last), slices, moves);
    }

    private static Slice slice(int from, String unit, String extent, boolean leader) {
        return new Slice(
                TODAY.plusDays(from),
                unit,
                new BigDecimal(extent),
                BigDecimal.valueOf(40),
                PayForm.monthly,
                leader,
                "stamp");
    }

    private static Move move(int from, String unit) {
        return new Move(TODAY.plusDays(from), unit, "stamp");
    }
}
