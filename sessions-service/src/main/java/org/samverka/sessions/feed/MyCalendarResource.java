package org.samverka.sessions.feed;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.feed.Feeds.Kind;
import org.samverka.sessions.feed.Feeds.Owner;

@Path("/api/v1/me/calendar")
@Produces(MediaType.APPLICATION_JSON)
public class MyCalendarResource {
    private final Feeds feeds;
    private final Caller caller;

    MyCalendarResource(Feeds feeds, Caller caller) {
        this.feeds = feeds;
        this.caller = caller;
    }

    /** The address opens the calendar to whoever has it, and is shown this once. */
    public record CalendarAddressView(String path) {
        static CalendarAddressView of(String token) {
            return new CalendarAddressView("/api/v1/calendars/" + token + ".ics");
        }
    }

    public record CalendarStateView(boolean open, @Nullable Instant since) {}

    @PUT
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "An address to subscribe to your sessions by; an earlier one stops working")
    public Uni<CalendarAddressView> open() {
        return feeds.open(mine()).map(CalendarAddressView::of);
    }

    @GET
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "Whether there is an address to subscribe to your sessions by")
    public Uni<CalendarStateView> state() {
        return feeds.openSince(mine()).map(since -> new CalendarStateView(since.isPresent(), since.orElse(null)));
    }

    @DELETE
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "The address to subscribe to your sessions by stops working")
    public Uni<Void> close() {
        return feeds.close(mine());
    }

    private Owner mine() {
        return new Owner(Kind.person, caller.personId());
    }
}
