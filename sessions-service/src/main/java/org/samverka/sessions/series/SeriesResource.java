package org.samverka.sessions.series;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.series.AllSeries.Scheduled;
import org.samverka.sessions.series.AllSeries.Series;
import org.samverka.sessions.session.Description;
import org.samverka.sessions.session.Planner;
import org.samverka.sessions.session.SessionResource.SessionRequest;
import org.samverka.sessions.session.Sessions;
import org.samverka.sessions.session.Timing;

@Path("/api/v1/session-series")
@Produces(MediaType.APPLICATION_JSON)
public class SeriesResource {
    private final AllSeries series;
    private final Idempotency idempotency;
    private final Caller caller;

    SeriesResource(AllSeries series, Idempotency idempotency, Caller caller) {
        this.series = series;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /**
     * A first session, with startsAt and hours, and the rule (RRULE of RFC 5545, with COUNT or UNTIL) by which it comes
     * again at the same local hour, at most 400 times.
     *
     * @param except days that are left out
     */
    public record SeriesRequest(
            @NotNull @Valid SessionRequest first,
            @NotNull @NotBlank @Size(max = 500) String rule,
            @Nullable @Size(max = 400) List<@NotNull LocalDate> except) {

        List<Timing> timings(Description description) {
            Timing timing = description.timing();
            if (first.parts() != null) {
                throw new Invalid(
                        "/first/parts", "not-in-a-series", "Give startsAt and hours; a workshop is no series");
            }
            return new Recurrence(rule, timing.startsAt(), timing.zone())
                    .times(except == null ? Set.of() : Set.copyOf(except)).stream()
                            .map(time -> Timing.of(time, timing.zone(), timing.hours()))
                            .toList();
        }
    }

    /** @param sessions in the order of time; each is a session of its own */
    public record ScheduledView(UUID id, String program, String rule, List<OccurrenceView> sessions) {
        static ScheduledView of(Scheduled scheduled) {
            return new ScheduledView(
                    scheduled.series().id(),
                    scheduled.series().program(),
                    scheduled.series().rule(),
                    scheduled.sessions().stream()
                            .map(session -> new OccurrenceView(session.id(), session.startsAt()))
                            .toList());
        }
    }

    public record OccurrenceView(UUID sessionId, LocalDateTime startsAt) {}

    /** Its sessions are in {@code /sessions?seriesId=}. */
    public record SeriesView(UUID id, String program, String rule) {
        static SeriesView of(Series series) {
            return new SeriesView(series.id(), series.program(), series.rule());
        }
    }

    @POST
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Schedule a session that comes again by a rule: all of them or none")
    @APIResponseSchema(value = ScheduledView.class, responseCode = "201")
    public Uni<Response> schedule(
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey, @NotNull @Valid SeriesRequest request) {
        caller.requireProgram(request.first().program());
        var planner = Planner.of(caller);
        Description description = request.first().description();
        List<Timing> timings = request.timings(description);
        return Sessions.withoutClash(() -> idempotency.once(
                idempotency.key(idempotencyKey, caller, "POST /session-series", request),
                () -> series.schedule(
                                request.rule(),
                                description,
                                timings,
                                request.first().beginning(),
                                planner)
                        .map(this::created)));
    }

    private Idempotency.Answer created(Scheduled scheduled) {
        return idempotency.created(
                ScheduledView.of(scheduled),
                "/api/v1/session-series/" + scheduled.series().id(),
                scheduled.series().version());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "One series; its sessions are in /sessions?seriesId=")
    public Uni<RestResponse<SeriesView>> get(UUID id) {
        return series.known(id)
                .map(this::seen)
                .map(found -> ResponseBuilder.ok(SeriesView.of(found))
                        .tag(ETags.of(found.version()))
                        .build());
    }

    private Series seen(Series found) {
        if (!caller.seesProgram(found.program())) {
            throw AllSeries.unknown();
        }
        return found;
    }
}
