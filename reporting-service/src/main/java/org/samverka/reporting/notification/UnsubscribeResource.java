package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * One click in a mail program ends one kind of letter (RFC 8058). The address has to hold the token, which says nothing
 * to anybody else and opens nothing; looking at it changes nothing, as programs follow links.
 */
@Path("/api/v1/unsubscriptions")
@PermitAll
@Tag(name = "Notifications")
public class UnsubscribeResource {
    private final Unsubscribing unsubscribing;
    private final Preferences preferences;

    UnsubscribeResource(Unsubscribing unsubscribing, Preferences preferences) {
        this.unsubscribing = unsubscribing;
        this.preferences = preferences;
    }

    @POST
    @Path("/{token}")
    @Operation(summary = "No more mails of the kind that the link came with")
    public Uni<RestResponse<Void>> unsubscribe(String token) {
        return preferences.unsubscribe(unsubscribing.open(token)).map(done -> RestResponse.noContent());
    }
}
