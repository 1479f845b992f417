package org.samverka.contracts.rest;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Trace;

/** Every request continues its trace, and none has a query parameter that its operation does not name. */
public class RequestFilters {
    private final Map<Method, Set<String>> named = new ConcurrentHashMap<>();

    @ServerRequestFilter(preMatching = true)
    public void continueTrace(ContainerRequestContext request) {
        Trace.enter(Trace.continued(request.getHeaderString(Trace.HEADER)));
    }

    @ServerRequestFilter
    public void refuseUnknownParameters(ContainerRequestContext request, ResourceInfo operation) {
        Set<String> sent = request.getUriInfo().getQueryParameters().keySet();
        @Nullable Method method = operation.getResourceMethod();
        if (sent.isEmpty() || method == null) {
            return;
        }
        Set<String> known = named.computeIfAbsent(method, RequestFilters::namesOf);
        List<Invalid.Error> unknown = sent.stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .map(name -> new Invalid.Error("/" + name, "unknown-parameter", "Known here: " + String.join(", ", known.stream().sorted().toList())))
                .toList();
        if (!unknown.isEmpty()) {
            throw new UnknownParameter(unknown);
        }
    }

    /** The request itself is malformed, not a value in it (400). */
    static final class UnknownParameter extends Invalid {
        UnknownParameter(List<Error> errors) {
            super(errors);
        }

        @Override
        public String code() {
            return "unknown-parameter";
        }
    }

    private static Set<String> namesOf(Method method) {
        var names = new HashSet<String>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                Arrays.stream(parameter.getType().getDeclaredFields())
                        .filter(field -> field.isAnnotationPresent(QueryParam.class))
                        .map(RequestFilters::nameOf)
                        .forEach(names::add);
            } else if (parameter.isAnnotationPresent(QueryParam.class)) {
                names.add(parameter.getAnnotation(QueryParam.class).value());
            } else if (parameter.isAnnotationPresent(RestQuery.class)) {
                String name = parameter.getAnnotation(RestQuery.class).value();
                names.add(name.isEmpty() ? parameter.getName() : name);
            }
        }
        return Set.copyOf(names);
    }

    private static String nameOf(Field field) {
        return field.getAnnotation(QueryParam.class).value();
    }
}
