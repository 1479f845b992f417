package org.samverka.evaluation.questionnaire;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Refused;
import org.samverka.contracts.rest.Roles;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.instrument.Instruments;
import org.samverka.evaluation.language.Accepted;

/** An instrument in the forms that a questionnaire has: FHIR, and paper. */
@Path("/api/v1")
public class InstrumentFormResource {
    private final Instruments instruments;
    private final Workers workers;
    private final Clock clock;

    InstrumentFormResource(Instruments instruments, Workers workers, Clock clock) {
        this.instruments = instruments;
        this.workers = workers;
        this.clock = clock;
    }

    @GET
    @Path("/instruments/{key}/fhir")
    @RolesAllowed({
        Roles.PLATFORM_ADMIN,
        Roles.COORDINATOR,
        Roles.PARTICIPANT,
        Roles.OCCUPATIONAL_HEALTH,
        Roles.ANALYST,
        Roles.ORGANIZATION_CONTACT
    })
    @Produces(QuestionnaireResource.FHIR)
    @Operation(summary = "An instrument as a FHIR R4 Questionnaire, with labels, weights and the license of its words")
    public Uni<JsonNode> getFhir(String key, @RestQuery @Nullable Integer version) {
        return instrument(key, version)
                .map(instrument -> PortableForm.of(instrument).questionnaire());
    }

    @GET
    @Path("/instruments/{key}/pdf")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Produces("application/pdf")
    @Operation(summary = "An instrument to print and answer on paper: PDF/A and PDF/UA")
    @APIResponse(responseCode = "200", description = "OK", content = @Content(mediaType = "application/pdf"))
    public Uni<byte[]> getPdf(String key, @RestQuery @Nullable Integer version, @Context HttpHeaders headers) {
        Accepted accepted = Accepted.by(headers.getAcceptableLanguages());
        return instrument(key, version)
                .invoke(this::requireLicensed)
                .chain(instrument -> workers.run(() ->
                        PrintedForm.pdf(QuestionnaireView.of(instrument), accepted.among(instrument.languages()))));
    }

    private Uni<Instrument> instrument(String key, @Nullable Integer version) {
        return Panache.withSession(() -> version == null ? instruments.newest(key) : instruments.get(key, version));
    }

    private void requireLicensed(Instrument instrument) {
        if (!instrument.license().holdsOn(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
            throw new LicenseEnded();
        }
    }

    static final class LicenseEnded extends Refused {
        LicenseEnded() {
            super("The license to use the instrument's words has ended; load a version with one that holds");
        }
    }
}
