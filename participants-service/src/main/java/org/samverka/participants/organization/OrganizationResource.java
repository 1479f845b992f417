package org.samverka.participants.organization;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;

@Path("/api/v1/organizations")
public class OrganizationResource {
    private final Organizations organizations;
    private final Units units;
    private final Idempotency idempotency;
    private final Caller caller;

    OrganizationResource(Organizations organizations, Units units, Idempotency idempotency, Caller caller) {
        this.organizations = organizations;
        this.units = units;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /**
     * An organization to register.
     *
     * @param number a Swedish organization number or a Danish CVR number; never that of a person
     * @param parent the key of the organization that this one belongs to
     */
    public record OrganizationRequest(
            @NotNull
            @Size(max = 80)
            @Pattern(regexp = "[a-z0-9]+(-[a-z0-9]+)*", message = "Lower-case letters, digits and single hyphens")
            String key,

            @NotBlank @Size(max = 200) String name,

            @NotNull
            @Pattern(
                    regexp = "region|county-council|municipality|company|authority|provider",
                    message = "One of region, county-council, municipality, company, authority, provider")
            String kind,

            @Nullable
            @Pattern(
                    regexp = "\\d{2}[2-9]\\d{3}-?\\d{4}|\\d{8}",
                    message = "Ten digits of an organization number, or eight of a CVR number")
            String number,

            @Nullable @Size(max = 80) String parent) {}

    public record OrganizationView(
            UUID id,
            String key,
            String name,
            String kind,
            @Nullable String number,
            @Nullable String parent) {
        static OrganizationView of(Organization o) {
            return new OrganizationView(o.id(), o.key(), o.name(), o.kind(), o.number(), o.parent());
        }
    }

    /** A unit with those right below it. */
    public record UnitView(String ref, String name, List<UnitView> units) {
        static UnitView of(UnitTree.Unit unit) {
            return new UnitView(
                    unit.ref(),
                    unit.name(),
                    unit.units().stream().map(UnitView::of).toList());
        }
    }

    @POST
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    @Operation(summary = "Register an organization")
    public Uni<Response> register(
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid OrganizationRequest request) {
        return idempotency.once(
                idempotency.key(idempotencyKey, caller, "POST organizations", request),
                () -> organizations
                        .register(request.key(), request.name(), request.kind(), request.number(), request.parent())
                        .map(this::created));
    }

    @GET
    @RolesAllowed({
        Roles.PLATFORM_ADMIN,
        Roles.COORDINATOR,
        Roles.ORGANIZATION_CONTACT,
        Roles.MANAGER,
        Roles.ANALYST,
        Roles.OCCUPATIONAL_HEALTH,
        Roles.HR_PARTNER
    })
    @Operation(summary = "Your organizations; parent names the one that each belongs to")
    public Uni<Page<OrganizationView>> list(@RestQuery @Nullable String parent, @BeanParam @Valid PageQuery page) {
        return organizations
                .list(parent, within(), page)
                .map(rows -> Page.of(rows, page, Organization::position, OrganizationView::of));
    }

    @GET
    @Path("/{key}")
    @RolesAllowed({
        Roles.PLATFORM_ADMIN,
        Roles.COORDINATOR,
        Roles.ORGANIZATION_CONTACT,
        Roles.MANAGER,
        Roles.ANALYST,
        Roles.OCCUPATIONAL_HEALTH,
        Roles.HR_PARTNER
    })
    @Operation(summary = "One organization, by key or id")
    public Uni<Response> get(String key) {
        return organizations
                .get(key, this::visible)
                .map(organization -> Response.ok(OrganizationView.of(organization))
                        .tag(ETags.of(organization.version()))
                        .build());
    }

    @GET
    @Path("/{key}/units")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT, Roles.MANAGER, Roles.HR_PARTNER
    })
    @Operation(summary = "The organization's units as a tree, in one page")
    public Uni<Page<UnitView>> units(String key) {
        return organizations
                .get(key, this::visible)
                .chain(organization -> units.of(organization.key()))
                .map(tree -> new Page<>(tree.roots().stream().map(UnitView::of).toList(), null));
    }

    private Answer created(Organization organization) {
        return idempotency.created(
                OrganizationView.of(organization),
                "/api/v1/organizations/" + organization.key(),
                organization.version());
    }

    private @Nullable Set<String> within() {
        return caller.is(Roles.PLATFORM_ADMIN) ? null : caller.organizations();
    }

    private boolean visible(Organization organization) {
        return caller.seesOrganization(organization.key());
    }
}
