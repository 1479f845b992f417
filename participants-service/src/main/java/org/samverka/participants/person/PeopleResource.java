package org.samverka.participants.person;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.access.Access.By;
import org.samverka.participants.access.AccessLog;

@Path("/api/v1")
public class PeopleResource {
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^\\p{L}\\p{M}\\p{Nd}'’-]+");
    private static final int MOST_NAMES = 4;

    private final People people;
    private final PeopleList list;
    private final Protection protection;
    private final Today today;
    private final AccessLog log;
    private final Caller caller;

    PeopleResource(People people, PeopleList list, Protection protection, Today today, AccessLog log, Caller caller) {
        this.people = people;
        this.list = list;
        this.protection = protection;
        this.today = today;
        this.log = log;
        this.caller = caller;
    }

    public record NameView(String given, String family) {
        static @Nullable NameView of(Person p) {
            return p.givenName == null || p.familyName == null ? null : new NameView(p.givenName, p.familyName);
        }
    }

    /**
     * A person as they are today.
     *
     * @param unit today's, of the largest employment
     * @param extent sum over today's employments, 1 is full time
     * @param active whether there is an employment today
     * @param employments how many there are today
     * @param protectedIdentity then neither name nor place is shown to anybody
     */
    public record PersonView(
            UUID id,
            String personRef,
            String organization,
            @Nullable String unit,
            @Nullable NameView name,
            Gender gender,
            int birthYear,
            BigDecimal extent,
            boolean leader,
            boolean active,
            int employments,
            boolean protectedIdentity) {
        static PersonView of(Person p) {
            return new PersonView(
                    p.id,
                    p.personRef,
                    p.organization,
                    p.protectedIdentity ? null : p.unit,
                    p.protectedIdentity ? null : NameView.of(p),
                    p.gender,
                    p.birthYear,
                    p.extent,
                    p.leader,
                    p.active,
                    p.employments,
                    p.protectedIdentity);
        }
    }

    /** @param to the last day, inclusive; none while it is open-ended */
    public record EmploymentView(
            String organization,
            @Nullable String unit,
            LocalDate from,
            @Nullable LocalDate to,
            BigDecimal extent,
            boolean leader) {
        static EmploymentView of(People.Employment e) {
            return new EmploymentView(e.organization(), e.unit(), e.from(), e.to(), e.extent(), e.leader());
        }
    }

    /** @param employments of every organization, where several records are known to be you */
    public record OwnView(
            UUID id,
            String organization,
            @Nullable String unit,
            @Nullable NameView name,
            @Nullable String email,
            @Nullable String phone,
            Language language,
            Gender gender,
            int birthYear,
            BigDecimal extent,
            boolean leader,
            boolean active,
            boolean protectedIdentity,
            List<EmploymentView> employments) {
        static OwnView of(Person p, List<People.Employment> employments) {
            return new OwnView(
                    p.id,
                    p.organization,
                    p.unit,
                    NameView.of(p),
                    p.email,
                    p.phone,
                    p.language,
                    p.gender,
                    p.birthYear,
                    p.extent,
                    p.leader,
                    p.active,
                    p.protectedIdentity,
                    employments.stream().map(EmploymentView::of).toList());
        }
    }

    public record ProtectionRequest(@NotNull Boolean protectedIdentity) {}

    @GET
    @Path("/people")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(
            summary = "The people of your organizations, in the order they came",
            description =
                    "q: beginnings of given or family names, marks and capitals apart. Whose identity is protected is"
                            + " found neither by name nor by unit.")
    public Uni<Page<PersonView>> list(
            @RestQuery @Nullable String organization,
            @RestQuery @Nullable String unit,
            @RestQuery @Nullable String personRef,
            @RestQuery @Nullable Boolean leader,
            @RestQuery @Nullable Boolean active,
            @RestQuery @Nullable String q,
            @BeanParam @Valid PageQuery page) {
        if (organization != null) {
            caller.requireOrganization(organization);
        }
        By by = By.of(caller);
        String object = "people of " + (organization == null ? "all own organizations" : organization);
        var filter = new PeopleList.Filter(organization, unit, personRef, leader, active, names(q));
        // The entry is written while the people are looked for; nobody sees them before it is kept.
        return Uni.combine()
                .all()
                .unis(list.page(filter, caller.organizations(), page), log.granted(by, "list", object, null))
                .asTuple()
                .map(both -> Page.of(both.getItem1(), page, person -> person.position, PersonView::of));
    }

    private static List<String> names(@Nullable String q) {
        if (q == null) {
            return List.of();
        }
        List<String> names = Pattern.compile("\\s+")
                .splitAsStream(Normalizer.normalize(q, Normalizer.Form.NFC))
                .map(name -> NOT_IN_NAMES.matcher(name).replaceAll(""))
                .filter(name -> !name.isEmpty())
                .limit(MOST_NAMES)
                .toList();
        if (names.isEmpty()) {
            throw new Invalid("/q", "no-name", "Write the beginning of a name");
        }
        return names;
    }

    @GET
    @Path("/people/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "One person of your organizations")
    public Uni<Response> get(UUID id) {
        Set<String> within = caller.organizations();
        return log.logged(
                        By.of(caller), "read", "person", null, person -> person.pseudonym, () -> people.get(id, within))
                .map(PeopleResource::answer);
    }

    @PUT
    @Path("/people/{id}/protection")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.ORGANIZATION_CONTACT})
    @Operation(
            summary = "Hide a person's name, contact and place everywhere",
            description =
                    "An organization's contact may protect their own people; only a platform administrator lifts it.")
    public Uni<Response> protect(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid ProtectionRequest request) {
        boolean hidden = request.protectedIdentity();
        boolean everybody = caller.is(Roles.PLATFORM_ADMIN);
        if (!hidden && !everybody) {
            throw new ForbiddenException();
        }
        Set<String> within = everybody ? null : caller.organizations();
        return log.logged(
                        By.of(caller),
                        hidden ? "protect" : "lift protection",
                        "person",
                        null,
                        person -> person.pseudonym,
                        () -> protection.set(id, hidden, within, ifMatch).chain(() -> people.get(id, within)))
                .map(PeopleResource::answer);
    }

    private static Response answer(Person person) {
        return Response.ok(PersonView.of(person)).tag(ETags.of(person.version)).build();
    }

    @GET
    @Path("/me")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "What is kept about you")
    public Uni<OwnView> me() {
        return people.get(caller.personId())
                .chain(person -> people.employments(person.id, today.date())
                        .map(employments -> OwnView.of(person, employments)));
    }
}
