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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.validator.constraints.UniqueElements;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.attendance.Attendance.Party;
import org.samverka.sessions.attendance.AttendanceRows.Past;
import org.samverka.sessions.attendance.AttendanceRows.Row;
import org.samverka.sessions.attendance.Attendances.Outcome;
import org.samverka.sessions.attendance.Mark.PartHours;

@Path("/api/v1/sessions/{id}/attendance")
public class AttendanceResource {
    private final Attendances attendances;
    private final Attestations attestations;
    private final Caller caller;

    AttendanceResource(Attendances attendances, Attestations attestations, Caller caller) {
        this.attendances = attendances;
        this.attestations = attestations;
        this.caller = caller;
    }

    /** Who was there; whoever is not named stays as recorded before. */
    public record AttendanceRequest(
            @NotNull @Size(min = 1, max = 500) List<@NotNull @Valid MarkRequest> attended) {
        List<Mark> marks() {
            return attended.stream().map(MarkRequest::mark).toList();
        }
    }

    /**
     * One person's hours, from 0 (absent) to the session's, in hundredths at the finest: of the whole, or of parts by their
     * number from 1. {@code reason} says why hours are corrected, and has to where they are attested.
     */
    public record MarkRequest(
            @NotNull UUID personId,

            @Nullable @DecimalMin("0") @Digits(integer = 3, fraction = 2)
            BigDecimal hours,

            @Nullable @Size(max = 100) List<@NotNull @Valid PartHoursRequest> parts,
            @Nullable @Size(min = 1, max = 200) String reason) {
        Mark mark() {
            return new Mark(personId, hours, PartHoursRequest.hours(parts), reason, null);
        }
    }

    public record PartHoursRequest(
            @NotNull Integer part,

            @NotNull @DecimalMin("0") @Digits(integer = 3, fraction = 2)
            BigDecimal hours) {
        static List<PartHours> hours(@Nullable List<PartHoursRequest> parts) {
            return parts == null
                    ? List.of()
                    : parts.stream()
                            .map(part -> new PartHours(part.part(), part.hours()))
                            .toList();
        }
    }

    /** What was noted without a connection; it may be sent again. */
    public record UploadRequest(
            @NotNull @Size(min = 1, max = 500) List<@NotNull @Valid RowRequest> rows) {
        List<Mark> marks() {
            return rows.stream().map(RowRequest::mark).toList();
        }
    }

    /** {@code at} is when it was noted: what was recorded later stays. */
    public record RowRequest(
            @NotNull UUID personId,
            @NotNull Instant at,

            @Nullable @DecimalMin("0") @Digits(integer = 3, fraction = 2)
            BigDecimal hours,

            @Nullable @Size(max = 100) List<@NotNull @Valid PartHoursRequest> parts,
            @Nullable @Size(min = 1, max = 200) String reason) {
        Mark mark() {
            return new Mark(personId, hours, PartHoursRequest.hours(parts), reason, at);
        }
    }

    /** How many marks said something new, and how many what was recorded before. */
    public record RecordedView(int recorded, int unchanged) {
        static RecordedView of(Outcome outcome) {
            return new RecordedView(outcome.recorded(), outcome.unchanged());
        }
    }

    /** {@code refused} rows were passed over: mend them and send them again. */
    public record UploadedView(int recorded, int unchanged, List<RefusedRow> refused) {
        static UploadedView of(Outcome outcome) {
            return new UploadedView(
                    outcome.recorded(),
                    outcome.unchanged(),
                    outcome.refused().stream().map(RefusedRow::of).toList());
        }
    }

    public record RefusedRow(String pointer, String code, String detail) {
        static RefusedRow of(Invalid.Error error) {
            return new RefusedRow(error.pointer(), error.code(), error.detail());
        }
    }

    /** {@code certified} hours are attested by participant and leader, as they are recorded now. */
    public record AttendanceView(
            UUID personId,
            BigDecimal hours,
            List<PartHoursView> parts,
            int version,
            boolean attestedByParticipant,
            boolean attestedByLeader,
            boolean certified) {
        static AttendanceView of(Row row) {
            return of(row.attendance());
        }

        static AttendanceView of(Attendance attendance) {
            return new AttendanceView(
                    attendance.personId(),
                    attendance.hours(),
                    attendance.parts().entrySet().stream()
                            .map(part -> new PartHoursView(part.getKey(), part.getValue()))
                            .toList(),
                    attendance.version(),
                    attendance.isAttestedBy(Party.participant),
                    attendance.isAttestedBy(Party.leader),
                    attendance.isCertified());
        }
    }

    public record PartHoursView(int part, BigDecimal hours) {}

    /** {@code by} is an account, not a name; {@code source} is list, check-in or upload. */
    public record ChangeView(
            int version,
            BigDecimal hours,
            String source,
            String by,
            Instant at,
            @Nullable String reason) {
        static ChangeView of(Past past) {
            return new ChangeView(past.version(), past.hours(), past.source(), past.by(), past.at(), past.reason());
        }
    }

    public record HistoryView(UUID personId, List<ChangeView> changes) {}

    /** Everybody who was there, unless some are named. */
    public record LeaderRequest(
            @Nullable @Size(min = 1, max = 500) @UniqueElements
            List<@NotNull UUID> personIds) {}

    public record AttestedView(int attested, int unchanged) {}

    @PUT
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Record who was there for how long, or correct it; all of the list or nothing")
    public Uni<RestResponse<RecordedView>> record(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid AttendanceRequest request) {
        return attendances
                .record(id, request.marks(), ifMatch, Reader.of(caller))
                .map(outcome -> ResponseBuilder.ok(RecordedView.of(outcome))
                        .tag(ETags.of(outcome.version()))
                        .build());
    }

    @GET
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Who was there for how long, in the order it was recorded")
    public Uni<RestResponse<Page<AttendanceView>>> list(UUID id, @BeanParam @Valid PageQuery page) {
        return attendances
                .list(id, page, Reader.of(caller))
                .map(stretch -> ResponseBuilder.ok(Page.of(stretch.rows(), page, Row::position, AttendanceView::of))
                        .tag(ETags.of(stretch.version()))
                        .build());
    }

    @POST
    @Path("/uploads")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Send a list that was kept without a connection; rows that are wrong are named, others taken")
    public Uni<RestResponse<UploadedView>> upload(UUID id, @NotNull @Valid UploadRequest request) {
        return attendances
                .upload(id, request.marks(), Reader.of(caller))
                .map(outcome -> ResponseBuilder.ok(UploadedView.of(outcome))
                        .tag(ETags.of(outcome.version()))
                        .build());
    }

    @GET
    @Path("/{personId}/history")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Who recorded a person's hours when, and why they were corrected")
    public Uni<HistoryView> history(UUID id, UUID personId) {
        return attendances
                .history(id, personId, Reader.of(caller))
                .map(history -> new HistoryView(
                        personId, history.stream().map(ChangeView::of).toList()));
    }

    @POST
    @Path("/attestations")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Attest, as who led the session, that the hours are right: everybody's or some people's")
    public Uni<AttestedView> attest(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid LeaderRequest request) {
        List<UUID> people = request.personIds() == null ? List.of() : request.personIds();
        return attestations
                .byLeader(id, people, ifMatch, Reader.of(caller))
                .map(outcome -> new AttestedView(outcome.attested(), outcome.unchanged()));
    }
}
