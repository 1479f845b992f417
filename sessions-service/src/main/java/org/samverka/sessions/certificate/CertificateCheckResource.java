package org.samverka.sessions.certificate;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Open to everybody: whoever is shown a code sees that it is valid, and nothing about who holds it. */
@Path("/api/v1/certificate-checks/{code}")
public class CertificateCheckResource {
    private final Certificates certificates;

    CertificateCheckResource(Certificates certificates) {
        this.certificates = certificates;
    }

    /** Without a valid certificate nothing else is said. */
    public record CheckView(
            boolean valid,
            @Nullable String program,
            @Nullable String programName,
            @Nullable LocalDate date) {
        static CheckView of(@Nullable Certificate certificate) {
            return certificate == null
                    ? new CheckView(false, null, null, null)
                    : new CheckView(true, certificate.program(), certificate.programName(), certificate.completedOn());
        }
    }

    @GET
    @PermitAll
    @Operation(summary = "Whether a certificate with this code is valid, for which program, and since when")
    public Uni<CheckView> check(String code) {
        return certificates.checked(code).map(CheckView::of);
    }
}
