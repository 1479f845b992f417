package org.samverka.sessions.certificate;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;

@Path("/api/v1/me/certificates")
public class MyCertificatesResource {
    private final Certificates certificates;
    private final Caller caller;
    private final String address;

    /** @param address where a code is looked up; the code is put behind it */
    MyCertificatesResource(
            Certificates certificates,
            Caller caller,
            @ConfigProperty(name = "samverka.certificates.check-address") String address) {
        this.certificates = certificates;
        this.caller = caller;
        this.address = address;
    }

    public record MyCertificate(
            UUID id, String program, String programName, String targetGroup, LocalDate date, String code) {
        static MyCertificate of(Certificate certificate) {
            return new MyCertificate(
                    certificate.id(),
                    certificate.program(),
                    certificate.programName(),
                    certificate.targetGroup(),
                    certificate.completedOn(),
                    certificate.readableCode());
        }
    }

    @GET
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "What you have completed, with the codes by which others can see that it is so")
    public Uni<Page<MyCertificate>> list(@BeanParam @Valid PageQuery page) {
        return certificates
                .ofPerson(caller.personId(), page)
                .map(rows -> Page.of(rows, page, Certificate::position, MyCertificate::of));
    }

    @GET
    @Path("/{id}/document")
    @Produces("application/pdf")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "The certificate as PDF, in your language or the one you ask for (sv, da, en)")
    public Uni<RestResponse<byte[]>> document(UUID id, @RestQuery @Nullable Language language) {
        return certificates
                .document(id, caller.personId(), language, address)
                .map(pdf -> ResponseBuilder.ok(pdf)
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"certificate.pdf\"")
                        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                        .build());
    }
}
