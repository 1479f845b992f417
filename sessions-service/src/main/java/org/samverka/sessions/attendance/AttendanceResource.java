package org.samverka.sessions.attendance;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.attendance.AttendanceSheet.Mark;
import org.samverka.sessions.attendance.Attendances.Outcome;
import org.samverka.sessions.attendance.Attendances.Row;

@Path("/api/v1/sessions/{id}/attendance")
public class AttendanceResource {
    private final Attendances attendances;
    private final Caller caller;

    AttendanceResource(Attendances attendances, Caller caller) {
        this.attendances = attendances;
        this.caller = caller;
    }

    /** Who was there; whoever is not named stays as recorded before. */
    public record AttendanceRequest(
            @NotNull @Size(min = 1, max = 500) List<@NotNull @Valid MarkRequest> attended) {
        List<Mark> marks() {
            return attended.stream()
                    .map(mark -> new Mark(mark.personId(), mark.hours()))
                    .toList();
        }
    }

    /** One person's hours, from 0 (absent) to the session's, in hundredths at the finest. */
    public record MarkRequest(
            @NotNull UUID personId,

            @NotNull @DecimalMin("0") @Digits(integer = 3, fraction = 2)
            BigDecimal hours) {}

    /** How many marks said something new, and how many what was recorded before. */
    public record RecordedView(int recorded, int unchanged) {
        static RecordedView of(Outcome outcome) {
            return new RecordedView(outcome.recorded(), outcome.unchanged());
        }
    }

    public record AttendanceView(UUID personId, BigDecimal hours, int version) {
        static AttendanceView of(Row row) {
            return new AttendanceView(
                    row.attendance().personId(),
                    row.attendance().hours(),
                    row.attendance().version());
        }
    }

    @PUT
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Record who was there for how long, or correct it; all of the list or nothing")
    public Uni<RestResponse<RecordedView>> record(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid AttendanceRequest request) {
        return attendances
                .record(id, request.marks(), ifMatch, caller::seesProgram)
                .map(outcome -> ResponseBuilder.ok(RecordedView.of(outcome))
                        .tag(ETags.of(outcome.version()))
                        .build());
    }

    @GET
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Who was there for how long, in the order it was recorded")
    public Uni<RestResponse<Page<AttendanceView>>> list(UUID id, @BeanParam @Valid PageQuery page) {
        return attendances
                .list(id, page, caller::seesProgram)
                .map(stretch -> ResponseBuilder.ok(Page.of(stretch.rows(), page, Row::position, AttendanceView::of))
                        .tag(ETags.of(stretch.version()))
                        .build());
    }
}
