package org.samverka.sessions.booking;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.booking.Seats.Lane;
import org.samverka.sessions.booking.WaitingList.Waiting;

@Path("/api/v1/sessions/{id}/seats")
public class SeatResource {
    private final SeatRules rules;
    private final WaitingList waitingList;
    private final Caller caller;

    SeatResource(SeatRules rules, WaitingList waitingList, Caller caller) {
        this.rules = rules;
        this.waitingList = waitingList;
        this.caller = caller;
    }

    /**
     * {@code perOrganization} is how many each organization has at most, none for no limit. With {@code waitingList} who
     * comes too late waits; {@code promotion} is automatic, or offer: whoever is next may answer within {@code offerHours}
     * (48 when not said).
     */
    public record SeatRuleRequest(
            @Nullable @Min(1) @Max(10_000) Integer perOrganization,
            @NotNull Boolean waitingList,
            @Nullable Promotion promotion,
            @Nullable @Min(1) @Max(8760) Integer offerHours) {
        private static final int TWO_DAYS = 48;

        SeatRule rule(int version) {
            Integer hours = promotion == Promotion.automatic ? null : offerHours == null ? TWO_DAYS : offerHours;
            return new SeatRule(perOrganization, waitingList, hours, version);
        }
    }

    @Schema(name = "Promotion")
    public enum Promotion {
        automatic,
        offer
    }

    /** {@code taken} seats are booked or offered. */
    public record SeatsView(
            int capacity,
            int taken,
            int free,
            int waiting,
            @Nullable Integer perOrganization,
            boolean waitingList,
            Promotion promotion,
            @Nullable Integer offerHours,
            List<OrganizationSeats> organizations,
            int version) {
        static SeatsView of(Seats seats, List<Lane> shown) {
            SeatRule rule = seats.rule();
            return new SeatsView(
                    seats.capacity(),
                    seats.lanes().stream().mapToInt(lane -> lane.taken).sum(),
                    seats.free(),
                    seats.lanes().stream().mapToInt(lane -> lane.waiting).sum(),
                    rule.perOrganization(),
                    rule.waitingList(),
                    rule.offerHours() == null ? Promotion.automatic : Promotion.offer,
                    rule.offerHours(),
                    shown.stream()
                            .map(lane -> new OrganizationSeats(lane.organization, lane.taken, lane.waiting))
                            .toList(),
                    rule.version());
        }
    }

    public record OrganizationSeats(String organization, int taken, int waiting) {}

    /** {@code place} counts from 1 among those who wait for the same seats. */
    public record WaitingView(
            UUID bookingId,
            UUID personId,
            @Nullable String organization,
            Booking.State state,
            @Nullable UUID party,
            @Nullable Instant offerUntil,
            int place) {
        static WaitingView of(Waiting waiting) {
            return new WaitingView(
                    waiting.bookingId(),
                    waiting.personId(),
                    waiting.organization(),
                    waiting.state(),
                    waiting.party(),
                    waiting.offerUntil(),
                    waiting.place());
        }
    }

    @PUT
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Say how seats are given out: how many per organization, and whether who comes late waits")
    public Uni<RestResponse<SeatsView>> rule(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid SeatRuleRequest request) {
        return rules.rule(id, request, ifMatch, caller::seesProgram).map(this::view);
    }

    @GET
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER, Roles.ORGANIZATION_CONTACT})
    @Operation(
            summary = "How many seats there are, are taken and are waited for; the own organization's for its contact")
    public Uni<RestResponse<SeatsView>> seats(UUID id) {
        return rules.seats(id, caller::seesProgram).map(this::view);
    }

    private RestResponse<SeatsView> view(Seats seats) {
        boolean everything = caller.is(Roles.COORDINATOR) || caller.is(Roles.SUPPLIER);
        List<Lane> shown = seats.lanes().stream()
                .filter(lane -> everything || caller.organizations().contains(lane.organization))
                .toList();
        return ResponseBuilder.ok(SeatsView.of(seats, shown))
                .tag(ETags.of(seats.rule().version()))
                .build();
    }

    @GET
    @Path("/waiting")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Who waits for a seat or is offered one, in the order they came")
    public Uni<Page<WaitingView>> waiting(UUID id, @BeanParam @Valid PageQuery page) {
        return waitingList
                .list(id, Scope.toSee(caller), page, caller::seesProgram)
                .map(rows -> Page.of(rows, page, Waiting::position, WaitingView::of));
    }
}
