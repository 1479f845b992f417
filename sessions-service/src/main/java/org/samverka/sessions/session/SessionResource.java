package org.samverka.sessions.session;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.OptBoolean;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;

@Path("/api/v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {
    private static final String NO_CONTROL_CHARACTERS = "\\P{Cntrl}*";

    private final Sessions sessions;
    private final Parts parts;
    private final Idempotency idempotency;
    private final Caller caller;

    SessionResource(Sessions sessions, Parts parts, Idempotency idempotency, Caller caller) {
        this.sessions = sessions;
        this.parts = parts;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /**
     * A session to be: starts at a local time in a zone (IANA), without offset, and takes more than 0 up to 744 hours (a
     * month), in hundredths at the finest. Instead of startsAt and hours, parts say the days of a workshop. A time that
     * comes twice, when clocks go back, means its first time.
     *
     * @param venue where, in words; the room's place where there is a room
     * @param roomId of the venues; with supplierId and leaderId nothing is taken twice at a time
     * @param leaderId the person who holds it
     * @param link for those who take part from elsewhere
     * @param follows the session that it follows up
     * @param state draft or open; open unless said otherwise
     */
    public record SessionRequest(
            @NotNull @NotBlank @Size(max = 80) String program,

            @NotNull @NotBlank @Size(max = 200) @Pattern(regexp = NO_CONTROL_CHARACTERS)
            String title,

            @Nullable @Size(max = 80) String targetGroup,

            @Nullable @JsonFormat(lenient = OptBoolean.FALSE)
            LocalDateTime startsAt,

            @NotNull @Size(max = 80) String zone,

            @Nullable @DecimalMin(value = "0", inclusive = false) @DecimalMax("744") @Digits(integer = 3, fraction = 2)
            BigDecimal hours,

            @Nullable @Size(min = 1, max = 60) List<@NotNull @Valid PartRequest> parts,
            @NotNull @Min(1) @Max(10_000) Integer capacity,

            @Nullable @Size(max = 200) @Pattern(regexp = NO_CONTROL_CHARACTERS)
            String venue,

            @Nullable UUID roomId,
            @Nullable UUID supplierId,
            @Nullable UUID leaderId,

            @Nullable @Size(max = 1000) @Pattern(regexp = "https://[^\\s\\p{Cntrl}]+")
            String link,

            @Nullable UUID follows,
            Session.@Nullable State state) {
        public Description description() {
            return new Description(
                    program,
                    title,
                    targetGroup,
                    timing(),
                    capacity,
                    venue,
                    roomId,
                    supplierId,
                    leaderId,
                    link,
                    follows);
        }

        private Timing timing() {
            if (parts != null) {
                if (startsAt != null || hours != null) {
                    throw new Invalid("/parts", "either-or", "Give parts, or startsAt and hours, not both");
                }
                return Timing.of(
                        zone,
                        parts.stream()
                                .map(part -> new Part(part.title(), part.startsAt(), part.hours()))
                                .toList());
            }
            var errors = new ArrayList<Invalid.Error>();
            if (startsAt == null) {
                errors.add(new Invalid.Error("/startsAt", "not-null", "Say when it starts, or give parts"));
            }
            if (hours == null) {
                errors.add(new Invalid.Error("/hours", "not-null", "Say how long it takes, or give parts"));
            }
            if (startsAt == null || hours == null) {
                throw new Invalid(errors);
            }
            return Timing.of(startsAt, zone, hours);
        }

        public Session.State beginning() {
            if (state == null || state == Session.State.open || state == Session.State.draft) {
                return state == null ? Session.State.open : state;
            }
            throw new Invalid("/state", "not-a-beginning", "A session begins as draft or open");
        }
    }

    /** A day of a workshop, or another stretch without a break overnight. */
    public record PartRequest(
            @Nullable @Size(max = 200) @Pattern(regexp = NO_CONTROL_CHARACTERS)
            String title,

            @NotNull @JsonFormat(lenient = OptBoolean.FALSE) LocalDateTime startsAt,

            @NotNull @DecimalMin(value = "0", inclusive = false) @DecimalMax("24") @Digits(integer = 2, fraction = 2)
            BigDecimal hours) {}

    public record SessionView(
            UUID id,
            String program,
            String title,
            @Nullable String targetGroup,
            LocalDateTime startsAt,
            String zone,
            BigDecimal hours,
            List<Part> parts,
            int capacity,
            @Nullable String venue,
            @Nullable UUID roomId,
            @Nullable UUID supplierId,
            @Nullable UUID leaderId,
            @Nullable String link,
            @Nullable UUID seriesId,
            @Nullable UUID follows,
            Session.State state,
            int sequence,
            int version) {
        public static SessionView of(Session s, List<Part> parts) {
            return new SessionView(
                    s.id,
                    s.program,
                    s.title,
                    s.targetGroup,
                    s.startsAt,
                    s.zone,
                    s.hours,
                    parts,
                    s.capacity,
                    s.venue,
                    s.roomId,
                    s.supplierId,
                    s.leaderId,
                    s.link,
                    s.seriesId,
                    s.follows,
                    s.state,
                    s.sequence,
                    s.version);
        }
    }

    @POST
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "Schedule a session, for the whole program or one target group")
    @APIResponseSchema(value = SessionView.class, responseCode = "201")
    public Uni<Response> schedule(
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey, @NotNull @Valid SessionRequest request) {
        caller.requireProgram(request.program());
        var planner = Planner.of(caller);
        Description description = request.description();
        Session.State first = request.beginning();
        return Sessions.withoutClash(() -> idempotency.once(
                idempotency.key(idempotencyKey, caller, "POST /sessions", request),
                () -> sessions.schedule(description, List.of(description.timing()), first, null, planner)
                        .map(scheduled -> created(scheduled.get(0), description))));
    }

    private Idempotency.Answer created(Session session, Description description) {
        return idempotency.created(
                SessionView.of(session, description.timing().parts()),
                "/api/v1/sessions/" + session.id,
                session.version);
    }

    @GET
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER, Roles.ORGANIZATION_CONTACT})
    @Operation(
            summary = "The sessions of one program, or of all those assigned to you, in the order they were scheduled")
    public Uni<Page<SessionView>> list(
            @RestQuery @Nullable String program,
            @RestQuery Session.@Nullable State state,
            @RestQuery @Nullable UUID seriesId,
            @RestQuery @Nullable UUID follows,
            @RestQuery @Nullable UUID supplierId,
            @BeanParam @Valid PageQuery page) {
        if (program != null) {
            caller.requireProgram(program);
        }
        var wanted = new Sessions.Wanted(
                program == null ? caller.programs() : Set.of(program),
                seesDrafts(),
                state,
                seriesId,
                follows,
                supplierId);
        return sessions.list(wanted, page)
                .chain(rows -> parts.of(rows.stream().map(Session::id).toList())
                        .map(parts -> Page.of(
                                rows,
                                page,
                                session -> session.position,
                                session -> SessionView.of(session, parts.getOrDefault(session.id, List.of())))));
    }

    private boolean seesDrafts() {
        return caller.is(Roles.COORDINATOR) || caller.is(Roles.SUPPLIER);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "One session")
    public Uni<RestResponse<SessionView>> get(UUID id) {
        return sessions.known(id)
                .map(session -> session.seenBy(caller::seesProgram).told(seesDrafts()))
                .chain(session -> parts.of(List.of(id))
                        .map(parts -> ResponseBuilder.ok(SessionView.of(session, parts.getOrDefault(id, List.of())))
                                .tag(ETags.of(session.version))
                                .build()));
    }
}
