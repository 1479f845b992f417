package org.samverka.participants.program;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.program.DefinitionDiff.Change;
import org.samverka.participants.program.ProgramOrganizations.TakingPart;
import org.samverka.participants.program.ProgramVersions.Put;
import org.samverka.participants.program.ProgramVersions.Version;
import org.samverka.participants.program.Programs.Stored;

@Path("/api/v1")
public class ProgramResource {
    private static final String YAML = "application/yaml";

    private final Programs programs;
    private final ProgramVersions versions;
    private final ProgramDefinitions definitions;
    private final ProgramOrganizations organizations;
    private final Caller caller;

    ProgramResource(
            Programs programs,
            ProgramVersions versions,
            ProgramDefinitions definitions,
            ProgramOrganizations organizations,
            Caller caller) {
        this.programs = programs;
        this.versions = versions;
        this.definitions = definitions;
        this.organizations = organizations;
        this.caller = caller;
    }

    /** @param financing computed from the definition's amounts; none where it does not say them */
    public record ProgramView(
            UUID id,
            String key,
            int version,

            @JsonRawValue @Schema(type = SchemaType.OBJECT) String definition,

            @Nullable Financing financing) {}

    /**
     * @param version what the definition has, or would have, as its version
     * @param changed false when the same definition was stored already
     * @param effectiveFrom the day from which it holds
     * @param scheduled whether that day is still to come
     * @param changes what changes against the definition that holds until then
     */
    public record PutView(
            String key,
            int version,
            boolean changed,
            LocalDate effectiveFrom,
            boolean scheduled,
            List<ChangeView> changes) {
        static PutView of(Put put) {
            return new PutView(
                    put.key(),
                    put.version(),
                    put.changed(),
                    put.effectiveFrom(),
                    put.scheduled(),
                    put.changes().stream().map(ChangeView::of).toList());
        }
    }

    /**
     * After RFC 6902; items of lists are told apart by their key.
     *
     * @param op add, remove, replace, or move (the list's items come in another order)
     * @param pointer into the new definition; into the old one when something is removed
     */
    public record ChangeView(
            String op,
            String pointer,
            @Nullable @Schema(type = SchemaType.OBJECT) JsonNode from,
            @Nullable @Schema(type = SchemaType.OBJECT) JsonNode to) {
        static ChangeView of(Change change) {
            return new ChangeView(change.op(), change.pointer(), change.from(), change.to());
        }
    }

    /**
     * @param state current, scheduled, former, or hindered: its day has come, but what is in the program stands against it
     * @param putBy the subject of whoever put it
     */
    public record VersionView(
            int version,
            LocalDate effectiveFrom,
            String state,
            Instant putAt,
            String putBy,
            @Nullable Instant currentAt,
            @Nullable String hindrance,

            @JsonRawValue @Schema(type = SchemaType.OBJECT) String definition) {
        static VersionView of(Version version) {
            return new VersionView(
                    version.version(),
                    version.effectiveFrom(),
                    version.state(),
                    version.putAt(),
                    version.putBy(),
                    version.currentAt(),
                    version.hindrance(),
                    version.definition());
        }
    }

    /**
     * @param name none for an organization that is not registered
     * @param accepted whether it takes part because its application was accepted
     * @param seats in groups that keep seats for each organization; your own organization's, or everybody's for a coordinator
     */
    public record OrganizationView(
            String key, @Nullable String name, List<String> roles, boolean accepted, List<SeatsView> seats) {}

    public record SeatsView(String targetGroup, int seats, int taken) {}

