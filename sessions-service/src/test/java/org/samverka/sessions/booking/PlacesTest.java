package org.samverka.sessions.booking;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.sessions.booking.Booking.State;
import org.samverka.sessions.booking.Places.AlreadyBooked;
import org.samverka.sessions.booking.Places.AlreadyWaiting;
import org.samverka.sessions.booking.Places.Candidate;
import org.samverka.sessions.booking.Places.NotEnrolled;
import org.samverka.sessions.booking.Places.OtherOrganization;
import org.samverka.sessions.booking.Places.SeveralOrganizations;
import org.samverka.sessions.booking.Seats.Lane;
import org.samverka.sessions.booking.Seats.SessionFull;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.SomeSession;

class PlacesTest {
    private static final Scope COORDINATOR = new Scope(Set.of("heja-halsan"), null, null);
    private static final Scope CONTACT = new Scope(Set.of("heja-halsan"), Set.of("olofstrom"), null);

    private final Candidate anna = enrolled("inspirers", "olofstrom");
    private final Candidate bo = enrolled("coaches", "olofstrom");

    @Test
    void whoeverIsEnrolledGetsASeatUntilNoneIsLeft() {
        Places places = places(SomeSession.withSeats(1), 0, anna, bo);

        Booking booking = book(places, anna);

        assertThat(booking.state).isEqualTo(State.booked);
        assertThat(booking.personId).isEqualTo(anna.personId());
        assertThat(booking.pseudonym).isEqualTo(anna.pseudonym());
        assertThat(booking.organization).isEqualTo("olofstrom");
        assertThatThrownBy(() -> book(places, bo))
                .isInstanceOf(SessionFull.class)
                .hasMessageContaining("All 1 seats");
    }

    @Test
    void aPersonHasOneSeatEvenWhenBothRequestsComeTogether() {
        Places places = places(SomeSession.withSeats(15), 0, anna);
        book(places, anna);

        assertThatThrownBy(() -> book(places, anna)).isInstanceOf(AlreadyBooked.class);
    }

    @Test
    void whoHasAPlaceHearsThatRatherThanThatTheSessionIsFull() {
        Session session = SomeSession.withSeats(1);

        assertThatThrownBy(() -> book(places(session, 1, State.booked), anna)).isInstanceOf(AlreadyBooked.class);
        assertThatThrownBy(() -> book(places(session, 1, State.waitlisted), anna))
                .isInstanceOf(AlreadyWaiting.class)
                .hasMessageContaining("waiting list");
        assertThatThrownBy(() -> book(places(session, 1, State.offered), anna))
                .hasMessageContaining("accept the offer");
        assertThatThrownBy(() -> book(places(session, 1, State.requested), anna))
                .hasMessageContaining("yet to decide");
    }

    @Test
    void whoIsNotEnrolledIsToldThatItMayBeOnItsWay() {
        assertThatThrownBy(() -> book(places(SomeSession.withSeats(15), 0, bo), anna))
                .isInstanceOf(NotEnrolled.class)
                .hasMessageContaining("try again");
    }

    @Test
    void aTargetGroupsSessionIsForThatGroupOnly() {
        Places places = places(SomeSession.withSeats(15, "inspirers"), 0, anna, bo);

        assertThat(book(places, anna).targetGroup).isEqualTo("inspirers");
        assertThatThrownBy(() -> book(places, bo)).isInstanceOf(NotEnrolled.class);
    }

    @Test
    void whoIsInSeveralGroupsIsTakenByTheOneThatCounts() {
        var alsoCoach = new Candidate(anna.personId(), anna.pseudonym(), "coaches", "blekinge", false, false);
        Places places = places(SomeSession.withSeats(15, "coaches"), 0, anna, alsoCoach);

        assertThat(book(places, anna).organization).isEqualTo("blekinge");
    }

    @Test
    void anOrganizationsContactBooksItsOwnPeopleOnly() {
        Candidate stranger = enrolled("inspirers", "blekinge");
        Places places = places(SomeSession.withSeats(15), 0, anna, stranger);

        assertThat(book(places, anna, CONTACT).personId).isEqualTo(anna.personId());
        assertThatThrownBy(() -> book(places, stranger, CONTACT)).isInstanceOf(NotEnrolled.class);
    }

    @Test
    void anEmployerDoesNotLearnByBookingWhoIsInASupportGroup() {
        var supported = new Candidate(UUID.randomUUID(), UUID.randomUUID(), "support", "olofstrom", true, false);
        Places places = places(SomeSession.withSeats(15), 0, supported);

        assertThatThrownBy(() -> book(places, supported, CONTACT)).isInstanceOf(NotEnrolled.class);
        assertThat(book(places, supported).support).isTrue();
    }

    @Test
    void whoIsInAnotherGroupTooComesByThatRatherThanBySupport() {
        var supported = new Candidate(anna.personId(), anna.pseudonym(), "a-support", "olofstrom", true, false);

        assertThat(book(places(SomeSession.withSeats(15), 0, supported, anna), anna).support)
                .isFalse();
    }

    @Test
    void aSessionOfAnotherProgramIsNotKnown() {
        Places places = places(SomeSession.withSeats(15), 0, anna);

        assertThatThrownBy(() -> book(places, anna, new Scope(Set.of("plus"), null, null)))
                .isInstanceOf(NotKnown.class);
    }

