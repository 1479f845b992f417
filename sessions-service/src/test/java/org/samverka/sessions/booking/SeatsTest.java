package org.samverka.sessions.booking;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.sessions.booking.Booking.State;
import org.samverka.sessions.booking.Seats.AlreadyBooked;
import org.samverka.sessions.booking.Seats.NotEnrolled;
import org.samverka.sessions.booking.Seats.SessionFull;
import org.samverka.sessions.participant.Enrollment;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.SomeSession;

class SeatsTest {
    private static final Scope COORDINATOR = new Scope(Set.of("heja-halsan"), null, null);

    private final Enrollment anna = enrolled("inspirers", "olofstrom");
    private final Enrollment bo = enrolled("coaches", "olofstrom");

    @Test
    void whoeverIsEnrolledGetsASeatUntilNoneIsLeft() {
        Seats seats = seats(SomeSession.withSeats(1), 0, List.of(), anna, bo);

        Booking booking = seats.book(request(anna));

        assertThat(booking.personId).isEqualTo(anna.personId());
        assertThat(booking.pseudonym).isEqualTo(anna.pseudonym());
        assertThat(booking.organization).isEqualTo("olofstrom");
        assertThatThrownBy(() -> seats.book(request(bo)))
                .isInstanceOf(SessionFull.class)
                .hasMessageContaining("All 1 seats");
    }

    @Test
    void seatsThatOthersTookAreGone() {
        Seats seats = seats(SomeSession.withSeats(15), 15, List.of(), anna);

        assertThatThrownBy(() -> seats.book(request(anna))).isInstanceOf(SessionFull.class);
    }

    @Test
    void aPersonHasOneSeatEvenWhenBothRequestsComeTogether() {
        Seats seats = seats(SomeSession.withSeats(15), 0, List.of(), anna);
        seats.book(request(anna));

        assertThatThrownBy(() -> seats.book(request(anna))).isInstanceOf(AlreadyBooked.class);
    }

    @Test
    void whoHasASeatHearsThatRatherThanThatTheSessionIsFull() {
        Session session = SomeSession.withSeats(1);
        Seats seats = seats(session, 1, List.of(new Booking(UUID.randomUUID(), session, anna)), anna);

        assertThatThrownBy(() -> seats.book(request(anna))).isInstanceOf(AlreadyBooked.class);
    }

    @Test
    void whoCanceledMayBookAgain() {
        Session session = SomeSession.withSeats(1);
        var canceled = new Booking(UUID.randomUUID(), session, anna);
        canceled.cancel(session);

        Booking again = seats(session, 0, List.of(canceled), anna).book(request(anna));

        assertThat(again.state).isEqualTo(State.booked);
        assertThat(again.id).isNotEqualTo(canceled.id);
    }

    @Test
    void whoIsNotEnrolledIsToldThatItMayBeOnItsWay() {
        Seats seats = seats(SomeSession.withSeats(15), 0, List.of(), bo);

        assertThatThrownBy(() -> seats.book(request(anna)))
                .isInstanceOf(NotEnrolled.class)
                .hasMessageContaining("try again");
    }

    @Test
    void aTargetGroupsSessionIsForThatGroupOnly() {
        Seats seats = seats(SomeSession.withSeats(15, "inspirers"), 0, List.of(), anna, bo);

        assertThat(seats.book(request(anna)).personId).isEqualTo(anna.personId());
        assertThatThrownBy(() -> seats.book(request(bo))).isInstanceOf(NotEnrolled.class);
    }

    @Test
    void whoIsInSeveralGroupsIsTakenByTheOneThatCounts() {
        var alsoCoach = new Enrollment(
                UUID.randomUUID(),
                "heja-halsan",
                anna.personId(),
                anna.pseudonym(),
                "coaches",
                "blekinge",
                Enrollment.State.confirmed);
        Seats seats = seats(SomeSession.withSeats(15, "coaches"), 0, List.of(), anna, alsoCoach);

        assertThat(seats.book(request(anna)).organization).isEqualTo("blekinge");
    }

    @Test
    void anOrganizationsContactBooksItsOwnPeopleOnly() {
        Enrollment stranger = enrolled("inspirers", "blekinge");
        Seats seats = seats(SomeSession.withSeats(15), 0, List.of(), anna, stranger);
        var contact = new Scope(Set.of("heja-halsan"), Set.of("olofstrom"), null);

        assertThat(seats.book(request(anna, contact)).personId).isEqualTo(anna.personId());
        assertThatThrownBy(() -> seats.book(request(stranger, contact))).isInstanceOf(NotEnrolled.class);
    }

    @Test
    void aSessionOfAnotherProgramIsNotKnown() {
        Seats seats = seats(SomeSession.withSeats(15), 0, List.of(), anna);

        assertThatThrownBy(() -> seats.book(request(anna, new Scope(Set.of("plus"), null, null))))
                .isInstanceOf(NotKnown.class);
    }

    @Test
    void anAttemptThatIsMadeAgainKnowsWhatItHasCommitted() {
        Session session = SomeSession.withSeats(1);
        SeatRequest request = request(anna);
        Booking first = seats(session, 0, List.of(), anna).book(request);

        assertThat(seats(session, 1, List.of(first), anna).committed(request)).isSameAs(first);
        assertThat(seats(session, 1, List.of(first), anna).committed(request(anna)))
                .isNull();
    }

    @Test
    void ofManyWhoAskTogetherAsManyGetASeatAsThereAre() {
        List<Enrollment> many = IntStream.range(0, 200)
                .mapToObj(i -> enrolled("inspirers", "olofstrom"))
                .toList();
        Seats seats = seats(SomeSession.withSeats(15), 0, List.of(), many.toArray(Enrollment[]::new));

        List<Enrollment> seated =
                many.stream().filter(person -> gets(seats, person)).toList();

        assertThat(seated).isEqualTo(many.subList(0, 15));
    }

    private static boolean gets(Seats seats, Enrollment person) {
        try {
            seats.book(request(person));
            return true;
        } catch (SessionFull e) {
            return false;
        }
    }

    private static Seats seats(Session session, int taken, List<Booking> known, Enrollment... enrolled) {
        return new Seats(session, taken, known, Stream.of(enrolled).collect(groupingBy(Enrollment::personId)));
    }

    private static SeatRequest request(Enrollment person) {
        return request(person, COORDINATOR);
    }

    private static SeatRequest request(Enrollment person, Scope scope) {
        return new SeatRequest(UUID.randomUUID(), person.personId(), scope, null, null);
    }

    private static Enrollment enrolled(String targetGroup, @Nullable String organization) {
        return new Enrollment(
                UUID.randomUUID(),
                "heja-halsan",
                UUID.randomUUID(),
                UUID.randomUUID(),
                targetGroup,
                organization,
                Enrollment.State.confirmed);
    }
}
