package org.samverka.evaluation.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.contracts.ScreeningEvent.OfferState;
import org.samverka.evaluation.screening.Offer.OfferAnswered;
import org.samverka.evaluation.screening.Offer.OfferExpired;

class OfferTest {
    private static final LocalDate LAST_DAY = LocalDate.parse("2016-03-27");

    private static Offer offer(OfferState state) {
        return new Offer(
                UUID.randomUUID(),
                1,
                UUID.randomUUID(),
                "screening-1",
                "mobilisation",
                "support",
                "sealed",
                Gender.woman,
                "region",
                null,
                state,
                LAST_DAY,
                1);
    }

    @Test
    void anOfferIsAnsweredOnItsLastDayAndNotAfterIt() {
        assertThat(offer(OfferState.offered).answered(OfferState.accepted, LAST_DAY))
                .extracting(Offer::state, Offer::version)
                .containsExactly(OfferState.accepted, 2);
        assertThatThrownBy(() -> offer(OfferState.offered).answered(OfferState.accepted, LAST_DAY.plusDays(1)))
                .isInstanceOf(OfferExpired.class);
    }

    @Test
    void theSameAnswerAgainChangesNothing() {
        Offer accepted = offer(OfferState.accepted);

        assertThat(accepted.answered(OfferState.accepted, LAST_DAY.plusYears(1)))
                .isSameAs(accepted);
        assertThat(offer(OfferState.completed)
                        .answered(OfferState.accepted, LAST_DAY)
                        .version())
                .isEqualTo(1);
    }

    @Test
    void anotherAnswerAfterTheFirstIsRefused() {
        assertThatThrownBy(() -> offer(OfferState.accepted).answered(OfferState.declined, LAST_DAY))
                .isInstanceOf(OfferAnswered.class);
        assertThatThrownBy(() -> offer(OfferState.declined).answered(OfferState.accepted, LAST_DAY))
                .isInstanceOf(OfferAnswered.class);
        assertThatThrownBy(() -> offer(OfferState.closed).answered(OfferState.accepted, LAST_DAY))
                .isInstanceOf(OfferAnswered.class);
        assertThatThrownBy(() -> offer(OfferState.expired).answered(OfferState.accepted, LAST_DAY))
                .isInstanceOf(OfferExpired.class);
    }

    @Test
    void whatIsToldOfAnOfferNamesNobody() {
        Offer offer = offer(OfferState.offered);

        assertThat(offer.changed(UUID.randomUUID()).toString()).doesNotContain("sealed");
    }

    /** All days of a week lead to the same one. */
    @Property
    void theDayBesideAnAnswerTellsTheWeekAtMost(
            @ForAll @IntRange(min = 0, max = 3000) int day, @ForAll @IntRange(min = 1, max = 400) int later) {
        LocalDate answered = LocalDate.parse("2016-01-01").plusDays(day);

        LocalDate monday = Weeks.mondayAfter(answered, later);
        LocalDate sunday = Weeks.sundayAfter(answered, later);

        assertThat(monday.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
        assertThat(monday).isBetween(answered.plusDays(later), answered.plusDays(later + 6));
        assertThat(sunday.getDayOfWeek()).isEqualTo(DayOfWeek.SUNDAY);
        assertThat(sunday).isBetween(answered.plusDays(later), answered.plusDays(later + 6));
    }
}
