package org.samverka.sessions.attendance;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.attendance.CheckIns.Arrival;
import org.samverka.sessions.attendance.CheckIns.Listed;

@Path("/api/v1/sessions/{id}/check-in")
public class CheckInResource {
    private final CheckIns checkIns;
    private final Caller caller;

    CheckInResource(CheckIns checkIns, Caller caller) {
        this.checkIns = checkIns;
        this.caller = caller;
    }

    /** {@code name} is none where the identity is protected; {@code hours} none until somebody has arrived. */
    public record ComerView(
            UUID bookingId,
            UUID personId,
            @Nullable String name,
            @Nullable BigDecimal hours) {
        static ComerView of(Listed listed) {
            return new ComerView(
                    listed.comer().bookingId(),
                    listed.comer().personId(),
                    listed.name(),
                    listed.attendance() == null ? null : listed.attendance().hours());
        }
    }

    /** The code that the person shows, typed or read from its picture; {@code part} where the session has several. */
    public record ArrivalRequest(
            @NotBlank @Size(max = 40) String code, @Nullable Integer part) {}

    /** {@code hours} of the part; {@code first} is false when the person was checked in before. */
    public record ArrivalView(UUID personId, BigDecimal hours, boolean first) {
        static ArrivalView of(Arrival arrival) {
            return new ArrivalView(arrival.personId(), arrival.hours(), arrival.first());
        }
    }

    @GET
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Who comes, by name, and who has arrived")
    public Uni<Page<ComerView>> list(UUID id, @BeanParam @Valid PageQuery page) {
        return checkIns.list(id, page, Reader.of(caller))
                .map(rows -> Page.of(rows, page, row -> row.comer().position(), ComerView::of));
    }

    @POST
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Somebody has arrived and shows their code: they are recorded for the whole of the part")
    public Uni<ArrivalView> arrived(UUID id, @NotNull @Valid ArrivalRequest request) {
        return checkIns.arrived(id, request.code(), request.part(), Reader.of(caller))
                .map(ArrivalView::of);
    }
}
