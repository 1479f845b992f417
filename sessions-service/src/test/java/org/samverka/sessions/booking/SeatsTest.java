package org.samverka.sessions.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.booking.Booking.State;
import org.samverka.sessions.booking.Places.Candidate;
import org.samverka.sessions.booking.Seats.GroupTooLarge;
import org.samverka.sessions.booking.Seats.OrganizationFull;
import org.samverka.sessions.booking.Seats.SessionFull;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.SomeSession;

class SeatsTest {
    private static final Session SESSION = SomeSession.withSeats(10);

    @Test
    void anOrganizationHasNoMoreThanItsPart() {
        Seats seats = seats(10, 2, false);
        seats.admit("olofstrom", 2);

        assertThatThrownBy(() -> seats.admit("olofstrom", 1))
                .isInstanceOf(OrganizationFull.class)
                .hasMessageContaining("All 2 seats of the organization");
        assertThat(seats.admit("blekinge", 1)).isEqualTo(State.booked);
        assertThat(seats.free()).isEqualTo(7);
    }

    @Test
    void whoComesTooLateWaitsWhereThereIsAWaitingList() {
        Seats seats = seats(3, 2, true);

        assertThat(seats.admit("a", 2)).isEqualTo(State.booked);
        assertThat(seats.admit("a", 1)).as("organization full").isEqualTo(State.waitlisted);
        assertThat(seats.admit("b", 1)).isEqualTo(State.booked);
        assertThat(seats.admit("c", 1)).as("session full").isEqualTo(State.waitlisted);
        assertThatThrownBy(() -> seats(3, 2, false).admit("a", 3)).isInstanceOf(OrganizationFull.class);
        assertThatThrownBy(() -> seats(3, null, false).admit("a", 4)).isInstanceOf(SessionFull.class);
    }

    @Test
    void aGroupThatCanNeverFitIsRefusedRatherThanLeftToWait() {
        assertThatThrownBy(() -> seats(10, 2, true).admit("a", 3))
                .isInstanceOf(GroupTooLarge.class)
                .hasMessageContaining("At most 2");
    }

    @Test
    void nobodyOvertakesAGroupThatWaitsForTheSameSeats() {
        Seats seats = seats(3, null, true);
        seats.admit("a", 2);
        assertThat(seats.admit("b", 2)).isEqualTo(State.waitlisted);

        assertThat(seats.admit("c", 1)).as("one seat is free, and kept").isEqualTo(State.waitlisted);
        assertThat(seats.free()).isEqualTo(1);
    }

    @Test
    void whoWaitsForTheirOrganizationsSeatsKeepsNobodyElseOut() {
        Seats seats = seats(10, 1, true);
        seats.admit("a", 1);
        seats.admit("a", 1);

        assertThat(seats.admit("b", 1)).isEqualTo(State.booked);
    }

    @Test
    void whatComesFreeGoesToTheFirstWhoFits() {
        Seats seats = seats(2, 1, true);
        seats.admit("a", 1);
        seats.admit("b", 1);
        List<Booking> waiting = List.of(waiting("a"), waiting("c"), waiting("d"));
        waiting.forEach(booking -> seats.admit(booking.organization, 1));
        seats.release("b");

        assertThat(seats.promote(waiting)).containsExactly(waiting.get(1));
        assertThat(seats.free()).isZero();
    }

    @Test
    void aGroupIsPromotedTogetherOrNotYet() {
        Seats seats = seats(2, null, true);
        seats.admit("a", 2);
        UUID party = UUID.randomUUID();
        List<Booking> waiting = List.of(waiting("b", party, 2), waiting("b", party, 2), waiting("c"));
        seats.admit("b", 2);
        seats.admit("c", 1);

        seats.release("a");
        assertThat(seats.promote(waiting)).isEmpty();
        seats.release("a");
        assertThat(seats.promote(waiting)).containsExactly(waiting.get(0), waiting.get(1));
    }

    /** Whatever people do, and in whatever order: the limits hold, no seat stays empty that somebody waits for. */
    @Property(tries = 300)
    void limitsHoldAndNobodyIsOvertaken(
            @ForAll @IntRange(min = 1, max = 8) int capacity,
            @ForAll @IntRange(min = 1, max = 4) int perOrganization,
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 999) Integer> steps) {
        Seats seats = seats(capacity, perOrganization, true);
        var seated = new ArrayList<Booking>();
        var waiting = new ArrayList<Booking>();
        for (int step : steps) {
            String organization = "o" + step % 4;
            if (step % 3 == 0 && !seated.isEmpty()) {
                seats.release(seated.remove(step % seated.size()).organization);
                List<Booking> promoted = seats.promote(waiting);
                assertInOrder(waiting, promoted);
                waiting.removeAll(promoted);
                seated.addAll(promoted);
            } else {
                Booking booking = waiting(organization);
                (seats.admit(organization, 1) == State.booked ? seated : waiting).add(booking);
            }
            assertThat(seated).hasSizeLessThanOrEqualTo(capacity);
            assertThat(count(seated).values()).allMatch(taken -> taken <= perOrganization);
            assertThat(seats.free()).isEqualTo(capacity - seated.size());
            assertNoSeatIsKeptFromAnybody(waiting, seated, capacity, perOrganization);
        }
    }

    private static void assertInOrder(List<Booking> waiting, List<Booking> promoted) {
        for (Booking one : promoted) {
            assertThat(waiting.subList(0, waiting.indexOf(one)))
                    .filteredOn(
                            earlier -> earlier.organization != null && earlier.organization.equals(one.organization))
                    .allMatch(promoted::contains);
        }
    }

    private static void assertNoSeatIsKeptFromAnybody(
            List<Booking> waiting, List<Booking> seated, int capacity, int perOrganization) {
        if (seated.size() < capacity) {
            Map<String, Integer> taken = count(seated);
            assertThat(waiting).allMatch(booking -> taken.getOrDefault(booking.organization, 0) == perOrganization);
        }
    }

    private static Map<String, Integer> count(List<Booking> bookings) {
        var count = new HashMap<String, Integer>();
        bookings.forEach(booking -> count.merge(Seats.name(booking.organization), 1, Integer::sum));
        return count;
    }

    private static Seats seats(int capacity, @Nullable Integer perOrganization, boolean waitingList) {
        return new Seats(capacity, new SeatRule(perOrganization, waitingList, 48, 1), List.of());
    }

    private static Booking waiting(String organization) {
        return waiting(organization, null, 1);
    }

    private static Booking waiting(String organization, @Nullable UUID party, int size) {
        var candidate = new Candidate(UUID.randomUUID(), UUID.randomUUID(), "inspirers", organization, false, false);
        return new Booking(UUID.randomUUID(), SESSION, candidate, State.waitlisted, party, size);
    }
}
