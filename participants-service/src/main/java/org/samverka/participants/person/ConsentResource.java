package org.samverka.participants.person;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.access.Access.By;
import org.samverka.participants.access.AccessLog;
import org.samverka.participants.person.Consents.Consent;
import org.samverka.participants.person.Consents.Purpose;

@Path("/api/v1")
public class ConsentResource {
    private final Consents consents;
    private final People people;
    private final AccessLog log;
    private final Caller caller;

    ConsentResource(Consents consents, People people, AccessLog log, Caller caller) {
        this.consents = consents;
        this.people = people;
        this.log = log;
        this.caller = caller;
    }

    public record ConsentRequest(@NotNull Boolean given) {}

    public record StatementView(boolean given, Instant at) {}

    /**
     * @param purpose contact-by-mail, early-signal or share-result-with-occupational-health
     * @param since when it was said; none: nothing was said, and this is what holds until then
     * @param history every statement, the newest first
     */
    public record ConsentView(
            String purpose, boolean given, @Nullable Instant since, List<StatementView> history) {
        static ConsentView of(Consent consent) {
            return new ConsentView(
                    consent.purpose().wire,
                    consent.given(),
                    consent.since(),
                    consent.history().stream()
                            .map(statement -> new StatementView(statement.given(), statement.at()))
                            .toList());
        }
    }

    @GET
    @Path("/me/consents")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "What you allow, for which purpose")
    public Uni<Page<ConsentView>> own() {
        return of(caller.personId(), EnumSet.allOf(Purpose.class));
    }

    @PUT
    @Path("/me/consents/{purpose}")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "Allow something, or no longer; it takes effect at once")
    public Uni<Page<ConsentView>> state(String purpose, @NotNull @Valid ConsentRequest request) {
        UUID person = caller.personId();
        By by = By.of(caller);
        Purpose stated = Purpose.of(purpose);
        return consents.state(person, stated, request.given(), by.caller())
                .call(found -> log.granted(
                        by, request.given() ? "give" : "withdraw", "consent " + stated.wire, found.pseudonym))
                .chain(() -> of(person, EnumSet.of(stated)));
    }

    @GET
    @Path("/people/{id}/consents")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT, Roles.OCCUPATIONAL_HEALTH})
    @Operation(summary = "What a person allows, as far as it is for you to know")
    public Uni<Page<ConsentView>> get(UUID id) {
        Set<String> within = caller.organizations();
        Set<Purpose> purposes = purposes();
        return log.logged(
                        By.of(caller),
                        "read",
                        "consents",
                        null,
                        person -> person.pseudonym,
                        () -> people.get(id, within))
                .chain(person -> of(person.id, purposes));
    }

    /** That somebody allows anything about their health is nothing for the employer. */
    private Set<Purpose> purposes() {
        return caller.is(Roles.OCCUPATIONAL_HEALTH)
                ? EnumSet.allOf(Purpose.class)
                : EnumSet.of(Purpose.CONTACT_BY_MAIL);
    }

    private Uni<Page<ConsentView>> of(UUID person, Set<Purpose> purposes) {
        return consents.of(person, purposes)
                .map(list -> new Page<>(list.stream().map(ConsentView::of).toList(), null));
    }
}
