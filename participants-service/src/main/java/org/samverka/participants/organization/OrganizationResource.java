package org.samverka.participants.organization;

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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.access.Logged;
import org.samverka.participants.organization.Contacts.Contact;
import org.samverka.participants.organization.Organizations.Belonging;
import org.samverka.participants.organization.Organizations.Particulars;

@Path("/api/v1/organizations")
public class OrganizationResource {
    private final Organizations organizations;
    private final Units units;
    private final Contacts contacts;
    private final Idempotency idempotency;
    private final Caller caller;

    OrganizationResource(
            Organizations organizations, Units units, Contacts contacts, Idempotency idempotency, Caller caller) {
        this.organizations = organizations;
        this.units = units;
        this.contacts = contacts;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /**
     * An organization to register.
     *
     * @param number a Swedish organization number or a Danish CVR number; never that of a person
     * @param parent the key of the organization that this one belongs to
     * @param parentFrom the day from which it does; since ever, where not said
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

            @Nullable @Size(max = 80) String parent,
            @Nullable LocalDate parentFrom) {
        Particulars particulars() {
            return OrganizationResource.particulars(name, kind, number, parent, parentFrom);
        }
    }

    /**
     * An organization as it shall be.
     *
     * @param parent none: it belongs to nobody
     * @param parentFrom the day from which that is so; today, where not said
     */
    public record OrganizationChange(
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

            @Nullable @Size(max = 80) String parent,
            @Nullable LocalDate parentFrom) {
        Particulars particulars() {
            return OrganizationResource.particulars(name, kind, number, parent, parentFrom);
        }
    }

    private static Particulars particulars(
            String name,
            String kind,
            @Nullable String number,
            @Nullable String parent,
            @Nullable LocalDate parentFrom) {
        if (number != null && !OrganizationNumber.hasRightCheckDigit(number)) {
            throw new Invalid("/number", "check-digit", "The check digit is not that of the other digits");
        }
        if (parentFrom != null && (parentFrom.getYear() < 1 || parentFrom.getYear() > 9999)) {
            throw new Invalid("/parentFrom", "out-of-range", "A day of the years 1 to 9999");
        }
        return new Particulars(name, kind, number, parent, parentFrom);
    }

    /** @param to inclusive; none for the last */
    public record ParentView(
            LocalDate from,
            @Nullable LocalDate to,
            @Nullable String parent) {
        static ParentView of(Belonging belonging) {
            return new ParentView(belonging.from(), belonging.to(), belonging.parent());
        }
    }

    /**
     * @param userId the subject of the user's tokens
     * @param function such as program-lead or hr
     * @param from today, where not said
     * @param to inclusive
     */
    public record ContactRequest(
            @NotBlank @Size(max = 200) String userId,

            @NotNull
            @Size(max = 80)
            @Pattern(regexp = "[a-z0-9]+(-[a-z0-9]+)*", message = "Lower-case letters, digits and single hyphens")
            String function,

            @Nullable LocalDate from,
            @Nullable LocalDate to) {}

    public record ContactView(
            UUID id,
            String userId,
            String function,
            LocalDate from,
            @Nullable LocalDate to) {
        static ContactView of(Contact contact) {
            return new ContactView(contact.id(), contact.userId(), contact.function(), contact.from(), contact.to());
        }
    }

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
        Particulars particulars = request.particulars();
        return idempotency.once(
                idempotency.key(idempotencyKey, caller, "POST organizations", request),
                () -> organizations.register(request.key(), particulars).map(this::created));
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
    @Operation(summary = "Your organizations; parent names the one that each belongs to, today or on a day")
    public Uni<Page<OrganizationView>> list(
            @RestQuery @Nullable String parent, @RestQuery @Nullable LocalDate at, @BeanParam @Valid PageQuery page) {
        return organizations
                .list(parent, at, within(), page)
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
    @Operation(summary = "One organization, by key or id, as it is today or with its parent on a day")
    public Uni<Response> get(String key, @RestQuery @Nullable LocalDate at) {
        return organizations.get(key, at, this::visible).map(OrganizationResource::tagged);
    }

    @PUT
    @Path("/{key}")
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    @Operation(summary = "Change an organization; its parent from a day on, and the answer is as of that day")
    public Uni<Response> change(
            String key,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid OrganizationChange change) {
        return organizations
                .change(key, change.particulars(), ifMatch, this::visible)
                .map(OrganizationResource::tagged);
    }

    @GET
    @Path("/{key}/parents")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "To whom the organization belonged, belongs and shall belong, in one page")
    public Uni<Page<ParentView>> parents(String key) {
        return organizations
                .get(key, null, this::visible)
                .chain(organization -> organizations.parents(organization.key()))
                .map(parents -> new Page<>(parents.stream().map(ParentView::of).toList(), null));
    }

    @POST
    @Path("/{key}/contacts")
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    @Operation(summary = "Name a user who speaks for the organization")
    public Uni<Response> nameContact(
            String key,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid ContactRequest request) {
        LocalDate from = Objects.requireNonNullElseGet(request.from(), organizations::today);
        if (request.to() != null && request.to().isBefore(from)) {
            throw new Invalid("/to", "before-start", "The last day lies before the first");
        }
        return organizations
                .get(key, null, this::visible)
                .chain(organization -> idempotency.once(
                        idempotency.key(idempotencyKey, caller, "POST contacts " + key, request),
                        () -> contacts.name(
                                        organization.key(), request.userId(), request.function(), from, request.to())
                                .map(contact -> idempotency.created(
                                        ContactView.of(contact),
                                        "/api/v1/organizations/" + organization.key() + "/contacts/" + contact.id(),
                                        1))));
    }

    @GET
    @Path("/{key}/contacts")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Who speaks for the organization, as what; all there were, or those of a day")
    @Logged(action = "list", object = "contacts of {key}")
    public Uni<Page<ContactView>> listContacts(
            String key, @RestQuery @Nullable LocalDate at, @BeanParam @Valid PageQuery page) {
        return organizations
                .get(key, null, this::visible)
                .chain(organization -> contacts.of(organization.key(), at, page))
                .map(rows -> Page.of(rows, page, Contact::position, ContactView::of));
    }

    @DELETE
    @Path("/{key}/contacts/{id}")
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    @Operation(summary = "The user speaks for the organization until today, and no longer")
    public Uni<Void> endContact(String key, UUID id) {
        return organizations
                .get(key, null, this::visible)
                .chain(organization -> contacts.end(organization.key(), id, organizations.today()));
    }

    @GET
    @Path("/{key}/units")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT, Roles.MANAGER, Roles.HR_PARTNER
    })
    @Operation(summary = "The organization's units as a tree, now or as they were stated until a day, in one page")
    public Uni<Page<UnitView>> units(String key, @RestQuery @Nullable LocalDate at) {
        return organizations
                .get(key, null, this::visible)
                .chain(organization -> units.of(organization.key(), at))
                .map(tree -> new Page<>(tree.roots().stream().map(UnitView::of).toList(), null));
    }

    private static Response tagged(Organization organization) {
        return Response.ok(OrganizationView.of(organization))
                .tag(ETags.of(organization.version()))
                .build();
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
