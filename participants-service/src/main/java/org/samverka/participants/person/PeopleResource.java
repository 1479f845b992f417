package org.samverka.participants.person;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;

@Path("/api/v1")
public class PeopleResource {
    private final People people;
    private final Caller caller;

    PeopleResource(People people, Caller caller) {
        this.people = people;
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
            int employments) {
        static PersonView of(Person p) {
            return new PersonView(
                    p.id,
                    p.personRef,
                    p.organization,
                    p.unit,
                    NameView.of(p),
                    p.gender,
                    p.birthYear,
                    p.extent,
                    p.leader,
                    p.active,
                    p.employments);
        }
    }

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
            boolean active) {
        static OwnView of(Person p) {
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
                    p.active);
        }
    }

    @GET
    @Path("/people")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "The people of your organizations, in the order they came")
    public Uni<Page<PersonView>> list(
            @RestQuery @Nullable String organization,
            @RestQuery @Nullable String unit,
            @RestQuery @Nullable String personRef,
            @RestQuery @Nullable Boolean leader,
            @RestQuery @Nullable Boolean active,
            @BeanParam @Valid PageQuery page) {
        if (organization != null) {
            caller.requireOrganization(organization);
        }
        return people.list(
                        new People.Filter(organization, unit, personRef, leader, active), caller.organizations(), page)
                .map(rows -> Page.of(rows, page, person -> person.position, PersonView::of));
    }

    @GET
    @Path("/me")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "What is kept about you")
    public Uni<OwnView> me() {
        return people.get(caller.personId()).map(OwnView::of);
    }
}
