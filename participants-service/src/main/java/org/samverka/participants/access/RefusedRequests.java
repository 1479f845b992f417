package org.samverka.participants.access;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.samverka.contracts.rest.Caller;
import org.samverka.participants.access.Access.By;

/** Whoever asks what their role does not allow is in the log. */
class RefusedRequests {
    private static final int FORBIDDEN = 403;
    private static final int LONGEST_PATH = 200;

    private final AccessLog log;
    private final Caller caller;

    RefusedRequests(AccessLog log, Caller caller) {
        this.log = log;
        this.caller = caller;
    }

    @ServerResponseFilter
    public Uni<Void> keep(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() != FORBIDDEN) {
            return Uni.createFrom().nullItem();
        }
        String path = request.getUriInfo().getPath();
        return log.record(
                By.of(caller),
                request.getMethod(),
                path.substring(0, Math.min(path.length(), LONGEST_PATH)),
                null,
                null,
                "forbidden");
    }
}
