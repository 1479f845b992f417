package org.samverka.evaluation.access;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.StorableText;
import org.samverka.evaluation.access.Access.By;

/** Keeps that somebody asked for what their role does not allow. */
class RefusedRequests {
    private static final int FORBIDDEN = 403;
    private static final int LONGEST_OBJECT = 200;

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
        String object = StorableText.is(path) ? path : "something that nothing is called";
        return log.keep(
                By.of(caller),
                List.of(new What(
                        request.getMethod(),
                        object.substring(0, Math.min(object.length(), LONGEST_OBJECT)),
                        null,
                        "forbidden")));
    }
}