    @PUT
    @Path("/programs/{key}")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Consumes({MediaType.APPLICATION_JSON, YAML, "application/x-yaml", "text/yaml"})
    @Operation(
            summary = "Define a program, now or from a day on; dryRun only validates and says what would change",
            description = "Errors say the pointer, and in the detail the line and column; all of them at once.")
    public Uni<Response> put(
            String key,
            @RestQuery @DefaultValue("false") boolean dryRun,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable String definition) {
        caller.requireProgram(key);
        String text = Objects.requireNonNullElse(definition, "");
        if (text.length() > DefinitionText.LONGEST) {
            throw new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
        }
        var document = definitions.read(key, text);
        return dryRun
                ? versions.preview(document)
                        .map(put -> Response.ok(PutView.of(put)).build())
                : versions.put(document, ifMatch, caller.subject()).map(ProgramResource::stored);
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
    public Uni<Page<ProgramView>> list(@BeanParam @Valid PageQuery page) {
        return programs.list(caller.is(Roles.PLATFORM_ADMIN) ? null : caller.programs(), page)
                .map(rows -> Page.of(rows, page, Stored::position, this::view));
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
    @Operation(summary = "A program's definition as it is now, or on a day")
    public Uni<Response> get(String key, @RestQuery @Nullable LocalDate at) {
        caller.requireProgram(key);
        return at == null
                ? programs.get(key).map(stored -> tagged(view(stored), stored.version()))
                : programs.get(key)
                        .chain(stored -> versions.on(key, at)
                                .map(version -> tagged(
                                        view(new Stored(
                                                stored.position(),
                                                stored.id(),
                                                key,
                                                version.version(),
                                                version.definition())),
                                        version.version())));
    }

    @GET
    @Path("/programs/{key}/versions")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(summary = "All versions of a program's definition, in the order in which they were put")
    public Uni<Page<VersionView>> listVersions(String key, @BeanParam @Valid PageQuery page) {
        caller.requireProgram(key);
        return versions.list(key, page).map(rows -> Page.of(rows, page, Version::version, VersionView::of));
    }

    @GET
    @Path("/programs/{key}/versions/{version}")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(summary = "One version of a program's definition")
    public Uni<VersionView> getVersion(String key, int version) {
        caller.requireProgram(key);
        return versions.get(key, version).map(VersionView::of);
    }

    @GET
    @Path("/programs/{key}/organizations")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN, Roles.ORGANIZATION_CONTACT, Roles.ANALYST, Roles.SUPPLIER})
    @Operation(summary = "Who takes part in a program, as what, with the seats that are kept for them; in one page")
    public Uni<Page<OrganizationView>> listOrganizations(String key) {
        caller.requireProgram(key);
        boolean everything = caller.is(Roles.COORDINATOR) || caller.is(Roles.PLATFORM_ADMIN);
        Set<String> own = caller.is(Roles.ORGANIZATION_CONTACT) ? caller.organizations() : Set.of();
        return organizations
                .of(key)
                .map(all -> new Page<>(
                        all.stream()
                                .map(one -> view(one, everything, own.contains(one.key())))
                                .toList(),
                        null));
    }

    @GET
    @Path("/program-definition-schema")
    @RolesAllowed({
        Roles.COORDINATOR,
        Roles.PLATFORM_ADMIN,
        Roles.ORGANIZATION_CONTACT,
        Roles.MANAGER,
        Roles.ANALYST,
        Roles.SUPPLIER
    })
    @Produces({"application/schema+json", MediaType.APPLICATION_JSON})
    @Operation(summary = "The JSON Schema of program definitions, for editors that complete and check")
    public String getDefinitionSchema() {
        return definitions.schemaText();
    }

    private ProgramView view(Stored stored) {
        return new ProgramView(
                stored.id(),
                stored.key(),
                stored.version(),
                stored.definition(),
                Financing.of(definitions.definition(stored.definition())));
    }

    private static OrganizationView view(TakingPart one, boolean everything, boolean own) {
        return new OrganizationView(
                one.key(),
                one.name(),
                one.roles(),
                one.accepted(),
                one.seats().stream()
                        .filter(seats -> !seats.support() && (everything || own))
                        .map(seats -> new SeatsView(seats.targetGroup(), seats.seats(), seats.taken()))
                        .toList());
    }

    private static Response tagged(ProgramView view, int version) {
        return Response.ok(view).tag(ETags.of(version)).build();
    }

    private static Response stored(Put put) {
        return Response.status(put.created() ? 201 : 200)
                .entity(PutView.of(put))
                .tag(ETags.of(put.current()))
                .build();
    }
}
