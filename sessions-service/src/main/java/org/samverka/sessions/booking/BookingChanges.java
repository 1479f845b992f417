package org.samverka.sessions.booking;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.sessions.booking.Booking.State;

/** What becomes of bookings: who cancels, accepts, decides and hands over; whoever waits gets what comes free. */
@ApplicationScoped
class BookingChanges {
    private final Bookings bookings;
    private final WaitingList waitingList;

    BookingChanges(Bookings bookings, WaitingList waitingList) {
        this.bookings = bookings;
        this.waitingList = waitingList;
    }

    /** The place comes free; canceling once more changes nothing. */
    @WithTransaction
    Uni<Booking> cancel(UUID id, Scope scope, @Nullable String ifMatch) {
        return change(id, scope, ifMatch, (desk, booking) -> {
            boolean waited = booking.state == State.waitlisted;
            desk.cancel(booking, "canceled");
            return waited ? closeRanks(booking) : Uni.createFrom().voidItem();
        });
    }

    /** Those who wait together with somebody who left need one seat fewer. */
    private static Uni<Void> closeRanks(Booking left) {
        if (left.party == null) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "update booking set party_size = party_size - 1 where party = :party and id <> :left and party_size > 1")
                        .setParameter("party", left.party)
                        .setParameter("left", left.id)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** A party accepts together: for all of it that the caller may book. */
    @WithTransaction
    Uni<Booking> accept(UUID id, Scope scope, @Nullable String ifMatch) {
        return change(id, scope, ifMatch, (desk, booking) -> {
            desk.accept(booking);
            return offeredTogether(booking, scope)
                    .invoke(others -> others.forEach(desk::accept))
                    .replaceWithVoid();
        });
    }

    private Uni<List<Booking>> offeredTogether(Booking booking, Scope scope) {
        if (booking.party == null) {
            return Uni.createFrom().item(List.of());
        }
        Scope.Condition condition = scope.condition();
        var parameters = new HashMap<>(condition.parameters());
        parameters.put("party", booking.party);
        return bookings.find(
                        "from Booking b where b.party = :party and b.state = offered and " + condition.text(),
                        parameters)
                .list();
    }

    @WithTransaction
    Uni<Booking> decide(UUID id, Scope scope, boolean approved, @Nullable String ifMatch) {
        return change(id, scope, ifMatch, (desk, booking) -> {
            if (approved) {
                desk.approve(booking);
            } else {
                desk.decline(booking);
            }
            return Uni.createFrom().voidItem();
        });
    }

    /** @param colleague who is named in the request, and comes instead */
    @WithTransaction
    Uni<Booking> transfer(UUID id, SeatRequest colleague, @Nullable String ifMatch) {
        return opened(id, colleague.scope(), ifMatch)
                .chain(open -> Bookings.places(
                                open.desk().session(), open.desk().seats(), List.of(colleague))
                        .map(places -> places.instead(open.booking(), colleague))
                        .invoke(to -> open.desk().transfer(open.booking(), to))
                        .call(to -> bookings.persist(to))
                        .call(() -> waitingList.close(open.desk())));
    }

    private Uni<Booking> change(
            UUID id, Scope scope, @Nullable String ifMatch, BiFunction<Desk, Booking, Uni<Void>> change) {
        return opened(id, scope, ifMatch)
                .call(open -> change.apply(open.desk(), open.booking()))
                .call(open -> waitingList.close(open.desk()))
                .map(Open::booking);
    }

    private record Open(Desk desk, Booking booking) {}

    /** The session's lock comes first, as wherever bookings change; only then is the booking what it will stay. */
    private Uni<Open> opened(UUID id, Scope scope, @Nullable String ifMatch) {
        return bookings.sessionOf(id, scope)
                .chain(waitingList::open)
                .chain(desk -> bookings.visible(id, scope)
                        .invoke(booking -> ETags.require(ifMatch, booking.version))
                        .map(booking -> new Open(desk, booking)));
    }
}
