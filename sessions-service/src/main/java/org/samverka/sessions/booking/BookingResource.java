package org.samverka.sessions.booking;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.hibernate.validator.constraints.UniqueElements;
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
import org.samverka.sessions.booking.Bookings.Filter;
import org.samverka.sessions.code.QrCode;
import org.samverka.sessions.worker.Workers;

@Path("/api/v1/bookings")
@Produces(MediaType.APPLICATION_JSON)
public class BookingResource {
    private final Bookings bookings;
    private final BookingChanges changes;
    private final Workers workers;
    private final Idempotency idempotency;
    private final Caller caller;

    BookingResource(
            Bookings bookings, BookingChanges changes, Workers workers, Idempotency idempotency, Caller caller) {
        this.bookings = bookings;
        this.changes = changes;
        this.workers = workers;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    public record BookingRequest(
            @NotNull UUID sessionId, @NotNull UUID personId) {}

    /** People of one organization, who get seats together or not at all. */
    public record GroupRequest(
            @NotNull UUID sessionId,

            @NotNull @Size(min = 2, max = 100) @UniqueElements
            List<@NotNull UUID> personIds) {}

    public record CodeView(String code) {}

    public record TransferRequest(@NotNull UUID personId) {}

    public record ApprovalRequest(@NotNull Boolean approved) {}

    /**
     * {@code party} is who gets seats together; {@code reason} a stable code for how it came to its state; an offered seat is
     * held until {@code offerUntil}.
     */
    public record BookingView(
            UUID id,
            UUID sessionId,
            String program,
            UUID personId,
            Booking.State state,
            @Nullable UUID party,
            @Nullable String reason,
            @Nullable Instant offerUntil,
            int version) {
        static BookingView of(Booking b) {
            return new BookingView(
                    b.id, b.sessionId, b.program, b.personId, b.state, b.party, b.reason, b.offerUntil, b.version);
        }
    }

    public record GroupView(UUID party, Booking.State state, List<BookingView> bookings) {
        static GroupView of(UUID party, List<Booking> bookings) {
            return new GroupView(
                    party,
                    bookings.get(0).state,
                    bookings.stream().map(BookingView::of).toList());
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
        var seat = SeatRequest.of(
                request.personId(),
                scope,
                idempotency.key(idempotencyKey, caller, "POST /bookings", request),
                Trace.current());
        return bookings.book(request.sessionId(), seat).map(Answer::response);
    }

    @POST
    @Path("/groups")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Book seats for several people of one organization: for all of them or for nobody")
    @APIResponseSchema(value = GroupView.class, responseCode = "201")
    public Uni<Response> bookTogether(
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey, @NotNull @Valid GroupRequest request) {
        var seats = SeatRequest.together(
                request.personIds(),
                Scope.toBook(caller),
                idempotency.key(idempotencyKey, caller, "POST /bookings/groups", request),
                Trace.current());
        return bookings.book(request.sessionId(), seats).map(Answer::response);
    }

    @GET
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER, Roles.ORGANIZATION_CONTACT, Roles.MANAGER, Roles.PARTICIPANT})
    @Operation(summary = "Who has a seat, in the order they were booked; or whose booking is in another state")
    public Uni<Page<BookingView>> list(
            @RestQuery @Nullable UUID sessionId,
            @RestQuery @Nullable UUID personId,
            @RestQuery @Nullable UUID party,
            @RestQuery @DefaultValue("booked") Booking.State state,
            @BeanParam @Valid PageQuery page) {
        return bookings.list(Scope.toSee(caller), new Filter(sessionId, personId, party, state), page)
                .map(rows -> Page.of(rows, page, booking -> booking.position, BookingView::of));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER, Roles.ORGANIZATION_CONTACT, Roles.MANAGER, Roles.PARTICIPANT})
    @Operation(summary = "One booking")
    public Uni<RestResponse<BookingView>> get(UUID id) {
        return bookings.get(id, Scope.toSee(caller)).map(BookingResource::view);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT, Roles.PARTICIPANT})
    @Operation(summary = "Cancel a booking, or decline an offer; the seat goes to whoever is next")
    public Uni<Void> cancel(UUID id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return changes.cancel(id, Scope.toBook(caller), ifMatch).replaceWithVoid();
    }

    @POST
    @Path("/{id}/acceptance")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT, Roles.PARTICIPANT})
    @Operation(summary = "Accept the seat that is offered; whoever booked a group accepts for all of it")
    public Uni<RestResponse<BookingView>> accept(UUID id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return changes.accept(id, Scope.toBook(caller), ifMatch).map(BookingResource::view);
    }

    @POST
    @Path("/{id}/approval")
    @RolesAllowed({Roles.COORDINATOR, Roles.MANAGER})
    @Operation(summary = "Approve what somebody of your unit has asked for, or do not; what was decided stays")
    public Uni<RestResponse<BookingView>> decide(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid ApprovalRequest request) {
        return changes.decide(id, Scope.toDecide(caller), request.approved(), ifMatch)
                .map(BookingResource::view);
    }

    @POST
    @Path("/{id}/transfer")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Give the seat to a colleague of the same organization")
    @APIResponseSchema(value = BookingView.class, responseCode = "201")
    public Uni<Response> transfer(
            UUID id,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid TransferRequest request) {
        var colleague = SeatRequest.of(request.personId(), Scope.toBook(caller), null, null);
        return idempotency.once(
                idempotency.key(idempotencyKey, caller, "POST /bookings/" + id + "/transfer", request),
                () -> changes.transfer(id, colleague, ifMatch)
                        .map(booking -> idempotency.created(
                                BookingView.of(booking), "/api/v1/bookings/" + booking.id, booking.version)));
    }

    @GET
    @Path("/{id}/code")
    @RolesAllowed({Roles.COORDINATOR, Roles.PARTICIPANT})
    @Operation(summary = "The code that is shown at the door")
    public Uni<CodeView> code(UUID id) {
        return bookings.code(id, Scope.toBook(caller)).map(CodeView::new);
    }

    @GET
    @Path("/{id}/code.png")
    @Produces("image/png")
    @RolesAllowed({Roles.COORDINATOR, Roles.PARTICIPANT})
    @Operation(summary = "The same as a QR code")
    public Uni<RestResponse<byte[]>> picture(UUID id) {
        return bookings.code(id, Scope.toBook(caller))
                .chain(code -> workers.run(() -> QrCode.png(code)))
                .map(png -> ResponseBuilder.ok(png)
                        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                        .build());
    }

    private static RestResponse<BookingView> view(Booking booking) {
        return ResponseBuilder.ok(BookingView.of(booking))
                .tag(ETags.of(booking.version))
                .build();
    }
}
