package org.samverka.sessions.feed;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.feed.Feeds.Kind;
import org.samverka.sessions.feed.Feeds.Owner;
import org.samverka.sessions.feed.MyCalendarResource.CalendarAddressView;
import org.samverka.sessions.feed.MyCalendarResource.CalendarStateView;
import org.samverka.sessions.supplier.Supplier;
import org.samverka.sessions.supplier.Suppliers;

/** What a team is to hold. */
@Path("/api/v1/suppliers")
@Produces(MediaType.APPLICATION_JSON)
public class TeamCalendarResource {
    private final Feeds feeds;
    private final Suppliers suppliers;
    private final Caller caller;

    TeamCalendarResource(Feeds feeds, Suppliers suppliers, Caller caller) {
        this.feeds = feeds;
        this.suppliers = suppliers;
        this.caller = caller;
    }

    @PUT
    @Path("/{id}/calendar")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "An address to subscribe to a team's sessions by; an earlier one stops working")
    public Uni<CalendarAddressView> open(UUID id) {
        return owner(id).chain(feeds::open).map(CalendarAddressView::of);
    }

    @GET
    @Path("/{id}/calendar")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Whether there is an address to subscribe to a team's sessions by")
    public Uni<CalendarStateView> state(UUID id) {
        return owner(id)
                .chain(feeds::openSince)
                .map(since -> new CalendarStateView(since.isPresent(), since.orElse(null)));
    }

    @DELETE
    @Path("/{id}/calendar")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "The address to subscribe to a team's sessions by stops working")
    public Uni<Void> close(UUID id) {
        return owner(id).chain(feeds::close);
    }

    private Uni<Owner> owner(UUID team) {
        return suppliers.known(team).invoke(this::requireOwn).replaceWith(new Owner(Kind.team, team));
    }

    private void requireOwn(Supplier team) {
        if (!caller.is(Roles.COORDINATOR)) {
            caller.requireOrganization(team.organization());
        }
    }
}
