package org.samverka.evaluation.scoring;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.Roles;

/** How answers are scored: numbers that everybody may check, without the words of any instrument. */
@Path("/api/v1/scorings")
public class ScoringResource {
    private final Scorings scorings;

    ScoringResource(Scorings scorings) {
        this.scorings = scorings;
    }

    @GET
    @RolesAllowed({
        Roles.PLATFORM_ADMIN,
        Roles.COORDINATOR,
        Roles.ORGANIZATION_CONTACT,
        Roles.OCCUPATIONAL_HEALTH,
        Roles.ANALYST
    })
    @Operation(summary = "Every scoring with its bands and the vectors that prove it, in one page")
    public Page<Scoring> list() {
        return new Page<>(List.copyOf(scorings.all()), null);
    }

    @GET
    @Path("/{key}/{version}")
    @RolesAllowed({
        Roles.PLATFORM_ADMIN,
        Roles.COORDINATOR,
        Roles.ORGANIZATION_CONTACT,
        Roles.OCCUPATIONAL_HEALTH,
        Roles.ANALYST
    })
    @Operation(summary = "One scoring")
    public Scoring get(String key, int version) {
        return scorings.get(key, version);
    }
}
