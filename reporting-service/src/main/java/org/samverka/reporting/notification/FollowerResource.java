package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Roles;
import org.samverka.reporting.notification.Followers.Address;

/** Whether a coordinator is told when a goal of the program is reached or at risk: in their list, and by mail. */
@Path("/api/v1/notifications/following/{program}")
@Tag(name = "Notifications")
public class FollowerResource {
    private final Followers followers;
    private final Reader reader;
    private final Caller caller;

    FollowerResource(Followers followers, Reader reader, Caller caller) {
        this.followers = followers;
        this.reader = reader;
        this.caller = caller;
    }

    /** @param email where to write to; for those alone whose address the platform does not have from their employer */
    public record FollowRequest(
            @Nullable @Email @Size(max = 254) String email,
            @Nullable Language language) {
        @Nullable
        Address address() {
            if (email == null) {
                return null;
            }
            if (language == null) {
                throw new Invalid("/language", "required", "In which language to write: sv, da or en");
            }
            return new Address(email, language);
        }
    }

    public record FollowingView(String program, boolean following) {}

    @GET
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Whether you are told of the program's goals")
    public Uni<FollowingView> get(String program) {
        caller.requireProgram(program);
        return followers.follows(program, reader.id()).map(following -> new FollowingView(program, following));
    }

    @PUT
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Be told when a goal of the program is reached or at risk, or change the address")
    public Uni<FollowingView> follow(String program, @NotNull @Valid FollowRequest request) {
        caller.requireProgram(program);
        return followers.follow(program, reader.id(), request.address()).map(done -> new FollowingView(program, true));
    }

    @DELETE
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Be told no more; an address that you gave is forgotten with the last program")
    public Uni<RestResponse<Void>> leave(String program) {
        caller.requireProgram(program);
        return followers.leave(program, reader.id()).map(left -> RestResponse.noContent());
    }
}
