package org.samverka.sessions.arrangement;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.arrangement.SeriesArrangements.Outcome;
import org.samverka.sessions.arrangement.SeriesArrangements.Rest;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;

/** For whoever arranges all of a series: what is still to come of it is changed or canceled at once. */
@Path("/api/v1/session-series")
@Produces(MediaType.APPLICATION_JSON)
public class SeriesArrangementResource {
    private static final String NO_CONTROL_CHARACTERS = "\\P{Cntrl}*";

    private final SeriesArrangements arrangements;
    private final Caller caller;

    SeriesArrangementResource(SeriesArrangements arrangements, Caller caller) {
        this.arrangements = arrangements;
        this.caller = caller;
    }

    /**
     * What is left out stays as it is. Sessions that are held or canceled are left alone.
     *
     * @param from the first day that is meant, as the sessions are now; today unless said otherwise
     * @param daysLater that each is moved by; earlier when negative
     * @param startTime local, of each
     * @param venue in words; the room's place, where another room is given and nothing else is said
     */
    public record SeriesChangeRequest(
            @Nullable LocalDate from,
            @Nullable @Min(-366) @Max(366) Integer daysLater,
            @Nullable LocalTime startTime,

            @Nullable @DecimalMin(value = "0", inclusive = false) @DecimalMax("744") @Digits(integer = 3, fraction = 2)
            BigDecimal hours,

            @Nullable UUID roomId,

            @Nullable @Size(max = 200) @Pattern(regexp = NO_CONTROL_CHARACTERS)
            String venue,

            @Nullable UUID supplierId,
            @Nullable UUID leaderId) {
        SeriesChange change() {
            var change = new SeriesChange(
                    daysLater == null ? 0 : daysLater, startTime, hours, roomId, venue, supplierId, leaderId);
            if (change.isNone()) {
                throw new Invalid("/", "nothing-to-change", "Say what becomes other, such as startTime or daysLater");
            }
            return change;
        }
    }

    @Schema(name = "NextSeriesState")
    public enum Next {
        open,
        canceled
    }

    /** @param reason why it is canceled */
    public record SeriesStateRequest(
            @NotNull Next state,
            @Nullable LocalDate from,

            @Nullable @Size(min = 3, max = 500) @Pattern(regexp = NO_CONTROL_CHARACTERS)
            String reason) {}

    /** @param sessions that were meant, in the order of time */
    public record ArrangedSeriesView(UUID id, List<ArrangedSession> sessions) {
        static ArrangedSeriesView of(UUID id, Outcome outcome) {
            return new ArrangedSeriesView(
                    id, outcome.changed().stream().map(ArrangedSession::of).toList());
        }
    }

    public record ArrangedSession(UUID sessionId, LocalDateTime startsAt, Session.State state, int version) {
        static ArrangedSession of(Session session) {
            return new ArrangedSession(session.id(), session.startsAt(), session.state(), session.version());
        }
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(
            summary = "Move all that is to come of a series, or give it another place, team or leader: all of it or"
                    + " nothing; whoever was invited is invited anew")
    public Uni<RestResponse<ArrangedSeriesView>> change(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid SeriesChangeRequest request) {
        Arranger arranger = Arranger.of(caller);
        SeriesChange change = request.change();
        return Sessions.withoutClash(() -> arrangements.change(new Rest(id, request.from(), ifMatch), arranger, change))
                .map(outcome -> answer(id, outcome));
    }

    @PUT
    @Path("/{id}/state")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Open the drafts of a series, or cancel all that is to come of it")
    public Uni<RestResponse<ArrangedSeriesView>> state(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid SeriesStateRequest request) {
        var rest = new Rest(id, request.from(), ifMatch);
        Arranger arranger = Arranger.of(caller);
        Uni<Outcome> outcome = request.state() == Next.open
                ? arrangements.open(rest, arranger)
                : arrangements.cancel(rest, arranger, ArrangementResource.required(request.reason()));
        return outcome.map(changed -> answer(id, changed));
    }

    private static RestResponse<ArrangedSeriesView> answer(UUID id, Outcome outcome) {
        return ResponseBuilder.ok(ArrangedSeriesView.of(id, outcome))
                .tag(ETags.of(outcome.version()))
                .build();
    }
}
