package org.samverka.participants.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.participants.enrollment.Attendances.Attended;
import org.samverka.participants.enrollment.Enrollment.AlreadyWithdrawn;
import org.samverka.participants.enrollment.Enrollment.EnrollmentIsOver;
import org.samverka.participants.enrollment.Enrollment.OfferExpired;
import org.samverka.participants.program.ProgramDefinition.Completion;

class ChangeTest {
    private static final LocalDate DAY = LocalDate.of(2018, 3, 1);
    private static final Instant NOW = Instant.parse("2018-02-01T08:00:00Z");
    private static final Actor ANNA = new Actor("anna", "coordinator");

    @Test
    void enteringAndLeavingHaveEventsOfTheirOwn() {
        assertThat(enrollment(EnrollmentState.confirmed).begun()).isInstanceOf(ParticipantEnrolled.class);
        assertThat(enrollment(EnrollmentState.applied).begun()).isInstanceOf(EnrollmentChanged.class);
        assertThat(enrollment(EnrollmentState.applied).approve(true, null, ANNA).event())
                .isInstanceOf(ParticipantEnrolled.class);
        assertThat(enrollment(EnrollmentState.waitlisted)
                        .offer(NOW, "seat-came-free", ANNA)
                        .event())
                .isInstanceOf(EnrollmentChanged.class);
        assertThat(enrollment(EnrollmentState.confirmed)
                        .discontinue(DAY, "ill", ANNA)
                        .event())
                .isInstanceOf(EnrollmentWithdrawn.class);
        Enrollment completed = enrollment(EnrollmentState.confirmed);
        assertThat(completed.complete(DAY, ANNA).event()).isInstanceOf(EnrollmentChanged.class);
        assertThat(completed.reopen(DAY, ANNA).event()).isInstanceOf(EnrollmentChanged.class);
        assertThat(completed.version).isEqualTo(3);
    }

    @Test
    void whatHasEndedStaysEnded() {
        Enrollment withdrawn = enrollment(EnrollmentState.waitlisted);
        withdrawn.withdraw(DAY, null, ANNA);
        assertThatThrownBy(() -> withdrawn.withdraw(DAY, null, ANNA)).isInstanceOf(AlreadyWithdrawn.class);
        assertThatThrownBy(() -> enrollment(EnrollmentState.completed).withdraw(DAY, null, ANNA))
                .isInstanceOf(EnrollmentIsOver.class);
    }

    @Test
    void whatHadNotBegunIsWithdrawnAndWhatHadIsDiscontinued() {
        assertThat(enrollment(EnrollmentState.confirmed)
                        .end(DAY.minusDays(1), "left", ANNA)
                        .after())
                .isEqualTo(EnrollmentState.withdrawn);
        assertThat(enrollment(EnrollmentState.confirmed).end(DAY, "left", ANNA).after())
                .isEqualTo(EnrollmentState.discontinued);
    }

    @Test
    void anOfferHoldsUntilItsTimeAndNotAMomentLonger() {
        Enrollment accepted = enrollment(EnrollmentState.waitlisted);
        accepted.offer(NOW, "seat-came-free", ANNA);
        assertThat(accepted.holdsSeat()).isTrue();
        assertThatThrownBy(() -> accepted.accept(NOW, ANNA)).isInstanceOf(OfferExpired.class);
        assertThat(accepted.accept(NOW.minusMillis(1), ANNA).after()).isEqualTo(EnrollmentState.confirmed);
    }

    @Test
    void completionAsksForSessionsHoursOrBoth() {
        var attended = new Attended(4, new BigDecimal("10.5"));
        assertThat(attended.isEnoughFor(new Completion(4, 6, null))).isTrue();
        assertThat(attended.isEnoughFor(new Completion(5, 6, null))).isFalse();
        assertThat(attended.isEnoughFor(new Completion(4, 6, new BigDecimal("10.50"))))
                .isTrue();
        assertThat(attended.isEnoughFor(new Completion(null, null, new BigDecimal("30"))))
                .isFalse();
        assertThat(attended.isEnoughFor(new Completion(null, null, null))).isFalse();
    }

    private static Enrollment enrollment(EnrollmentState state) {
        return new Enrollment(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "p",
                UUID.randomUUID(),
                UUID.randomUUID(),
                "g",
                "o",
                state,
                DAY,
                false,
                null,
                ANNA);
    }
}
