package org.samverka.participants.hr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.access.Logged;
import org.samverka.participants.hr.DeadLetters.Filter;
import org.samverka.participants.hr.DeadLetters.Letter;
import org.samverka.participants.hr.DeadLetters.Opened;
import org.samverka.participants.hr.DeadLetters.Reader;

@Path("/api/v1")
public class DeadLetterResource {
    private final DeadLetters letters;
    private final Replays replays;
    private final Caller caller;

    DeadLetterResource(DeadLetters letters, Replays replays, Caller caller) {
        this.letters = letters;
        this.replays = replays;
        this.caller = caller;
    }

    /** Whether it waits (open), or was replayed or discarded. */
    enum State {
        open,
        replayed,
        discarded
    }

    /**
     * An event that could not be taken in, without its content.
     *
     * @param detail where it is wrong, never what it says there
     * @param attempts how often it was replayed
     */
    public record LetterView(
            UUID id,
            String reason,
            String detail,
            @Nullable String source,
            @Nullable String eventId,
            @Nullable String type,
            Instant time,
            String state,
            int attempts,
            @Nullable String closedBecause) {
        static LetterView of(Letter l) {
            return new LetterView(
                    l.id(),
                    l.reason(),
                    l.detail(),
                    l.source(),
                    l.eventId(),
                    l.type(),
                    l.time(),
                    l.state(),
                    l.attempts(),
                    l.closedBecause());
        }
    }

    /** With its content, as it came. */
    public record OpenedView(LetterView letter, @Nullable String key, Map<String, String> headers, String payload) {
        static OpenedView of(Opened o) {
            return new OpenedView(
                    LetterView.of(o.letter()),
                    o.letter().key(),
                    new TreeMap<>(o.headers()),
                    new String(o.payload(), UTF_8));
        }
    }

    @GET
    @Path("/hr/dead-letters")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.HR_PARTNER})
    @Operation(summary = "HR events that could not be taken in, from your organizations' systems; the oldest first")
    @Logged(action = "list", object = "dead letters")
    public Uni<Page<LetterView>> list(
            @RestQuery @Nullable String reason,
            @RestQuery @Nullable String source,
            @RestQuery @Nullable State state,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to,
            @BeanParam @Valid PageQuery page) {
        var filter = new Filter(
                reason, source, state == null ? null : state.name(), instant("/from", from), instant("/to", to));
        return letters.list(filter, within(), page).map(rows -> Page.of(rows, page, Letter::position, LetterView::of));
    }

    @GET
    @Path("/hr/dead-letters/{id}")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.HR_PARTNER})
    @Operation(
            summary = "One of them with its content",
            description = "It may hold personal data: each look is written down.")
    @Logged(action = "read", object = "dead letter {id}")
    public Uni<OpenedView> get(UUID id) {
        return letters.open(id, within(), reader(), "read").map(OpenedView::of);
    }

    /** @param data replaces what the event says; without it the event is taken as it is */
    public record ReplayRequest(@Nullable JsonNode data) {}

    public record ReplayView(UUID id, String outcome) {}

    @POST
    @Path("/hr/dead-letters/{id}/replay")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.HR_PARTNER})
    @Operation(summary = "Takes one in again, as it is or corrected; what is still wrong is a problem")
    @Logged(action = "replay", object = "dead letter {id}")
    public Uni<ReplayView> replay(UUID id, @Nullable ReplayRequest request) {
        JsonNode data = request == null ? null : request.data();
        return replays.replay(id, data == null || data.isNull() ? null : data.toString(), within(), reader())
                .invoke(HrEventsResource::requireTaken)
                .map(verdict -> new ReplayView(id, verdict.outcome().name()));
    }

    /** Which of those that wait; all of them without any of it. */
    public record ReplaySomeRequest(
            @Nullable @Size(max = 100) String reason,
            @Nullable @Size(max = 500) String source,
            @Nullable Instant from,
            @Nullable Instant to) {}

    public record ReplaySomeView(int replayed, int refused) {}

    @POST
    @Path("/hr/dead-letters/replay")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.HR_PARTNER})
    @Operation(summary = "Takes up to 500 of those that wait in again as they are, the least tried first")
    @Logged(action = "replay", object = "dead letters")
    public Uni<ReplaySomeView> replaySome(@Valid @NotNull ReplaySomeRequest request) {
        var filter = new Filter(request.reason(), request.source(), State.open.name(), request.from(), request.to());
        return replays.replayAll(filter, within(), reader())
                .map(result -> new ReplaySomeView(result.replayed(), result.refused()));
    }

    public record DiscardRequest(@NotBlank @Size(max = 500) String reason) {}

    @POST
    @Path("/hr/dead-letters/{id}/discard")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.HR_PARTNER})
    @Operation(summary = "Gives one up, for a reason")
    @Logged(action = "discard", object = "dead letter {id}")
    public Uni<Void> discard(UUID id, @Valid @NotNull DiscardRequest request) {
        Reader reader = reader();
        return letters.open(id, within(), reader, "discard")
                .chain(opened -> letters.discard(id, request.reason(), reader));
    }

    private @Nullable Set<String> within() {
        return caller.is(Roles.PLATFORM_ADMIN) ? null : caller.organizations();
    }

    private Reader reader() {
        return new Reader(caller.subject(), caller.is(Roles.PLATFORM_ADMIN) ? Roles.PLATFORM_ADMIN : Roles.HR_PARTNER);
    }

    private static @Nullable Instant instant(String pointer, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Invalid(pointer, "unreadable-value", "An instant in UTC, as 2026-01-31T08:00:00Z");
        }
    }
}
