package org.samverka.sessions.booking;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.booking.Bookings.Seat;
import org.samverka.sessions.session.Session;

@Path("/api/v1/me/sessions")
public class MySessionsResource {
    private final Bookings bookings;
    private final Caller caller;

    MySessionsResource(Bookings bookings, Caller caller) {
        this.bookings = bookings;
        this.caller = caller;
    }

    /** @param link for those who take part from elsewhere */
    public record MySession(
            UUID bookingId,
            UUID sessionId,
            String program,
            String title,
            LocalDateTime startsAt,
            String zone,
            BigDecimal hours,
            @Nullable String venue,
            @Nullable String link,
            Session.State state) {
        static MySession of(Seat seat) {
            Session session = seat.session();
            return new MySession(
                    seat.booking().id,
                    session.id(),
                    session.program(),
                    session.title(),
                    session.startsAt(),
                    session.zone(),
                    session.hours(),
                    session.venue(),
                    session.link(),
                    session.state());
        }
    }

    @GET
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "The sessions you have a seat in, in the order they were booked")
    public Uni<Page<MySession>> list(@BeanParam @Valid PageQuery page) {
        return bookings.of(caller.personId(), page)
                .map(seats -> Page.of(seats, page, seat -> seat.booking().position, MySession::of));
    }
}
