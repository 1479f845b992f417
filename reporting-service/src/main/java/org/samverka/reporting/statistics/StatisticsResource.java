package org.samverka.reporting.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Roles;
import org.samverka.reporting.statistics.Statistics.Question;

@Path("/api/v1/programs/{key}")
@Tag(name = "Statistics")
public class StatisticsResource {
    private static final Duration AT_ONCE = Duration.ofMillis(200);
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(5);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private final Statistics statistics;
    private final Changes changes;
    private final Caller caller;
    private final JsonWebToken token;
    private final Clock clock;

    StatisticsResource(Statistics statistics, Changes changes, Caller caller, JsonWebToken token, Clock clock) {
        this.statistics = statistics;
        this.changes = changes;
        this.caller = caller;
        this.token = token;
        this.clock = clock;
    }

    /** @param asOf all that had arrived by then is in the figures */
    public record StatisticsView(String program, Instant asOf, List<Statistic> cells) {}

    @GET
    @Path("/statistics")
    @RolesAllowed({Roles.COORDINATOR, Roles.ANALYST})
    @Operation(summary = "The program's figures, split as asked, with all margins", description = """
        Coordinators see exact operational counts; answers, screening and offers, and whatever analysts see, are under \
        disclosure control: small groups are hidden, and so is what would reveal them, and live values move in steps.\
        """)
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StatisticsView.class)))
    public Uni<Response> statistics(
            String key,
            @RestQuery @Parameter(description = """
                gender, and at most two of targetGroup, organization, unit (both count as one), ageBand, role, \
                fullTime, month, wave, state, separated by commas; what does not apply to a measure is summed over\
                """) @Nullable String by,
            @RestQuery @Parameter(description = """
                headCount, enrolled, waitlisted, applied, seatOffered, refused, withdrawn, discontinued, sessions, \
                bookings, attendances, hours, answers, responseRate, agreement, score, screened, inRiskZone, \
                offers: any of them, separated by commas; all if left out\
                """) @Nullable String measure,
            @Context Request request) {
        caller.requireProgram(key);
        var question = new Question(key, dimensions(by), measures(measure), audience());
        Instant asOf = clock.instant();
        return statistics.answer(question).map(cells -> answer(new StatisticsView(key, asOf, cells), request));
    }

    /**
     * @param measures which figures changed; only that some did is said to those whose figures are controlled, and not
     *     when each change came
     */
    public record Changed(String program, Instant asOf, Set<Measure> measures) {}

    @GET
    @Path("/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed({Roles.COORDINATOR, Roles.ANALYST})
    @Operation(
            summary = "Says when the program's figures have changed, as long as the token is valid",
            description = "An event \"changed\" each time, and one to begin with; ask for the statistics then")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = Changed.class)))
    public Multi<OutboundSseEvent> stream(String key, @Context Sse sse) {
        caller.requireProgram(key);
        Audience audience = audience();
        Duration valid = Duration.between(clock.instant(), Instant.ofEpochSecond(token.getExpirationTime()));
        Multi<OutboundSseEvent> changed = changes.of(key, audience == Audience.COORDINATOR ? AT_ONCE : NOW_AND_THEN)
                .map(measures -> event(sse, changed(key, measures, audience)));
        return Multi.createBy()
                .merging()
                .streams(changed, signsOfLife(sse))
                .select()
                .first(valid);
    }

    private Changed changed(String program, Set<Measure> measures, Audience audience) {
        return audience == Audience.COORDINATOR
                ? new Changed(program, clock.instant(), measures)
                : new Changed(program, clock.instant().truncatedTo(ChronoUnit.MINUTES), Set.of());
    }

    private static OutboundSseEvent event(Sse sse, Changed changed) {
        return sse.newEventBuilder()
                .name("changed")
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(Changed.class, changed)
                .build();
    }

    /** Proxies close what is silent, and a client that went away is noticed by writing to it. */
    private static Multi<OutboundSseEvent> signsOfLife(Sse sse) {
        return Multi.createFrom()
                .ticks()
                .startingAfter(SIGN_OF_LIFE)
                .every(SIGN_OF_LIFE)
                .onOverflow()
                .drop()
                .map(tick -> sse.newEventBuilder().comment("still here").build());
    }

    private Audience audience() {
        return caller.is(Roles.COORDINATOR) ? Audience.COORDINATOR : Audience.ANALYST;
    }

    private static Response answer(StatisticsView view, Request request) {
        var figures = new EntityTag(
                UUID.nameUUIDFromBytes(view.cells().toString().getBytes(UTF_8)).toString());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(figures);
        var mine = new CacheControl();
        mine.setPrivate(true);
        mine.setNoCache(true);
        return (unchanged != null ? unchanged : Response.ok(view))
                .tag(figures)
                .cacheControl(mine)
                .build();
    }

    private static Set<Dimension> dimensions(@Nullable String by) {
        Set<Dimension> chosen = chosen(by, EnumSet.noneOf(Dimension.class), Dimension.class, "/by", Dimension.names());
        if (!Dimension.areFew(chosen)) {
            throw new Invalid(
                    "/by",
                    "too-many-dimensions",
                    "Beside gender at most %d at a time; organization and unit count as one"
                            .formatted(Dimension.MOST_BESIDE_GENDER));
        }
        return chosen;
    }

    private static Set<Measure> measures(@Nullable String measure) {
        return chosen(measure, EnumSet.allOf(Measure.class), Measure.class, "/measure", Measure.names());
    }

    private static <T extends Enum<T>> Set<T> chosen(
            @Nullable String names, Set<T> otherwise, Class<T> type, String pointer, String known) {
        if (names == null || names.isBlank()) {
            return otherwise;
        }
        Set<T> chosen = EnumSet.noneOf(type);
        for (String name : names.split(",", -1)) {
            chosen.add(Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.name().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new Invalid(pointer, "unknown-value", "Known here: " + known)));
        }
        return chosen;
    }
}
