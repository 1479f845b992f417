package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.reporting.notification.Notifications.Notification;

@Path("/api/v1/notifications")
@Tag(name = "Notifications")
public class NotificationResource {
    private final Notifications notifications;
    private final Caller caller;

    NotificationResource(Notifications notifications, Caller caller) {
        this.notifications = notifications;
        this.caller = caller;
    }

    public record NotificationView(
            UUID id,
            Kind kind,
            String program,
            State state,
            @Nullable String reason,
            Instant causedAt,
            @Nullable Instant sentAt) {
        static NotificationView of(Notification n) {
            return new NotificationView(n.id(), n.kind(), n.program(), n.state(), n.reason(), n.causedAt(), n.sentAt());
        }
    }

    public record NotificationPage(
            List<NotificationView> items, @Nullable String next) {}

    public record NotificationCounts(String program, List<NotificationCount> counts) {}

    public record NotificationCount(Kind kind, State state, long count) {}

    @GET
    @RolesAllowed({Roles.PARTICIPANT, Roles.COORDINATOR})
    @Operation(
            summary = "Own notifications; for a coordinator the program's, counted",
            description =
                    "A coordinator names a program and learns how many there are of each kind and state, not whose")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(oneOf = {NotificationPage.class, NotificationCounts.class})))
    public Uni<Response> list(@RestQuery @Nullable String program, @BeanParam @Valid PageQuery page) {
        return caller.is(Roles.COORDINATOR) ? counted(program) : own(program, page);
    }

    private Uni<Response> counted(@Nullable String program) {
        if (program == null) {
            throw new Invalid("/program", "required", "Name one of the programs assigned to you");
        }
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

    private Uni<Response> own(@Nullable String program, PageQuery page) {
        return notifications
                .of(caller.personId(), program, page)
                .map(rows -> Response.ok(Page.of(rows, page, Notification::position, NotificationView::of))
                        .build());
    }
}
