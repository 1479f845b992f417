package org.samverka.sessions.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.SessionEvent.LapseCause;
import org.samverka.contracts.SessionEvent.SessionHeld;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.sessions.session.Session.Change;
import org.samverka.sessions.session.Session.NoLongerChangeable;
import org.samverka.sessions.session.Session.NotOpen;
import org.samverka.sessions.session.Session.State;
import org.samverka.sessions.session.Session.WrongState;

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

    @Test
    void aDraftIsToldWhenItOpensAndConfirmedAfterThat() {
        Session session = draft();
        assertThatThrownBy(session::checkBookable).isInstanceOf(NotOpen.class);
        assertThatThrownBy(() -> session.confirm(List.of())).isInstanceOf(WrongState.class);

        assertThat(session.open().sessionId()).isEqualTo(session.id());
        assertThat(session.confirm(List.of()).sequence()).isZero();

        assertThat(session.isConfirmed()).isTrue();
        assertThatThrownBy(session::open).isInstanceOf(WrongState.class);
    }

    @Test
    void aChangedTimeRaisesTheSequenceAndMoreSeatsDoNot() {
        Session session = SomeSession.withSeats(20);

        assertThat(session.change(SomeSession.description("2018-03-01T10:00", "3", 20, null)))
                .isEqualTo(Change.moved);
        assertThat(session.sequence()).isEqualTo(1);
        assertThat(session.change(SomeSession.description("2018-03-01T10:00", "3", 25, null)))
                .isEqualTo(Change.details);
        assertThat(session.sequence()).isEqualTo(1);
        int version = session.version();
        assertThat(session.change(SomeSession.description("2018-03-01T10:00", "3", 25, null)))
                .isEqualTo(Change.nothing);
        assertThat(session.version()).isEqualTo(version);
    }

    @Test
    void aConfirmationLapsesOnlyForWhatItWasNotGivenInSpiteOf() {
        Session session = SomeSession.withSeats(20);
        session.confirm(List.of("tested_hearing_loop"));

        assertThat(session.lapse(List.of("tested_hearing_loop"), LapseCause.needs_changed))
                .isEmpty();
        assertThat(session.lapse(List.of("tested_hearing_loop", "diet"), LapseCause.needs_changed))
                .hasValueSatisfying(lapsed -> assertThat(lapsed.cause()).isEqualTo(LapseCause.needs_changed));
        assertThat(session.state()).isEqualTo(State.open);
        assertThat(session.lapse(List.of("diet"), LapseCause.needs_changed)).isEmpty();
    }

    @Test
    void whatIsCanceledOrHeldStaysSo() {
        Session canceled = SomeSession.withSeats(20);
        assertThat(canceled.cancel("The leader is ill"))
                .hasValueSatisfying(told -> assertThat(told.sequence()).isEqualTo(1));

        for (Session session : List.of(canceled, SomeSession.held())) {
            assertThatThrownBy(() -> session.cancel("Again")).isInstanceOf(NoLongerChangeable.class);
            assertThatThrownBy(() -> session.change(SomeSession.description("2018-03-01T10:00", "3", 20, null)))
                    .isInstanceOf(NoLongerChangeable.class);
            assertThatThrownBy(() -> session.arrange(List.of("diet"))).isInstanceOf(NoLongerChangeable.class);
        }
        assertThatThrownBy(canceled::attendanceChanged).isInstanceOf(NotOpen.class);
    }

    @Test
    void aDraftThatIsCanceledWasNeverToldOf() {
        assertThat(draft().cancel("Not enough teams")).isEmpty();
    }

    private static Session draft() {
        return new Session(SomeSession.description("2018-03-01T09:00", "3", 20, null), State.draft);
    }
}