    @Test
    void whatPeopleBookThemselvesWaitsForTheirManagerWhereTheProgramSays() {
        var careful = new Candidate(UUID.randomUUID(), UUID.randomUUID(), "coaches", "olofstrom", false, true);
        Places places = places(SomeSession.withSeats(1), 0, careful, anna);

        assertThat(book(places, careful, new Scope(null, null, careful.personId())).state)
                .isEqualTo(State.requested);
        assertThat(book(places, anna).state)
                .as("who has only asked holds no seat")
                .isEqualTo(State.booked);
        assertThat(book(places(SomeSession.withSeats(1), 0, careful), careful).state)
                .as("a coordinator has decided already")
                .isEqualTo(State.booked);
    }

    @Test
    void aGroupGetsSeatsForAllOrForNobody() {
        Candidate cecilia = enrolled("coaches", "olofstrom");
        Places places = places(SomeSession.withSeats(2), 0, anna, bo, cecilia);

        assertThatThrownBy(() -> places.book(together(anna, bo, cecilia))).isInstanceOf(SessionFull.class);
        List<Booking> booked = places.book(together(anna, bo));

        assertThat(booked).extracting(b -> b.state).containsOnly(State.booked);
        assertThat(booked).extracting(b -> b.party).doesNotContainNull();
        assertThat(booked.stream().map(b -> b.party).distinct()).hasSize(1);
        assertThatThrownBy(() -> book(places, cecilia)).isInstanceOf(SessionFull.class);
    }

    @Test
    void aGroupInWhichSomebodyHasASeatOrIsNotEnrolledTakesNone() {
        Places places = places(SomeSession.withSeats(5), 0, anna, bo);
        book(places, anna);

        assertThatThrownBy(() -> places.book(together(anna, bo))).isInstanceOf(AlreadyBooked.class);
        assertThatThrownBy(() -> places.book(together(bo, enrolled("coaches", "olofstrom"))))
                .isInstanceOf(NotEnrolled.class);
        assertThat(places.seats().free()).isEqualTo(4);
    }

    @Test
    void aGroupComesFromOneOrganization() {
        Candidate stranger = enrolled("inspirers", "blekinge");
        Places places = places(SomeSession.withSeats(5), 0, anna, stranger);

        assertThatThrownBy(() -> places.book(together(anna, stranger))).isInstanceOf(SeveralOrganizations.class);
    }

    @Test
    void aSeatGoesToAColleagueOfTheSameOrganizationOnly() {
        Candidate stranger = enrolled("inspirers", "blekinge");
        Places places = places(SomeSession.withSeats(1), 0, anna, bo, stranger);
        Booking annas = book(places, anna);

        Booking bos = places.instead(annas, request(bo, COORDINATOR));

        assertThat(bos.personId).isEqualTo(bo.personId());
        assertThat(bos.state).isEqualTo(State.booked);
        assertThatThrownBy(() -> places.instead(annas, request(stranger, COORDINATOR)))
                .isInstanceOf(OtherOrganization.class);
        assertThatThrownBy(() -> places.instead(annas, request(anna, COORDINATOR)))
                .isInstanceOf(AlreadyBooked.class);
    }

    @Test
    void anAttemptThatIsMadeAgainKnowsWhatItHasCommitted() {
        Session session = SomeSession.withSeats(1);
        SeatRequest request = request(anna, COORDINATOR);
        List<Booking> first = places(session, 0, anna).book(request);
        var again = new Places(session, seats(session, 1), Map.of(), first, Map.of());

        assertThat(again.committed(request)).isEqualTo(first);
        assertThat(again.committed(request(anna, COORDINATOR))).isEmpty();
    }

    @Test
    void ofManyWhoAskTogetherAsManyGetASeatAsThereAre() {
        List<Candidate> many = IntStream.range(0, 200)
                .mapToObj(i -> enrolled("inspirers", "olofstrom"))
                .toList();
        Places places = places(SomeSession.withSeats(15), 0, many.toArray(Candidate[]::new));

        List<Candidate> seated =
                many.stream().filter(person -> gets(places, person)).toList();

        assertThat(seated).isEqualTo(many.subList(0, 15));
    }

    private static boolean gets(Places places, Candidate person) {
        try {
            book(places, person);
            return true;
        } catch (SessionFull e) {
            return false;
        }
    }

    private static Places places(Session session, int taken, Candidate... candidates) {
        return new Places(
                session,
                seats(session, taken),
                Stream.of(candidates).collect(groupingBy(Candidate::personId)),
                List.of(),
                Map.of());
    }

    private Places places(Session session, int taken, State annas) {
        return new Places(
                session,
                seats(session, taken),
                Map.of(anna.personId(), List.of(anna)),
                List.of(),
                Map.of(anna.personId(), annas));
    }

    private static Seats seats(Session session, int taken) {
        return new Seats(session.capacity(), SeatRule.NONE, List.of(new Lane("others", taken, 0, 0)));
    }

    private static Booking book(Places places, Candidate person) {
        return book(places, person, COORDINATOR);
    }

    private static Booking book(Places places, Candidate person, Scope scope) {
        return places.book(request(person, scope)).get(0);
    }

    private static SeatRequest request(Candidate person, Scope scope) {
        return SeatRequest.of(person.personId(), scope, null, null);
    }

    private static SeatRequest together(Candidate... people) {
        return SeatRequest.together(Stream.of(people).map(Candidate::personId).toList(), COORDINATOR, null, null);
    }

    private static Candidate enrolled(String targetGroup, @Nullable String organization) {
        return new Candidate(UUID.randomUUID(), UUID.randomUUID(), targetGroup, organization, false, false);
    }
}
