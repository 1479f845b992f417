package org.samverka.participants.absence;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.access.Logged;

/** An organization's rule for offering support; beside its other resources, since the longest path of a class wins. */
@Path("/api/v1/organizations")
public class EarlySignalResource {
    private final SupportOffers offers;
    private final Caller caller;

    EarlySignalResource(SupportOffers offers, Caller caller) {
        this.offers = offers;
        this.caller = caller;
    }

    /**
     * When support is offered.
     *
     * @param occasions of sickness
     * @param months the window in which they begin
     * @param maxDays calendar days that each lasts at most
     */
    public record SignalView(
            @Min(2) @Max(20) int occasions,
            @Min(1) @Max(24) int months,
            @Min(1) @Max(59) int maxDays) {
        static SignalView of(EarlySignal s) {
            return new SignalView(s.occasions(), s.months(), s.maxDays());
        }
    }

    @GET
    @Path("/{key}/early-signal")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.OCCUPATIONAL_HEALTH, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "After how many short absences support is offered; not known while it never is")
    public Uni<SignalView> signal(String key) {
        caller.requireOrganization(key);
        return offers.signal(key).map(SignalView::of);
    }

    @PUT
    @Path("/{key}/early-signal")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.OCCUPATIONAL_HEALTH})
    @Operation(summary = "Sets it; absences are judged by it as they come in, and those that are there soon after")
    @Logged(action = "set", object = "early signal of {key}")
    public Uni<SignalView> set(String key, @Valid @NotNull SignalView request) {
        caller.requireOrganization(key);
        return offers.set(key, new EarlySignal(request.occasions(), request.months(), request.maxDays()))
                .map(SignalView::of);
    }

    @DELETE
    @Path("/{key}/early-signal")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.OCCUPATIONAL_HEALTH})
    @Operation(summary = "Ends it; what was offered stays")
    @Logged(action = "unset", object = "early signal of {key}")
    public Uni<Void> unset(String key) {
        caller.requireOrganization(key);
        return offers.unset(key);
    }
}
