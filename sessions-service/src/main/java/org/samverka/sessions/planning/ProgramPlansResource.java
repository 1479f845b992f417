package org.samverka.sessions.planning;

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
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.planning.PlanResource.PlanView;
import org.samverka.sessions.planning.Wish.Municipality;
import org.samverka.sessions.planning.Wish.Team;

@Path("/api/v1/programs/{key}/session-plans")
@Produces(MediaType.APPLICATION_JSON)
public class ProgramPlansResource {
    private static final int MOST_DAYS = 2000;
    private static final int LONGEST = 1100;

    private final Plans plans;
    private final PlanChanges changes;
    private final Idempotency idempotency;
    private final Caller caller;

    ProgramPlansResource(Plans plans, PlanChanges changes, Idempotency idempotency, Caller caller) {
        this.plans = plans;
        this.changes = changes;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** @param unavailable days on which the team cannot come, besides those on which it holds a session already */
    public record TeamRequest(
            @NotNull UUID supplierId,
            @Nullable @Size(max = 1000) Set<@NotNull LocalDate> unavailable) {}

    /**
     * @param key the municipality's organization
     * @param days how many are to be held there
     * @param parallel how many may be held there on the same day; 1 unless said otherwise, and in one room
     * @param latitude in degrees; with the longitude of both, the kilometers between two municipalities count
     */
    public record MunicipalityRequest(
            @NotNull @Size(max = 80) @Pattern(regexp = "[a-z0-9]+(-[a-z0-9]+)*")
            String key,

            @NotNull @Min(1) @Max(500) Integer days,
            @Nullable @Min(1) @Max(20) Integer parallel,
            @Nullable UUID roomId,
            @Nullable @DecimalMin("-90") @DecimalMax("90") BigDecimal latitude,
            @Nullable @DecimalMin("-180") @DecimalMax("180") BigDecimal longitude) {
        Municipality municipality() {
            return new Municipality(
                    key,
                    days,
                    parallel == null ? 1 : parallel,
                    roomId,
                    latitude == null ? null : latitude.doubleValue(),
                    longitude == null ? null : longitude.doubleValue());
        }
    }

    /**
     * Days of a kind to be shared out: never on a weekend or a public holiday of Sweden, or of Denmark where the zone is
     * Europe/Copenhagen.
     *
     * @param startTime local, the same every day
     * @param capacity of each
     */
    public record PlanRequest(
            @NotNull @NotBlank @Size(max = 200) @Pattern(regexp = "\\P{Cntrl}*")
            String title,

            @Nullable @Size(max = 80) String targetGroup,
            @NotNull LocalDate from,
            @NotNull LocalDate to,
            @NotNull @Size(max = 80) String zone,
            @NotNull LocalTime startTime,

            @NotNull @DecimalMin(value = "0", inclusive = false) @DecimalMax("12") @Digits(integer = 2, fraction = 2)
            BigDecimal hours,

            @NotNull @Min(1) @Max(10_000) Integer capacity,
            @NotNull @Size(min = 1, max = 50) List<@NotNull @Valid TeamRequest> teams,
            @NotNull @Size(min = 1, max = 300) List<@NotNull @Valid MunicipalityRequest> municipalities) {

        Wish wish() {
            var wish = new Wish(
                    title,
                    targetGroup,
                    from,
                    to,
                    zone,
                    startTime,
                    hours,
                    capacity,
                    teams.stream()
                            .map(team -> new Team(
                                    team.supplierId(), team.unavailable() == null ? Set.of() : team.unavailable()))
                            .toList(),
                    municipalities.stream()
                            .map(MunicipalityRequest::municipality)
                            .toList());
            List<Invalid.Error> errors = errors(wish);
            if (!errors.isEmpty()) {
                throw new Invalid(errors);
            }
            wish.timing(from);
            return wish;
        }

        private List<Invalid.Error> errors(Wish wish) {
            var errors = new ArrayList<Invalid.Error>();
            if (to.isBefore(from) || to.isAfter(from.plusDays(LONGEST))) {
                errors.add(new Invalid.Error(
                        "/to",
                        "no-period",
                        "The period ends after it begins, at most %d days later".formatted(LONGEST)));
            }
            if (wish.days() > MOST_DAYS) {
                errors.add(new Invalid.Error(
                        "/municipalities", "too-many", "Plan at most %d days at once".formatted(MOST_DAYS)));
            }
            Set<Object> seen = new HashSet<>();
            for (int i = 0; i < teams.size(); i++) {
                if (!seen.add(teams.get(i).supplierId())) {
                    errors.add(new Invalid.Error("/teams/" + i + "/supplierId", "twice", "Name each team once"));
                }
            }
            for (int i = 0; i < municipalities.size(); i++) {
                MunicipalityRequest each = municipalities.get(i);
                if (!seen.add(each.key())) {
                    errors.add(new Invalid.Error("/municipalities/" + i + "/key", "twice", "Name each once"));
                }
                if (each.roomId() != null && each.parallel() != null && each.parallel() > 1) {
                    errors.add(new Invalid.Error(
                            "/municipalities/" + i + "/parallel", "one-room", "One room holds one session at a time"));
                }
            }
            return errors;
        }
    }

    @POST
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(
            summary =
                    "Have days planned over teams, municipalities and a period; the search goes on after this answers")
    @APIResponseSchema(value = PlanView.class, responseCode = "201")
    public Uni<Response> wish(
            String key,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid PlanRequest request) {
        caller.requireProgram(key);
        Wish wish = request.wish();
        return idempotency.once(
                idempotency.key(idempotencyKey, caller, "POST /programs/" + key + "/session-plans", request),
                () -> changes.wish(key, wish)
                        .map(plan -> idempotency.created(
                                PlanView.of(plan), "/api/v1/session-plans/" + plan.id(), plan.version())));
    }

    @GET
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "The program's plans, in the order they were asked for")
    public Uni<Page<PlanView>> list(String key, @BeanParam @Valid PageQuery page) {
        caller.requireProgram(key);
        return plans.list(key, page).map(rows -> Page.of(rows, page, Plan::position, PlanView::of));
    }
}
