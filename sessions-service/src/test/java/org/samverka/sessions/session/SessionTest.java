package org.samverka.sessions.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.samverka.contracts.SessionEvent.SessionHeld;
import org.samverka.contracts.rest.NotKnown;

class SessionTest {
    @Test
    void theFirstAttendanceMakesItHeldAndSaysSoOnce() {
        Session session = SomeSession.withSeats(5, "inspirers");

        assertThat(session.attendanceChanged()).contains(new SessionHeld(session.id(), "heja-halsan", "inspirers"));
        assertThat(session.attendanceChanged()).isEmpty();

        assertThat(session.isHeld()).isTrue();
        assertThat(session.version).isEqualTo(2);
        assertThat(session.attendanceVersion()).isEqualTo(2);
    }

    @Test
    void whoDoesNotSeeTheProgramDoesNotKnowTheSession() {
        Session session = SomeSession.withSeats(5);

        assertThat(session.seenBy("heja-halsan"::equals)).isSameAs(session);
        assertThatThrownBy(() -> session.seenBy("plus"::equals)).isInstanceOf(NotKnown.class);
    }

    @Test
    void hoursAreKeptInHundredthsSoThatTheyReadTheSameEverywhere() {
        assertThat(SomeSession.withSeats(1).hours()).hasToString("3.00");
    }

    @Test
    void theLastDayIsTheOneOnWhichItsLastMinuteLies() {
        assertThat(SomeSession.withSeats(1).lastDay()).hasToString("2018-03-01");
        assertThat(SomeSession.lasting("15").lastDay()).hasToString("2018-03-01");
        assertThat(SomeSession.lasting("15.01").lastDay()).hasToString("2018-03-02");
        assertThat(SomeSession.lasting("30").lastDay()).hasToString("2018-03-02");
    }
}
