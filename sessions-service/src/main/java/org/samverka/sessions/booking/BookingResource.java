package org.samverka.sessions.booking;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Trace;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;

@Path("/api/v1/bookings")
@Produces(MediaType.APPLICATION_JSON)
public class BookingResource {
    private final Bookings bookings;
    private final Idempotency idempotency;
    private final Caller caller;

    BookingResource(Bookings bookings, Idempotency idempotency, Caller caller) {
        this.bookings = bookings;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    public record BookingRequest(
            @NotNull UUID sessionId, @NotNull UUID personId) {}

    public record BookingView(
            UUID id, UUID sessionId, String program, UUID personId, Booking.State state, int version) {
        static BookingView of(Booking b) {
            return new BookingView(b.id, b.sessionId, b.program, b.personId, b.state, b.version);
        }
    }

    @POST
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT, Roles.PARTICIPANT})
    @Operation(summary = "Book a seat for a person who is enrolled in what the session is for")
    @APIResponseSchema(value = BookingView.class, responseCode = "201")
    public Uni<Response> book(
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey, @NotNull @Valid BookingRequest request) {
        Scope scope = Scope.toBook(caller);
        scope.requirePerson(request.personId());
        var seat = new SeatRequest(
                UUID.randomUUID(),
                request.personId(),
                scope,
                idempotency.key(idempotencyKey, caller, "POST /bookings", request),
                Trace.current());
        return bookings.book(request.sessionId(), seat).map(Answer::response);
    }

    @GET
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER, Roles.ORGANIZATION_CONTACT, Roles.PARTICIPANT})
    @Operation(summary = "Who has a seat, in the order they were booked; or whose booking was canceled")
    public Uni<Page<BookingView>> list(
            @RestQuery @Nullable UUID sessionId,
            @RestQuery @Nullable UUID personId,
            @RestQuery @DefaultValue("booked") Booking.State state,
            @BeanParam @Valid PageQuery page) {
        return bookings.list(Scope.toSee(caller), sessionId, personId, state, page)
                .map(rows -> Page.of(rows, page, booking -> booking.position, BookingView::of));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER, Roles.ORGANIZATION_CONTACT, Roles.PARTICIPANT})
    @Operation(summary = "One booking")
    public Uni<RestResponse<BookingView>> get(UUID id) {
        return bookings.get(id, Scope.toSee(caller))
                .map(booking -> ResponseBuilder.ok(BookingView.of(booking))
                        .tag(ETags.of(booking.version))
                        .build());
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT, Roles.PARTICIPANT})
    @Operation(summary = "Cancel a booking; its seat comes free")
    public Uni<Void> cancel(UUID id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return bookings.cancel(id, Scope.toBook(caller), ifMatch);
    }
}
