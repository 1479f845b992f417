package org.samverka.sessions.supplier;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.RequirementLevel;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.need.Check;
import org.samverka.sessions.need.Checklist;
import org.samverka.sessions.need.Today;
import org.samverka.sessions.supplier.Supplier.Standing;

@Path("/api/v1/suppliers")
@Produces(MediaType.APPLICATION_JSON)
public class SupplierResource {
    private static final String NO_CONTROL_CHARACTERS = "\\P{Cntrl}*";
    private static final String KEY = "[a-z0-9]+(-[a-z0-9]+)*";

    private final Suppliers suppliers;
    private final Today today;
    private final Idempotency idempotency;
    private final Caller caller;

    SupplierResource(Suppliers suppliers, Today today, Idempotency idempotency, Caller caller) {
        this.suppliers = suppliers;
        this.today = today;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /**
     * A team, and the organization whose people may act for it. Languages are tags such as sv or da. The checklist has what
     * somebody found, by need (microphone_for_every_speaker, pictures_described, material_in_advance).
     */
    public record SupplierRequest(
            @NotNull @NotBlank @Size(max = 150) @Pattern(regexp = NO_CONTROL_CHARACTERS)
            String name,

            @NotNull @Size(max = 80) @Pattern(regexp = KEY) String organization,

            @Nullable @Size(max = 50)
            List<@NotNull @NotBlank @Size(max = 100) @Pattern(regexp = NO_CONTROL_CHARACTERS) String> competences,

            @Nullable @Size(max = 20) List<@NotNull @Pattern(regexp = "[a-z]{2,3}") String> languages,
            @Nullable @Size(max = 20) Map<String, Check.@NotNull Looked> checklist) {
        Supplier supplier(UUID id, Checklist before, int version, String by, LocalDate today) {
            return new Supplier(
                    id,
                    0,
                    name,
                    organization,
                    competences == null ? List.of() : competences,
                    languages == null ? List.of() : languages,
                    before.now(checklist == null ? Map.of() : checklist, by, today, Supplier::checkLine),
                    version);
        }
    }

    public record SupplierView(
            UUID id,
            String name,
            String organization,
            List<String> competences,
            List<String> languages,
            Map<String, Check> checklist,
            int version) {
        static SupplierView of(Supplier supplier) {
            return new SupplierView(
                    supplier.id(),
                    supplier.name(),
                    supplier.organization(),
                    supplier.competences(),
                    supplier.languages(),
                    new TreeMap<>(supplier.checklist().lines()),
                    supplier.version());
        }
    }

    /** What somebody found, by the requirement's key; what is not named is unknown. */
    public record FindingsRequest(@NotNull @Size(max = 200) Map<String, Check.@NotNull Looked> checklist) {}

    public record RequirementView(String key, RequirementLevel level, String text, Check found) {}

    /** @param met whether all that it shall meet has been found to be met */
    public record StandingView(boolean met, List<RequirementView> requirements) {
        static StandingView of(Standing standing) {
            return new StandingView(
                    standing.missing().isEmpty(),
                    standing.requirements().stream()
                            .map(requirement -> new RequirementView(
                                    requirement.key(),
                                    requirement.level(),
                                    requirement.text(),
                                    standing.findings().line(requirement.key())))
                            .toList());
        }
    }

    @POST
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Add a team, with what it can and what is known of how it works")
    @APIResponseSchema(value = SupplierView.class, responseCode = "201")
    public Uni<Response> add(
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey, @NotNull @Valid SupplierRequest request) {
        Supplier supplier = request.supplier(UUID.randomUUID(), Checklist.EMPTY, 1, caller.subject(), today.date());
        return idempotency.once(
                idempotency.key(idempotencyKey, caller, "POST /suppliers", request),
                () -> suppliers
                        .add(supplier)
                        .map(added -> idempotency.created(
                                SupplierView.of(added), "/api/v1/suppliers/" + added.id(), added.version())));
    }

    @GET
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "The teams, in the order they were added; a supplier sees their own organization's")
    public Uni<Page<SupplierView>> list(
            @RestQuery @Nullable String competence,
            @RestQuery @Nullable String language,
            @BeanParam @Valid PageQuery page) {
        var wanted = new Suppliers.Wanted(
                caller.is(Roles.COORDINATOR) ? null : caller.organizations(), competence, language);
        return suppliers.list(wanted, page).map(rows -> Page.of(rows, page, Supplier::position, SupplierView::of));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "One team")
    public Uni<RestResponse<SupplierView>> get(UUID id) {
        return suppliers.known(id).map(this::seen).map(SupplierResource::answer);
    }

    private Supplier seen(Supplier supplier) {
        if (!caller.is(Roles.COORDINATOR) && !caller.organizations().contains(supplier.organization())) {
            throw Suppliers.unknown();
        }
        return supplier;
    }

    @PUT
    @Path("/{id}")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(
            summary = "Change a team or what is known of it; confirmed sessions that it no longer suits have to be"
                    + " confirmed again")
    public Uni<RestResponse<SupplierView>> put(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid SupplierRequest request) {
        String by = caller.subject();
        return suppliers
                .change(
                        id,
                        ifMatch,
                        before -> request.supplier(id, before.checklist(), before.version() + 1, by, today.date()))
                .map(SupplierResource::answer);
    }

    private static RestResponse<SupplierView> answer(Supplier supplier) {
        return ResponseBuilder.ok(SupplierView.of(supplier))
                .tag(ETags.of(supplier.version()))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Remove a team that holds nothing")
    public Uni<Void> remove(UUID id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return suppliers.remove(id, ifMatch);
    }

    @GET
    @Path("/{id}/requirements/{program}")
    @RolesAllowed({Roles.COORDINATOR, Roles.SUPPLIER})
    @Operation(summary = "How a team stands against what a program requires of suppliers, shall and should")
    public Uni<StandingView> standing(UUID id, String program) {
        caller.requireProgram(program);
        return suppliers
                .known(id)
                .map(this::seen)
                .chain(() -> suppliers.standing(id, program))
                .map(StandingView::of);
    }

    @PUT
    @Path("/{id}/requirements/{program}")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Say what was found of what a program requires of suppliers")
    public Uni<RestResponse<SupplierView>> judge(
            UUID id,
            String program,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid FindingsRequest request) {
        caller.requireProgram(program);
        String by = caller.subject();
        return suppliers
                .judge(
                        id,
                        program,
                        ifMatch,
                        before -> new Standing(
                                before.requirements(),
                                before.findings().now(request.checklist(), by, today.date(), before::checkLine)))
                .map(SupplierResource::answer);
    }
}
