package org.samverka.sessions.attendance;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.attendance.AttendanceResource.AttendanceView;
import org.samverka.sessions.attendance.Hours.Own;

@Path("/api/v1/me/hours")
public class MyHoursResource {
    private final Hours hours;
    private final Attestations attestations;
    private final Caller caller;

    MyHoursResource(Hours hours, Attestations attestations, Caller caller) {
        this.hours = hours;
        this.attestations = attestations;
        this.caller = caller;
    }

    /** {@code hours} are all of the time that was asked for, whatever is on the page. */
    public record MyHoursView(
            @Nullable String month,
            BigDecimal hours,
            BigDecimal certifiedHours,
            List<MyDay> items,
            @Nullable String next) {}

    public record MyDay(
            UUID sessionId,
            String program,
            String title,
            LocalDate date,
            BigDecimal hours,
            boolean attestedByYou,
            boolean attestedByLeader) {
        static MyDay of(Own own) {
            return new MyDay(
                    own.sessionId(),
                    own.program(),
                    own.title(),
                    own.date(),
                    own.hours(),
                    own.participant(),
                    own.leader());
        }
    }

    /** The hours of the whole session, as you know them. */
    public record AttestationRequest(
            @NotNull UUID sessionId,

            @NotNull @DecimalMin("0") @Digits(integer = 3, fraction = 2)
            BigDecimal hours) {}

    @GET
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "Your hours by day, of one month (2022-11) or of all time, and who has attested them")
    public Uni<MyHoursView> mine(@RestQuery @Nullable String month, @BeanParam @Valid PageQuery page) {
        return hours.ofSelf(caller.personId(), Months.optional(month), page).map(own -> {
            Page<MyDay> days = Page.of(own.rows(), page, Own::position, MyDay::of);
            return new MyHoursView(month, own.sum().hours(), own.sum().certified(), days.items(), days.next());
        });
    }

    @POST
    @Path("/attestations")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "Attest that your hours of a session are right; you are asked again when they are corrected")
    public Uni<AttendanceView> attest(@NotNull @Valid AttestationRequest request) {
        return attestations
                .byParticipant(request.sessionId(), caller.personId(), request.hours(), caller.subject())
                .map(AttendanceView::of);
    }
}
