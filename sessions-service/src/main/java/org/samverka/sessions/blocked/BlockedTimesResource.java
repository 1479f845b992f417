package org.samverka.sessions.blocked;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.blocked.BlockedTimes.Blocked;
import org.samverka.sessions.blocked.BlockedTimes.Owner;
import org.samverka.sessions.blocked.BlockedTimes.OwnerKind;
import org.samverka.sessions.supplier.Supplier;
import org.samverka.sessions.supplier.Suppliers;
import org.samverka.sessions.venue.Venue;
import org.samverka.sessions.venue.Venues;

/** When rooms, teams and people have no time, by their own calendars: only the times are kept. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class BlockedTimesResource {
    private static final int MOST_OCTETS = 1 << 20;

    private final BlockedTimes times;
    private final Venues venues;
    private final Suppliers suppliers;
    private final Caller caller;

    BlockedTimesResource(BlockedTimes times, Venues venues, Suppliers suppliers, Caller caller) {
        this.times = times;
        this.venues = venues;
        this.suppliers = suppliers;
        this.caller = caller;
    }

    @Schema(name = "BlockedTimeOwner")
    public enum Kind {
        rooms(OwnerKind.room),
        teams(OwnerKind.team);

        private final OwnerKind kind;

        Kind(OwnerKind kind) {
            this.kind = kind;
        }
    }

    public record BlockedTimesView(int blocked) {}

    public record BlockedTimeView(Instant from, Instant until) {
        static BlockedTimeView of(Blocked b) {
            return new BlockedTimeView(b.from(), b.until());
        }
    }

    @PUT
    @Path("/blocked-times/{kind}/{id}")
    @Consumes("text/calendar")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(
            summary =
                    "When a room or a team has no time, from an .ics file of 1 MB at most; replaces what was said before")
    public Uni<BlockedTimesView> put(Kind kind, UUID id, byte[] calendar) {
        return owner(kind, id).chain(owner -> replace(owner, calendar));
    }

    @GET
    @Path("/blocked-times/{kind}/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "When a room or a team has no time")
    public Uni<Page<BlockedTimeView>> list(Kind kind, UUID id, @BeanParam @Valid PageQuery page) {
        return owner(kind, id).chain(owner -> list(owner, page));
    }

    @DELETE
    @Path("/blocked-times/{kind}/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Nothing is known any longer of when a room or a team has no time")
    public Uni<Void> delete(Kind kind, UUID id) {
        return owner(kind, id).chain(times::forget);
    }

    @PUT
    @Path("/me/blocked-times")
    @Consumes("text/calendar")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "When you have no time, from an .ics file of 1 MB at most; replaces what was said before")
    public Uni<BlockedTimesView> putMine(byte[] calendar) {
        return replace(mine(), calendar);
    }

    @GET
    @Path("/me/blocked-times")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "When you have no time")
    public Uni<Page<BlockedTimeView>> listMine(@BeanParam @Valid PageQuery page) {
        return list(mine(), page);
    }

    @DELETE
    @Path("/me/blocked-times")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "Nothing is known any longer of when you have no time")
    public Uni<Void> deleteMine() {
        return times.forget(mine());
    }

    /** Of rooms a coordinator says it, of a team also whoever acts for it. */
    private Uni<Owner> owner(Kind kind, UUID id) {
        var owner = new Owner(kind.kind, id);
        return kind == Kind.rooms
                ? venues.known(id).invoke(this::requireCoordinator).replaceWith(owner)
                : suppliers.known(id).invoke(this::requireOwn).replaceWith(owner);
    }

    private void requireCoordinator(Venue room) {
        if (!caller.is(Roles.COORDINATOR)) {
            throw new NotKnown("There is no such room among yours");
        }
    }

    private void requireOwn(Supplier team) {
        if (!caller.is(Roles.COORDINATOR)) {
            caller.requireOrganization(team.organization());
        }
    }

    private Owner mine() {
        return new Owner(OwnerKind.person, caller.personId());
    }

    private Uni<BlockedTimesView> replace(Owner owner, byte[] calendar) {
        if (calendar.length > MOST_OCTETS) {
            throw new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
        }
        return times.replace(owner, new String(calendar, UTF_8)).map(BlockedTimesView::new);
    }

    private Uni<Page<BlockedTimeView>> list(Owner owner, PageQuery page) {
        return times.of(owner, page).map(rows -> Page.of(rows, page, Blocked::position, BlockedTimeView::of));
    }
}
