package org.samverka.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Calls every operation that a running service publishes, first without a token (401) and then with each role that the
 * operation does not list (403): what is published about who may do what holds, and nothing was left open.
 */
public final class OpenApiWalk {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI service;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> wrong = new ArrayList<>();
    private Set<String> open = Set.of();

    private OpenApiWalk(URI service) {
        this.service = service;
    }

    /** Of the service at this address, without a path ({@code http://localhost:8081}). */
    public static OpenApiWalk of(URI service) {
        return new OpenApiWalk(service);
    }

    /** Leaves out operations that are open to everybody, written {@code "GET /api/v1/calendars/{token}.ics"}. */
    public OpenApiWalk except(String... operations) {
        open = Set.of(operations);
        return this;
    }

    /** Fails with everything it found wrong; returns how many operations it called. */
    public int walk() {
        List<Operation> operations = published();
        TreeSet<String> unknown = new TreeSet<>(open);
        operations.forEach(operation -> unknown.remove(operation.name()));
        unknown.forEach(name -> wrong.add(name + " is excepted but not published"));
        List<Operation> guarded = operations.stream()
                .filter(operation -> !open.contains(operation.name()))
                .toList();
        if (guarded.isEmpty()) {
            wrong.add("no operation is published");
        }
        guarded.forEach(this::check);
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join(System.lineSeparator(), wrong));
        }
        return guarded.size();
    }

    private void check(Operation operation) {
        if (operation.roles().isEmpty()) {
            wrong.add(operation.name() + " lists no role");
        }
        expect(401, operation, null);
        Tokens.ROLES.stream()
                .filter(role -> !operation.roles().contains(role))
                .forEach(role -> expect(403, operation, role));
        operation.roles().stream()
                .filter(role -> !Tokens.ROLES.contains(role))
                .forEach(role -> wrong.add(operation.name() + " lists the role " + role + ", which nobody has"));
    }

    private void expect(int status, Operation operation, @Nullable String role) {
        HttpRequest.Builder request = operation.request(service).timeout(PATIENCE);
        if (role != null) {
            request.header("Authorization", "Bearer " + Tokens.of(role).sign());
        }
        String caller = role == null ? "without a token" : "as " + role;
        try {
            int answered = statusOf(request.build());
            if (answered != status) {
                wrong.add("%s %s answered %d, not %d".formatted(operation.name(), caller, answered, status));
            }
        } catch (IOException e) {
            wrong.add("%s %s did not answer: %s".formatted(operation.name(), caller, e));
        }
    }

    /** Without waiting for the body: a stream that wrongly opens has none to wait for. */
    private int statusOf(HttpRequest request) throws IOException {
        HttpResponse<InputStream> response = send(request);
        response.body().close();
        return response.statusCode();
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private List<Operation> published() {
        try (InputStream document = send(HttpRequest.newBuilder(service.resolve("/q/openapi?format=json"))
                        .timeout(PATIENCE)
                        .build())
                .body()) {
            List<Operation> operations = new ArrayList<>();
            new ObjectMapper()
                    .readTree(document)
                    .path("paths")
                    .properties()
                    .forEach(path -> path.getValue().properties().stream()
                            .filter(method -> METHODS.contains(method.getKey()))
                            .forEach(method ->
                                    operations.add(Operation.of(method.getKey(), path.getKey(), method.getValue()))));
            return operations;
        } catch (IOException e) {
            throw new AssertionError(service + " did not publish its operations", e);
        }
    }

    private record Operation(
            String method, String path, @Nullable String contentType, Set<String> roles) {

        static Operation of(String method, String path, JsonNode definition) {
            Set<String> roles = new TreeSet<>();
            definition
                    .path("security")
                    .forEach(requirement ->
                            requirement.forEach(scopes -> scopes.forEach(scope -> roles.add(scope.asText()))));
            var contentTypes = definition.path("requestBody").path("content").fieldNames();
            return new Operation(
                    method.toUpperCase(Locale.ROOT), path, contentTypes.hasNext() ? contentTypes.next() : null, roles);
        }

        String name() {
            return method + " " + path;
        }

        HttpRequest.Builder request(URI service) {
            String anywhere = path.replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
            HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(anywhere));
            return contentType == null
                    ? request.method(method, BodyPublishers.noBody())
                    : request.method(method, BodyPublishers.ofString("{}")).header("Content-Type", contentType);
        }
    }
}
