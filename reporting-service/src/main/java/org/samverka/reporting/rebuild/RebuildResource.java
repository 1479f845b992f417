package org.samverka.reporting.rebuild;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Once;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;

@Path("/api/v1/statistics/rebuilds")
@Tag(name = "Rebuilds")
@RolesAllowed(Roles.PLATFORM_ADMIN)
public class RebuildResource {
    private static final Once.Shape<Rebuild> REBUILD = new Once.Shape<>(RebuildView::of, Rebuild::version);

    private final Rebuilds rebuilds;
    private final Once once;

    RebuildResource(Rebuilds rebuilds, Once once) {
        this.rebuilds = rebuilds;
        this.once = once;
    }

    /**
     * @param read records of the log so far, of {@code total} when it began
     * @param passedOver records that cannot be read or counted
     * @param reason why it failed
     */
    public record RebuildView(
            UUID id,

            @Schema(enumeration = {"waiting", "reading", "adding-up", "catching-up", "done", "failed"})
            String state,

            long read,
            long total,
            long passedOver,
            @Nullable String reason,
            Instant requestedAt,
            @Nullable Instant finishedAt) {
        static RebuildView of(Rebuild rebuild) {
            return new RebuildView(
                    rebuild.id(),
                    rebuild.state().label(),
                    rebuild.read(),
                    rebuild.total(),
                    rebuild.passedOver(),
                    rebuild.reason(),
                    rebuild.requestedAt(),
                    rebuild.finishedAt());
        }
    }

    @POST
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    @Operation(
            summary = "Build all statistics anew from the log",
            description = "Beside those that are asked for, which stay as they are until the new ones have caught up")
    @APIResponse(
            responseCode = "201",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RebuildView.class)))
    public Uni<Response> rebuild(@HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey) {
        return once.create(
                idempotencyKey,
                "POST rebuilds",
                null,
                REBUILD,
                rebuild -> "/api/v1/statistics/rebuilds/" + rebuild.id(),
                rebuilds::request);
    }

    @GET
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    @Operation(summary = "What has been built anew, and how far it is, in the order it was asked for")
    public Uni<Page<RebuildView>> list(@BeanParam @Valid PageQuery page) {
        return rebuilds.list(page).map(rows -> Page.of(rows, page, Rebuild::position, RebuildView::of));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    @Operation(summary = "How far it is")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RebuildView.class)))
    public Uni<Response> progress(UUID id) {
        return rebuilds.required(id)
                .map(rebuild -> Response.ok(RebuildView.of(rebuild))
                        .tag(ETags.of(rebuild.version()))
                        .build());
    }
}
