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
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;

@Path("/api/v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {
    private static final String NO_CONTROL_CHARACTERS = "\\P{Cntrl}*";

    private final Sessions sessions;
    private final Idempotency idempotency;
    private final Caller caller;

    SessionResource(Sessions sessions, Idempotency idempotency, Caller caller) {
        this.sessions = sessions;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /**
     * A session to be: starts at a local time in a zone (IANA), without offset, and takes more than 0 up to 744 hours (a
     * month), in hundredths at the finest.
     */
    public record SessionRequest(
            @NotNull @NotBlank @Size(max = 80) String program,

            @NotNull @NotBlank @Size(max = 200) @Pattern(regexp = NO_CONTROL_CHARACTERS)
            String title,

            @Nullable @Size(max = 80) String targetGroup,
            @NotNull @JsonFormat(lenient = OptBoolean.FALSE) LocalDateTime startsAt,
            @NotNull @Size(max = 80) String zone,

            @NotNull @DecimalMin(value = "0", inclusive = false) @DecimalMax("744") @Digits(integer = 3, fraction = 2)
            BigDecimal hours,

            @NotNull @Min(1) @Max(10_000) Integer capacity,

            @Nullable @Size(max = 200) @Pattern(regexp = NO_CONTROL_CHARACTERS)
            String venue) {
        Session session() {
            return new Session(program, title, targetGroup, LocalStart.of(startsAt, zone), hours, capacity, venue);
        }
    }

    public record SessionView(
            UUID id,
            String program,
            String title,
            @Nullable String targetGroup,
            LocalDateTime startsAt,
            String zone,
            BigDecimal hours,
            int capacity,
            @Nullable String venue,
            Session.State state,
            int version) {
        static SessionView of(Session s) {
            return new SessionView(
                    s.id,
                    s.program,
                    s.title,
                    s.targetGroup,
                    s.startsAt,
                    s.zone,
                    s.hours,
                    s.capacity,
                    s.venue,
                    s.state,
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
        return idempotency.once(
                idempotency.key(idempotencyKey, caller, "POST /sessions", request),
                () -> sessions.schedule(request.session()).map(this::created));
    }

    private Idempotency.Answer created(Session session) {
        return idempotency.created(SessionView.of(session), "/api/v1/sessions/" + session.id, session.version);
    }

    @GET
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER, Roles.ORGANIZATION_CONTACT})
    @Operation(
            summary = "The sessions of one program, or of all those assigned to you, in the order they were scheduled")
    public Uni<Page<SessionView>> list(@RestQuery @Nullable String program, @BeanParam @Valid PageQuery page) {
        if (program != null) {
            caller.requireProgram(program);
        }
        return sessions.list(program == null ? caller.programs() : Set.of(program), page)
                .map(rows -> Page.of(rows, page, session -> session.position, SessionView::of));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "One session")
    public Uni<RestResponse<SessionView>> get(UUID id) {
        return sessions.known(id)
                .map(session -> session.seenBy(caller::seesProgram))
                .map(session -> ResponseBuilder.ok(SessionView.of(session))
                        .tag(ETags.of(session.version))
                        .build());
    }
}
