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
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.blocked.BlockedTimes.Blocked;
import org.samverka.sessions.blocked.BlockedTimes.Owner;
import org.samverka.sessions.blocked.BlockedTimes.OwnerKind;

/** When rooms, teams and people have no time, by their own calendars: only the times are kept. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class BlockedTimesResource {
    private static final int MOST_OCTETS = 1 << 20;

    private final BlockedTimes times;
    private final Caller caller;

    BlockedTimesResource(BlockedTimes times, Caller caller) {
        this.times = times;
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
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "When a room or a team has no time, from an .ics file of 1 MB at most; replaces what was said before")
    public Uni<BlockedTimesView> put(Kind kind, UUID id, byte[] calendar) {
        return replace(new Owner(kind.kind, id), calendar);
    }

    @GET
    @Path("/blocked-times/{kind}/{id}")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "When a room or a team has no time")
    public Uni<Page<BlockedTimeView>> list(Kind kind, UUID id, @BeanParam @Valid PageQuery page) {
        return list(new Owner(kind.kind, id), page);
    }

    @DELETE
    @Path("/blocked-times/{kind}/{id}")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Nothing is known any longer of when a room or a team has no time")
    public Uni<Void> delete(Kind kind, UUID id) {
        return times.forget(new Owner(kind.kind, id));
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
