package org.samverka.participants.access;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Method;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.StorableText;
import org.samverka.participants.access.Access.By;

/** Keeps who called an operation that is {@link Logged}, and whoever asks what their role does not allow. */
class LoggedRequests {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int REFUSED = 400;
    private static final int FAILED = 500;
    private static final int LONGEST_OBJECT = 200;

    private final AccessLog log;
    private final Looked looked;
    private final Caller caller;

    LoggedRequests(AccessLog log, Looked looked, Caller caller) {
        this.log = log;
        this.looked = looked;
        this.caller = caller;
    }

    @ServerResponseFilter
    public Uni<Void> keep(
            ContainerRequestContext request, ContainerResponseContext response, @Nullable ResourceInfo operation) {
        int status = response.getStatus();
        if (status == UNAUTHORIZED || status >= FAILED) {
            return Uni.createFrom().nullItem();
        }
        Logged logged = logged(operation);
        if (logged != null) {
            return keep(
                    logged.action(),
                    named(logged.object(), request.getUriInfo().getPathParameters()),
                    outcome(response));
        }
        return status == FORBIDDEN
                ? keep(request.getMethod(), request.getUriInfo().getPath(), "forbidden")
                : Uni.createFrom().nullItem();
    }

    /** None where nothing matched the path. */
    private static @Nullable Logged logged(@Nullable ResourceInfo operation) {
        @Nullable Method method = operation == null ? null : operation.getResourceMethod();
        return method == null ? null : method.getAnnotation(Logged.class);
    }

    private static String named(String object, MultivaluedMap<String, String> parameters) {
        String named = object;
        for (String name : parameters.keySet()) {
            named = named.replace("{%s}".formatted(name), Objects.requireNonNull(parameters.getFirst(name)));
        }
        return named;
    }

    private static String outcome(ContainerResponseContext response) {
        if (response.getStatus() < REFUSED) {
            return Access.GRANTED;
        }
        return response.getEntity() instanceof HttpProblem problem
                ? Objects.toString(problem.getParameters().get("code"), "refused")
                : response.getStatus() == FORBIDDEN ? "forbidden" : "refused";
    }

    private Uni<Void> keep(String action, String object, String outcome) {
        String kept = StorableText.is(object) ? object : "something that nothing is called";
        return log.record(
                By.of(caller),
                action,
                kept.substring(0, Math.min(kept.length(), LONGEST_OBJECT)),
                looked.subject(),
                null,
                outcome);
    }
}
