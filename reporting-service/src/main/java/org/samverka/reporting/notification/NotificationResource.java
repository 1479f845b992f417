package org.samverka.reporting.notification;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.reporting.notification.Notifications.Notification;

@Path("/api/v1/notifications")
@Tag(name = "Notifications")
public class NotificationResource {
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);
    private static final int AT_ONCE = 100;

    private final Notifications notifications;
    private final Bell bell;
    private final Reader reader;
    private final Caller caller;
    private final JsonWebToken token;
    private final Clock clock;

    NotificationResource(
            Notifications notifications, Bell bell, Reader reader, Caller caller, JsonWebToken token, Clock clock) {
        this.notifications = notifications;
        this.bell = bell;
        this.reader = reader;
        this.caller = caller;
        this.token = token;
        this.clock = clock;
    }

    /**
     * @param title for lists and locked screens; of what is sensitive it says nothing
     * @param state what became of the mail about it
     */
    public record NotificationView(
            UUID id,
            Kind kind,
            String title,
            String program,
            State state,
            @Nullable String reason,
            Instant causedAt,
            @Nullable Instant sentAt,
            boolean read,
            @Nullable Instant readAt,
            int version) {
        static NotificationView of(Notification n, Language language) {
            return new NotificationView(
                    n.id(),
                    n.kind(),
                    Letters.title(n.kind(), n.discreet(), Letters.texts(language)),
                    n.program(),
                    n.state(),
                    n.reason(),
                    n.causedAt(),
                    n.sentAt(),
                    n.readAt() != null,
                    n.readAt(),
                    n.version());
        }
    }

    public record NotificationPage(
            List<NotificationView> items, @Nullable String next) {}

    public record NotificationCounts(String program, List<NotificationCount> counts) {}

    public record NotificationCount(Kind kind, State state, long count) {}

    public record MarkNotification(@NotNull Boolean read) {}

    @GET
    @RolesAllowed({Roles.PARTICIPANT, Roles.COORDINATOR})
    @Operation(
            summary =
                    "Own notifications, the oldest first; for a coordinator who names a program the program's, counted",
            description = "Of a program a coordinator learns how many there are of each kind and state, not whose")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(oneOf = {NotificationPage.class, NotificationCounts.class})))
    public Uni<Response> list(
            @RestQuery @Nullable String program,
            @RestQuery @Nullable Boolean unread,
            @BeanParam @Valid PageQuery page,
            @Context HttpHeaders headers) {
        return caller.is(Roles.COORDINATOR) && program != null
                ? counted(program)
                : own(program, unread, page, language(headers));
    }

    private Uni<Response> counted(String program) {
        caller.requireProgram(program);
        return notifications
                .counts(program)
                .map(counts -> Response.ok(new NotificationCounts(
                                program,
                                counts.stream()
                                        .map(count -> new NotificationCount(count.kind(), count.state(), count.count()))
                                        .toList()))
                        .build());
    }

    private Uni<Response> own(@Nullable String program, @Nullable Boolean unread, PageQuery page, Language language) {
        return notifications
                .of(reader.id(), program, unread, page)
                .map(rows -> Response.ok(Page.of(
                                rows, page, Notification::position, each -> NotificationView.of(each, language)))
                        .build());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.PARTICIPANT, Roles.COORDINATOR})
    @Operation(summary = "One of the own notifications")
    public Uni<RestResponse<NotificationView>> get(UUID id, @Context HttpHeaders headers) {
        Language language = language(headers);
        return notifications.own(id, reader.id()).map(own -> answer(own, language));
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed({Roles.PARTICIPANT, Roles.COORDINATOR})
    @Operation(summary = "Say that it has been read, or that it has not")
    public Uni<RestResponse<NotificationView>> mark(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid MarkNotification request,
            @Context HttpHeaders headers) {
        Language language = language(headers);
        return notifications.mark(id, reader.id(), request.read(), ifMatch).map(own -> answer(own, language));
    }

    private static RestResponse<NotificationView> answer(Notification own, Language language) {
        return ResponseBuilder.ok(NotificationView.of(own, language))
                .tag(ETags.of(own.version()))
                .build();
    }

    @GET
    @Path("/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed({Roles.PARTICIPANT, Roles.COORDINATOR})
    @Operation(
            summary = "Own new notifications as they come, as long as the token is valid",
            description =
                    "An event \"notification\" each; with the header Last-Event-ID also those that came after that one")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = NotificationView.class)))
    public Multi<OutboundSseEvent> stream(
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context Sse sse,
            @Context HttpHeaders headers) {
        UUID person = reader.id();
        Language language = language(headers);
        Duration valid = Duration.between(clock.instant(), Instant.ofEpochSecond(token.getExpirationTime()));
        Multi<OutboundSseEvent> fresh = start(lastEventId)
                .onItem()
                .transformToMulti(newest -> since(newest, person))
                .map(each -> event(sse, each, language));
        return Multi.createBy()
                .merging()
                .streams(fresh, signsOfLife(sse))
                .select()
                .first(valid);
    }

    private Uni<Long> start(@Nullable String lastEventId) {
        return lastEventId != null && lastEventId.matches("[0-9]{1,18}")
                ? Uni.createFrom().item(Long.valueOf(lastEventId))
                : notifications.newest();
    }

    private Multi<Notification> since(long newest, UUID person) {
        var position = new AtomicLong(newest);
        return bell.of(person)
                .onItem()
                .transformToMultiAndConcatenate(rung -> unheard(person, position))
                .invoke(each -> position.set(each.position()));
    }

    private Multi<Notification> unheard(UUID person, AtomicLong position) {
        return Uni.createFrom()
                .deferred(() -> notifications.after(person, position.get(), AT_ONCE))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows));
    }

    private static OutboundSseEvent event(Sse sse, Notification notification, Language language) {
        return sse.newEventBuilder()
                .name("notification")
                .id(Long.toString(notification.position()))
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(NotificationView.class, NotificationView.of(notification, language))
                .build();
    }

    /** At once, so that the answer begins; then as proxies close what is silent, and who went away is noticed by it. */
    private static Multi<OutboundSseEvent> signsOfLife(Sse sse) {
        return Multi.createFrom()
                .ticks()
                .every(SIGN_OF_LIFE)
                .onOverflow()
                .drop()
                .map(tick -> sse.newEventBuilder().comment("still here").build());
    }

    /** The reader's most wanted of ours; Swedish where none is named. */
    private static Language language(HttpHeaders headers) {
        return headers.getAcceptableLanguages().stream()
                .map(Locale::getLanguage)
                .flatMap(wanted -> List.of(Language.values()).stream()
                        .filter(known -> known.name().equals(wanted)))
                .findFirst()
                .orElse(Language.sv);
    }
}
