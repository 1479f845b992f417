package org.samverka.sessions.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.sessions.participant.Enrollment.State;

class EnrollmentTest {
    private static final LocalDate DAY = LocalDate.of(2017, 10, 15);

    private final UUID id = UUID.randomUUID();
    private final UUID person = UUID.randomUUID();
    private final UUID pseudonym = UUID.randomUUID();

    @Test
    void whoWaitedIsConfirmedWhenASeatCameFree() {
        Enrollment enrollment = enrolled(EnrollmentState.waitlisted).then(enrolled(EnrollmentState.confirmed));

        assertThat(enrollment.state()).isEqualTo(State.confirmed);
    }

    @Test
    void aWithdrawalKeepsTheOrganizationThatTheEnrollmentNamed() {
        Enrollment enrollment = enrolled(EnrollmentState.confirmed).then(withdrawn());

        assertThat(enrollment.state()).isEqualTo(State.withdrawn);
        assertThat(enrollment.organization()).isEqualTo("olofstrom");
    }

    @Test
    void anEnrollmentHeardOfAfterItsWithdrawalStaysWithdrawn() {
        Enrollment enrollment = withdrawn().then(enrolled(EnrollmentState.confirmed));

        assertThat(enrollment.state()).isEqualTo(State.withdrawn);
        assertThat(enrollment.organization()).isEqualTo("olofstrom");
    }

    @Test
    void aWithdrawalHeardOfTwiceIsOne() {
        assertThat(withdrawn().then(withdrawn())).isEqualTo(withdrawn());
    }

    @Test
    void whoHasCompletedMayStillComeAndWhoIsOfferedASeatNotYet() {
        assertThat(changed(EnrollmentState.completed).state()).isEqualTo(State.confirmed);
        assertThat(changed(EnrollmentState.offered).state()).isEqualTo(State.waitlisted);
        assertThat(changed(EnrollmentState.applied)
                        .then(changed(EnrollmentState.refused))
                        .state())
                .isEqualTo(State.withdrawn);
    }

    private Enrollment changed(EnrollmentState state) {
        return Enrollment.of(new EnrollmentChanged(
                id,
                "heja-halsan",
                person,
                pseudonym,
                "inspirers",
                "olofstrom",
                state,
                EnrollmentState.confirmed,
                DAY,
                null,
                null,
                2));
    }

    private Enrollment enrolled(EnrollmentState state) {
        return Enrollment.of(
                new ParticipantEnrolled(id, "heja-halsan", person, pseudonym, "inspirers", "olofstrom", state, DAY));
    }

    private Enrollment withdrawn() {
        return Enrollment.of(new EnrollmentWithdrawn(id, "heja-halsan", person, pseudonym, "inspirers", DAY));
    }
}
