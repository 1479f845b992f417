package org.samverka.evaluation.survey;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.evaluation.access.Access.By;
import org.samverka.evaluation.access.AccessLog;
import org.samverka.evaluation.instrument.Instrument;

@Path("/api/v1/surveys")
public class SurveyResource {
    private static final String KEY = "[a-z0-9]+(-[a-z0-9]+)*";

    private final Surveys surveys;
    private final Idempotency idempotency;
    private final AccessLog log;
    private final Caller caller;

    SurveyResource(Surveys surveys, Idempotency idempotency, AccessLog log, Caller caller) {
        this.log = log;
        this.surveys = surveys;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    public record SurveyRequest(
            @NotNull
            @Size(max = 80)
            @Pattern(regexp = KEY)
            @Schema(description = "How the survey is called from now on")
            String key,

            @NotBlank @Size(max = 80) String program,

            @NotBlank
            @Size(max = 80)
            @Schema(description = "An instrument's or a questionnaire's key; its newest version is taken")
            String instrument,

            @Schema(description = "Asks those who attended this session; none: any session of the program") @Nullable
            UUID sessionId,

            @Size(max = 80) @Schema(description = "Asks those of this group; none: everybody") @Nullable
            String targetGroup,

            @Schema(description = "What makes it ask somebody; none: attendance") @Nullable
            Occasion occasion,

            @Min(0)
            @Max(3660)
            @Schema(description = "So many days after somebody entered or completed the group; none: at once")
            @Nullable
            Integer delayDays,

            @Schema(description = "The first day, for the occasions date and organization; none: at once") @Nullable
            LocalDate opensOn,

            @Schema(description = "The last day; none: stays open") @Nullable
            LocalDate closesOn,

            @Min(1) @Max(365) @Schema(description = "Since somebody was asked; none: until it closes") @Nullable
            Integer daysToAnswer,

            @Size(max = 5)
            @Schema(description = "So many days after they were asked, those who have not answered are reminded")
            @Nullable
            List<@NotNull @Min(1) @Max(365) Integer> reminders,

            @Schema(description = "Whether reminders bring a link to answer at without signing in; none: no") @Nullable
            Boolean links,

            @Schema(description = "Its place in a series, whose waves know one respondent by one name") @Nullable @Valid
            WaveRequest wave,

            @Schema(description = "Offers support to whoever is in the risk zone; none: it is no screening")
            @Nullable
            @Valid
            ScreeningRequest screening) {

        Surveys.Wanted wanted() {
            return new Surveys.Wanted(
                    key,
                    program,
                    instrument,
                    new Scope(sessionId, targetGroup),
                    new Timing(
                            occasion == null ? Occasion.attendance : occasion,
                            delayDays == null ? 0 : delayDays,
                            opensOn,
                            closesOn,
                            daysToAnswer,
                            reminders == null ? List.of() : reminders,
                            Boolean.TRUE.equals(links)),
                    wave == null ? null : new Survey.Wave(wave.series(), wave.name()),
                    screening == null ? null : new Screening(screening.supportGroup(), screening.offerDays()));
        }
    }

    /** @param name before, after, six-months, ... */
    public record WaveRequest(
            @NotNull @Size(max = 80) @Pattern(regexp = KEY) String series,
            @NotNull @Size(max = 80) @Pattern(regexp = KEY) String name) {}

    /**
     * @param supportGroup a group of the program that is for support
     * @param offerDays how long an offer can be answered, at least
     */
    public record ScreeningRequest(
            @NotBlank @Size(max = 80) String supportGroup,
            @NotNull @Min(7) @Max(365) Integer offerDays) {}

    public record SurveyView(
            UUID id,
            String key,
            String program,
            Instrument.Reference instrument,
            @Nullable UUID sessionId,
            @Nullable String targetGroup,
            Occasion occasion,
            int delayDays,
            @Nullable LocalDate opensOn,
            @Nullable LocalDate closesOn,
            @Nullable Integer daysToAnswer,
            List<Integer> reminders,
            boolean links,
            @Nullable WaveRequest wave,
            @Nullable ScreeningRequest screening,
            State state,
            Instant openedAt,
            int version) {
        static SurveyView of(Survey survey) {
            return new SurveyView(
                    survey.id,
                    survey.key,
                    survey.program,
                    new Instrument.Reference(survey.instrument, survey.instrumentVersion),
                    survey.sessionId,
                    survey.targetGroup,
                    survey.occasion,
                    survey.delayDays,
                    survey.opensOn,
                    survey.closesOn,
                    survey.daysToAnswer,
                    List.of(survey.reminders),
                    survey.links,
                    survey.series == null || survey.wave == null ? null : new WaveRequest(survey.series, survey.wave),
                    survey.supportGroup == null || survey.offerDays == null
                            ? null
                            : new ScreeningRequest(survey.supportGroup, survey.offerDays),
                    survey.open ? State.open : State.anonymized,
                    survey.openedAt,
                    survey.version);
        }
    }

    /** An anonymized survey has lost its key: it takes no more answers, and none leads to anybody. */
    public enum State {
        open,
        anonymized
    }

    public record ResponseRateView(
            int assigned,

            @Schema(description = "At least so many: moves in steps of seven, never up to assigned; none: withheld")
            @Nullable
            Integer answered,

            @Schema(description = "Of the answers told, a fraction 0-1; none: withheld") @Nullable
            Rate responseRate,

            @Schema(description = "Why something is withheld: primary, the group is too small") @Nullable
            Suppressed suppressed) {
        static ResponseRateView of(ResponseRate rate) {
            Integer answered = rate.answered();
            return answered == null
                    ? new ResponseRateView(rate.assigned(), null, null, Suppressed.primary)
                    : new ResponseRateView(rate.assigned(), answered, Rate.of(answered, rate.assigned()), null);
        }
    }

    public record Rate(BigDecimal value, int numerator, int denominator) {
        static Rate of(int numerator, int denominator) {
            return new Rate(
                    BigDecimal.valueOf(numerator).divide(BigDecimal.valueOf(denominator), 4, RoundingMode.HALF_UP),
                    numerator,
                    denominator);
        }
    }

    public enum Suppressed {
        primary
    }

    @POST
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Open a survey; whoever its occasion has come for, or comes for, is asked")
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SurveyView.class)))
    public Uni<Response> open(
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey, @NotNull @Valid SurveyRequest request) {
        caller.requireProgram(request.program());
        return idempotency.once(
                idempotency.key(idempotencyKey, caller, "POST /surveys", request),
                () -> surveys.open(request.wanted()).map(this::created));
    }

    private Idempotency.Answer created(Survey survey) {
        return idempotency.created(SurveyView.of(survey), "/api/v1/surveys/" + survey.key, survey.version);
    }

    @GET
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "The surveys of your programs, in the order they were opened")
    public Uni<Page<SurveyView>> list(@RestQuery @Nullable String program, @BeanParam @Valid PageQuery page) {
        if (program != null) {
            caller.requireProgram(program);
        }
        return surveys.list(program == null ? caller.programs() : Set.of(program), page)
                .map(rows -> Page.of(rows, page, survey -> survey.position, SurveyView::of));
    }

    @GET
    @Path("/{key}")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "One survey")
    public Uni<RestResponse<SurveyView>> get(String key) {
        return surveys.get(key, caller.programs())
                .map(survey -> RestResponse.ResponseBuilder.ok(SurveyView.of(survey))
                        .tag(ETags.of(survey.version))
                        .build());
    }

    @GET
    @Path("/{key}/assignments")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "How many are asked and have answered; withheld where it could tell who has not")
    public Uni<ResponseRateView> assignments(String key) {
        return surveys.responseRate(key, caller.programs()).map(ResponseRateView::of);
    }

    @DELETE
    @Path("/{key}/key")
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    @Operation(
            summary =
                    "Destroy the key: nobody can answer any more, and no answer leads to anybody, for good; all waves of"
                            + " a series share one")
    public Uni<Void> anonymize(String key) {
        return log.logged(By.of(caller), "destroy", "key of survey " + key, surveys.anonymize(key));
    }
}
