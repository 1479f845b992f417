package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.NotKnown;

/**
 * Where a mail server hands in what comes back to a return path, such as by a pipe to curl. Who knows a return path has
 * got the letter, or has it to bring back: nobody else can say anything about anybody here.
 */
@Path("/api/v1/mail/bounces")
@PermitAll
@Tag(name = "Notifications")
public class BounceResource {
    private static final int MOST = 1_000_000;

    private final Bounces bounces;
    private final ReturnPaths returnPaths;

    BounceResource(Bounces bounces, ReturnPaths returnPaths) {
        this.bounces = bounces;
        this.returnPaths = returnPaths;
    }

    @POST
    @Consumes("message/rfc822")
    @Operation(
            summary = "A delivery status notification (RFC 3464), whole, as it came to a return path",
            description =
                    "The return path is taken from Envelope-To, where that is given, else from the message's header")
    public Uni<RestResponse<Void>> handIn(
            @HeaderParam("Envelope-To") @Nullable String recipient,
            @NotNull @Size(min = 1, max = MOST) byte[] message) {
        Bounce bounce = read(message);
        UUID notification =
                returnPaths.notification(Objects.requireNonNullElse(recipient, "") + " " + bounce.recipients());
        if (notification == null) {
            throw new NotKnown("No return path of ours is among the recipients");
        }
        return (bounce.isFailure()
                        ? bounces.note(notification, bounce)
                        : Uni.createFrom().voidItem())
                .map(noted -> RestResponse.noContent());
    }

    private static Bounce read(byte[] message) {
        try {
            return Bounce.read(message);
        } catch (IOException e) {
            throw new Invalid("/", "unreadable-message", "A whole message is expected, with its header");
        }
    }
}
