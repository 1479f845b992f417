package org.samverka.sessions.venue;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.need.Check;
import org.samverka.sessions.need.Checklist;
import org.samverka.sessions.need.Need;
import org.samverka.sessions.need.Today;

@Path("/api/v1/venues")
@Produces(MediaType.APPLICATION_JSON)
public class VenueResource {
    private static final String NO_CONTROL_CHARACTERS = "\\P{Cntrl}*";

    private final Venues venues;
    private final Today today;
    private final Idempotency idempotency;
    private final Caller caller;

    VenueResource(Venues venues, Today today, Idempotency idempotency, Caller caller) {
        this.venues = venues;
        this.today = today;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /**
     * A room. The checklist has what somebody found, by need (step_free_entrance, automatic_doors, accessible_toilet,
     * parking_or_taxi, tested_hearing_loop): who says so and when is kept; what is not named is unknown.
     */
    public record VenueRequest(
            @NotNull @NotBlank @Size(max = 150) @Pattern(regexp = NO_CONTROL_CHARACTERS)
            String name,

            @NotNull @Size(max = 80) @Pattern(regexp = "[a-z0-9]+(-[a-z0-9]+)*")
            String municipality,

            @Nullable @Size(max = 300) @Pattern(regexp = NO_CONTROL_CHARACTERS)
            String address,

            @NotNull @Min(1) @Max(10_000) Integer capacity,

            @Nullable @Size(max = 20) Map<String, Check.@NotNull Looked> checklist) {
        Venue venue(UUID id, Checklist before, int version, String by, java.time.LocalDate today) {
            Checklist now = before.now(checklist == null ? Map.of() : checklist, by, today, Venue::checkLine);
            return new Venue(id, 0, name, municipality, address, capacity, now, version);
        }
    }

    public record VenueView(
            UUID id,
            String name,
            String municipality,
            @Nullable String address,
            int capacity,
            Map<String, Check> checklist,
            int version) {
        static VenueView of(Venue venue) {
            return new VenueView(
                    venue.id(),
                    venue.name(),
                    venue.municipality(),
                    venue.address(),
                    venue.capacity(),
                    new TreeMap<>(venue.checklist().lines()),
                    venue.version());
        }
    }

    @POST
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Add a room, with what is known of its accessibility")
    @APIResponseSchema(value = VenueView.class, responseCode = "201")
    public Uni<Response> add(
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey, @NotNull @Valid VenueRequest request) {
        Venue venue = request.venue(UUID.randomUUID(), Checklist.EMPTY, 1, caller.subject(), today.date());
        return idempotency.once(
                idempotency.key(idempotencyKey, caller, "POST /venues", request),
                () -> venues.add(venue)
                        .map(added -> idempotency.created(
                                VenueView.of(added), "/api/v1/venues/" + added.id(), added.version())));
    }

    @GET
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER, Roles.ORGANIZATION_CONTACT})
    @Operation(
            summary =
                    "The rooms, in the order they were added: of one municipality, of at least a capacity, or verified"
                            + " to meet a need")
    public Uni<Page<VenueView>> list(
            @RestQuery @Nullable String municipality,
            @RestQuery @DefaultValue("0") int minCapacity,
            @RestQuery @Nullable Need meets,
            @BeanParam @Valid PageQuery page) {
        return venues.list(new Venues.Wanted(municipality, minCapacity, meets), page)
                .map(rows -> Page.of(rows, page, Venue::position, VenueView::of));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "One room")
    public Uni<RestResponse<VenueView>> get(UUID id) {
        return venues.known(id).map(VenueResource::answer);
    }

    @PUT
    @Path("/{id}")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(
            summary =
                    "Change a room or what is known of it; confirmed sessions in it that it no longer suits have to be"
                            + " confirmed again")
    public Uni<RestResponse<VenueView>> put(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid VenueRequest request) {
        String by = caller.subject();
        return venues.change(
                        id,
                        ifMatch,
                        before -> request.venue(id, before.checklist(), before.version() + 1, by, today.date()))
                .map(VenueResource::answer);
    }

    private static RestResponse<VenueView> answer(Venue venue) {
        return ResponseBuilder.ok(VenueView.of(venue))
                .tag(ETags.of(venue.version()))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Remove a room in which nothing takes place")
    public Uni<Void> remove(UUID id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return venues.remove(id, ifMatch);
    }
}
