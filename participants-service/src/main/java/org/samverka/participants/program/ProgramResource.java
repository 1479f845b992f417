package org.samverka.participants.program;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.program.Programs.Put;
import org.samverka.participants.program.Programs.Stored;

@Path("/api/v1")
public class ProgramResource {
    private final Programs programs;
    private final ProgramDefinitions definitions;
    private final Caller caller;

    ProgramResource(Programs programs, ProgramDefinitions definitions, Caller caller) {
        this.programs = programs;
        this.definitions = definitions;
        this.caller = caller;
    }

    public record ProgramView(
            UUID id,
            String key,
            int version,

            @JsonRawValue @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.OBJECT)
            String definition) {
        static ProgramView of(Stored stored) {
            return new ProgramView(stored.id(), stored.key(), stored.version(), stored.definition());
        }
    }

    /** @param changed false when the same definition was stored already */
    public record PutView(String key, int version, boolean changed) {}

    @PUT
    @Path("/programs/{key}")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml"})
    @Operation(summary = "Define a program; dryRun only validates and says what would change")
    public Uni<Response> put(
            String key,
            @RestQuery @DefaultValue("false") boolean dryRun,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            String definition) {
        caller.requireProgram(key);
        var document = definitions.read(key, definition);
        return dryRun
                ? programs.preview(document).map(put -> Response.ok(view(put)).build())
                : programs.put(document, ifMatch).map(ProgramResource::stored);
    }

    @GET
    @Path("/programs")
    @RolesAllowed({
        Roles.COORDINATOR,
        Roles.PLATFORM_ADMIN,
        Roles.ORGANIZATION_CONTACT,
        Roles.MANAGER,
        Roles.ANALYST,
        Roles.SUPPLIER
    })
    @Operation(summary = "The programs assigned to you")
    public Uni<Page<ProgramView>> list(@BeanParam PageQuery page) {
        return programs.list(caller.is(Roles.PLATFORM_ADMIN) ? null : caller.programs(), page)
                .map(rows -> Page.of(rows, page, Stored::position, ProgramView::of));
    }

    @GET
    @Path("/programs/{key}")
    @RolesAllowed({
        Roles.COORDINATOR,
        Roles.PLATFORM_ADMIN,
        Roles.ORGANIZATION_CONTACT,
        Roles.MANAGER,
        Roles.ANALYST,
        Roles.SUPPLIER
    })
    @Operation(summary = "A program's definition as it is now")
    public Uni<Response> get(String key) {
        caller.requireProgram(key);
        return programs.get(key)
                .map(stored -> Response.ok(ProgramView.of(stored))
                        .tag(ETags.of(stored.version()))
                        .build());
    }

    private static Response stored(Put put) {
        return Response.status(put.created() ? 201 : 200)
                .entity(view(put))
                .tag(ETags.of(put.version()))
                .build();
    }

    private static PutView view(Put put) {
        return new PutView(put.key(), put.version(), put.changed());
    }
}
