package org.samverka.sessions.certificate;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;

@Path("/api/v1/programs/{key}/certificates")
public class CertificateResource {
    private final Certificates certificates;
    private final Caller caller;

    CertificateResource(Certificates certificates, Caller caller) {
        this.certificates = certificates;
        this.caller = caller;
    }

    /** Without the code, which is the holder's to show. */
    public record IssuedView(UUID id, UUID personId, String targetGroup, LocalDate date) {
        static IssuedView of(Certificate certificate) {
            return new IssuedView(
                    certificate.id(), certificate.personId(), certificate.targetGroup(), certificate.completedOn());
        }
    }

    @GET
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Who has a certificate")
    public Uni<Page<IssuedView>> list(String key, @BeanParam @Valid PageQuery page) {
        caller.requireProgram(key);
        return certificates
                .ofProgram(key, page)
                .map(rows -> Page.of(rows, page, Certificate::position, IssuedView::of));
    }
}
