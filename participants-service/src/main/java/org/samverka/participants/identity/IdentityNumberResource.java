package org.samverka.participants.identity;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.access.Access.By;
import org.samverka.participants.access.AccessLog;
import org.samverka.participants.identity.IdentityNumber.Country;

@Path("/api/v1")
public class IdentityNumberResource {
    private static final List<String> PURPOSES =
            List.of("funder-report", "statistics-report", "grant-evidence", "correction");

    private final IdentityNumbers numbers;
    private final AccessLog log;
    private final Caller caller;

    IdentityNumberResource(IdentityNumbers numbers, AccessLog log, Caller caller) {
        this.numbers = numbers;
        this.log = log;
        this.caller = caller;
    }

    /** @param number a personnummer or coordination number as YYYYMMDD-NNNC (SE), or a CPR number as DDMMYY-SSSS (DK) */
    public record NumberRequest(
            @NotNull @Size(max = 20) String number, @NotNull Country country) {}

    /** @param kind personnummer, coordination_number, interim_number or cpr */
    public record NumberView(String number, String kind) {
        static NumberView of(IdentityNumber number) {
            return new NumberView(number.written(), number.kind().name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    @PUT
    @Path("/people/{id}/identity-number")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Keep a person's identity number, sealed; nobody sees it but who must report it")
    public Uni<Void> set(UUID id, @NotNull @Valid NumberRequest request) {
        IdentityNumber number = numbers.read(request.number(), request.country(), "/number");
        Set<String> within = caller.organizations();
        return log.<UUID>logged(
                        By.of(caller),
                        "set",
                        "identity-number",
                        null,
                        Function.identity(),
                        () -> numbers.set(id, number, within))
                .replaceWithVoid();
    }

    @GET
    @Path("/people/{id}/identity-number")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "A person's identity number, for a report that must have it; each reading is logged")
    public Uni<Response> get(
            UUID id,
            @RestQuery
                    @Parameter(description = "funder-report, statistics-report, grant-evidence or correction")
                    @Nullable
                    String purpose) {
        if (purpose == null || !PURPOSES.contains(purpose)) {
            throw new Invalid("/purpose", "unknown-purpose", "Say what for: " + String.join(", ", PURPOSES));
        }
        Set<String> within = caller.organizations();
        return log.logged(
                        By.of(caller),
                        "read",
                        "identity-number",
                        purpose,
                        IdentityNumbers.Found::pseudonym,
                        () -> numbers.get(id, within))
                .map(found -> Response.ok(NumberView.of(found.number()))
                        .cacheControl(CacheControl.valueOf("no-store"))
                        .build());
    }
}
