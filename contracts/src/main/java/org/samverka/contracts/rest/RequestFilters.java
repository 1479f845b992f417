package org.samverka.contracts.rest;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Trace;

/** Every request continues its trace, and none has a query parameter that its operation does not name or cannot read. */
public class RequestFilters {
    private final Map<Method, Map<String, Class<?>>> named = new ConcurrentHashMap<>();

    @ServerRequestFilter(preMatching = true)
    public void continueTrace(ContainerRequestContext request) {
        Trace.enter(Trace.continued(request.getHeaderString(Trace.HEADER)));
    }

    /** Nothing is called so: what cannot be kept cannot be found. */
    @ServerRequestFilter
    public void refuseUnknowablePaths(ContainerRequestContext request) {
        if (!StorableText.is(request.getUriInfo().getPath())) {
            throw new NotKnown("There is nothing of that name here");
        }
    }

    @ServerRequestFilter
    public void refuseUnknownParameters(ContainerRequestContext request, ResourceInfo operation) {
        MultivaluedMap<String, String> sent = request.getUriInfo().getQueryParameters();
        @Nullable Method method = operation.getResourceMethod();
        if (sent.isEmpty() || method == null) {
            return;
        }
        Map<String, Class<?>> known = named.computeIfAbsent(method, RequestFilters::typesOf);
        List<Invalid.Error> unknown = sent.keySet().stream()
                .filter(name -> !known.containsKey(name))
                .sorted()
                .map(name -> new Invalid.Error(
                        "/" + name, "unknown-parameter", "Known here: " + String.join(", ", known.keySet())))
                .toList();
        if (!unknown.isEmpty()) {
            throw new UnknownParameter(unknown);
        }
        List<Invalid.Error> unreadable = known.entrySet().stream()
                .filter(parameter -> sent.getOrDefault(parameter.getKey(), List.of()).stream()
                        .anyMatch(value -> !isReadable(parameter.getValue(), value)))
                .map(parameter ->
                        new Invalid.Error("/" + parameter.getKey(), "unreadable-value", expected(parameter.getValue())))
                .toList();
        if (!unreadable.isEmpty()) {
            throw new Invalid(unreadable);
        }
    }

    /** The framework would find that there is no such resource, and take every text but "true" for false. */
    private static boolean isReadable(Class<?> type, String value) {
        try {
            if (!StorableText.is(value)) {
                return false;
            }
            if (type == UUID.class) {
                UUID.fromString(value);
            } else if (type == int.class || type == Integer.class) {
                Integer.parseInt(value);
            } else if (type == LocalDate.class) {
                LocalDate.parse(value);
            } else if (type == boolean.class || type == Boolean.class) {
                return value.equals("true") || value.equals("false");
            } else if (type.isEnum()) {
                return Arrays.stream(type.getEnumConstants())
                        .anyMatch(constant -> ((Enum<?>) constant).name().equals(value));
            }
            return true;
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return false;
        }
    }

    private static String expected(Class<?> type) {
        return type.isEnum()
                ? "Known here: "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Object::toString)
                                .collect(Collectors.joining(", "))
                : "The value has not the form that is expected here";
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

    private static SortedMap<String, Class<?>> typesOf(Method method) {
        var types = new TreeMap<String, Class<?>>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                Arrays.stream(parameter.getType().getDeclaredFields())
                        .filter(field -> field.isAnnotationPresent(QueryParam.class))
                        .forEach(field -> types.put(nameOf(field), field.getType()));
            } else if (parameter.isAnnotationPresent(QueryParam.class)) {
                types.put(parameter.getAnnotation(QueryParam.class).value(), parameter.getType());
            } else if (parameter.isAnnotationPresent(RestQuery.class)) {
                String name = parameter.getAnnotation(RestQuery.class).value();
                types.put(name.isEmpty() ? parameter.getName() : name, parameter.getType());
            }
        }
        return types;
    }

    private static String nameOf(Field field) {
        return field.getAnnotation(QueryParam.class).value();
    }
}
