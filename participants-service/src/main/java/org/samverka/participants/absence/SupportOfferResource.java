package org.samverka.participants.absence;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.absence.SupportOffers.Accepted;
import org.samverka.participants.absence.SupportOffers.Offer;
import org.samverka.participants.access.Logged;

/** Support that is offered after repeated short absence; no employer ever sees an offer. */
@Path("/api/v1")
public class SupportOfferResource {
    private final SupportOffers offers;
    private final Caller caller;

    SupportOfferResource(SupportOffers offers, Caller caller) {
        this.offers = offers;
        this.caller = caller;
    }

    /**
     * An offer to you.
     *
     * @param state open, accepted, declined, or closed when its reason was corrected away
     */
    public record OfferView(
            UUID id,
            String organization,
            LocalDate offeredOn,
            String state,
            @Nullable Instant answeredAt) {
        static OfferView of(Offer o) {
            return new OfferView(o.id(), o.organization(), o.offeredOn(), o.state(), o.answeredAt());
        }
    }

    public record OffersView(List<OfferView> items) {}

    /** An offer that the person has accepted. */
    public record AcceptedView(UUID id, UUID personId, String organization, LocalDate offeredOn, Instant acceptedAt) {
        static AcceptedView of(Accepted a) {
            Offer offer = a.offer();
            return new AcceptedView(
                    offer.id(),
                    a.personId(),
                    offer.organization(),
                    offer.offeredOn(),
                    java.util.Objects.requireNonNull(offer.answeredAt()));
        }
    }

    enum Answer {
        accepted,
        declined
    }

    public record AnswerRequest(@NotNull Answer answer) {}

    @GET
    @Path("/me/offers")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "Support that was offered to you, the newest first")
    public Uni<OffersView> mine() {
        return offers.of(caller.personId())
                .map(list -> new OffersView(list.stream().map(OfferView::of).toList()));
    }

    @POST
    @Path("/me/offers/{id}/answer")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "Accepts or declines; once accepted, occupational health sees the offer")
    public Uni<OfferView> answer(UUID id, @Valid @NotNull AnswerRequest request) {
        return offers.answer(id, caller.personId(), request.answer().name()).map(OfferView::of);
    }

    @GET
    @Path("/support-offers")
    @RolesAllowed(Roles.OCCUPATIONAL_HEALTH)
    @Operation(summary = "Accepted offers in the organizations that engaged you")
    @Logged(action = "list", object = "accepted support offers")
    public Uni<Page<AcceptedView>> accepted(@BeanParam @Valid PageQuery page) {
        return offers.accepted(caller.organizations(), page)
                .map(rows -> Page.of(rows, page, Accepted::position, AcceptedView::of));
    }
}
