package org.samverka.participants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

/**
 * Every text that the published API takes, in bodies, parameters and paths, is sent as what no text should be: none brings
 * the service down, and what cannot be kept is named.
 */
@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class HostileTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = 20260301;
    private static final int TRIES = 3;

    /** As they stand in JSON: what PostgreSQL or UTF-8 cannot hold. */
    private static final List<String> UNSTORABLE =
            List.of("\\u0000", "a\\u0000b", "\\ud800", "x\\udfff", "\\ud83d", "\\udc00\\ud800");

    private static final List<String> ODD = List.of(
            "",
            " ",
            "' or 1 = 1; drop table person; --",
            "%00%n%s",
            "${jndi:ldap://example.org/a}",
            "<script>alert(1)</script>",
            "=cmd|' /c calc'!A1",
            "\\ud83d\\ude00",
            "\\u202e\\u200f\\ufeff",
            "../../../../etc/passwd",
            "\\u0001\\u001f\\u007f",
            "x".repeat(20_000),
            "{{7*7}}",
            "null",
            "NaN",
            "9".repeat(400));

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI service;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random = new Random(SEED);
    private final String organization = "o-" + UUID.randomUUID();
    private final String program = "p-" + UUID.randomUUID();
    private final List<String> wrong = new ArrayList<>();
    private int sent;

    /** An operation that takes a JSON body. */
    private record Operation(String method, String path, JsonNode definition) {
        boolean takesJson() {
            return definition.path("requestBody").path("content").has("application/json");
        }

        String[] roles() {
            var roles = new TreeSet<String>();
            definition
                    .path("security")
                    .forEach(requirement ->
                            requirement.forEach(scopes -> scopes.forEach(scope -> roles.add(scope.asText()))));
            return roles.toArray(String[]::new);
        }

        String name() {
            return method + " " + path;
        }
    }

    @Test
    void noTextInABodyBringsTheServiceDownAndWhatCannotBeKeptIsNamed() throws Exception {
        JsonNode api = api();
        for (Operation operation : operations(api)) {
            if (operation.takesJson()) {
                bodies(api, operation);
            }
        }
        assertThat(sent).isGreaterThan(300);
        assertThat(wrong).isEmpty();
    }

    @Test
    void noTextInAPathOrParameterBringsTheServiceDown() throws Exception {
        for (Operation operation : operations(api())) {
            for (String text :
                    List.of("%00", "a%00b", "%ED%A0%80", "%F0%9F%98%80", "%27%20or%201%3D1", "x".repeat(3000))) {
                String path = operation.path().replaceAll("\\{[^}]*}", text);
                if (!path.equals(operation.path())) {
                    check(operation, text, status(operation, path, "{}"));
                }
                for (JsonNode parameter : operation.definition().path("parameters")) {
                    if (parameter.path("in").asText().equals("query")) {
                        String name = URLEncoder.encode(parameter.path("name").asText(), StandardCharsets.UTF_8);
                        check(
                                operation,
                                name + "=" + text,
                                status(operation, anywhere(operation) + "?" + name + "=" + text, "{}"));
                    }
                }
            }
        }
        assertThat(sent).isGreaterThan(300);
        assertThat(wrong).isEmpty();
    }

    private void bodies(JsonNode api, Operation operation) throws Exception {
        JsonNode schema = operation
                .definition()
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        List<List<String>> texts = new ArrayList<>();
        JsonNode valid = example(api, schema, List.of(), texts, 0);
        for (List<String> place : texts) {
            for (String text : UNSTORABLE) {
                String body = with(valid, place, text);
                HttpResponse<String> answer = send(operation, anywhere(operation), body);
                check(operation, place + " " + text, answer.statusCode());
                if (answer.statusCode() == 422 && !place.isEmpty()) {
                    checkPointer(operation, place, answer.body());
                } else if (answer.statusCode() < 300) {
                    wrong.add("%s took %s at %s".formatted(operation.name(), text, place));
                }
            }
            for (int i = 0; i < TRIES; i++) {
                String text = ODD.get(random.nextInt(ODD.size()));
                check(operation, place + " " + text, status(operation, anywhere(operation), with(valid, place, text)));
            }
        }
    }

    private void checkPointer(Operation operation, List<String> place, String answer) throws IOException {
        var pointers = new ArrayList<String>();
        JSON.readTree(answer)
                .path("errors")
                .forEach(error -> pointers.add(error.path("pointer").asText()));
        if (!pointers.contains("/" + String.join("/", place))) {
            wrong.add("%s names %s, not /%s".formatted(operation.name(), pointers, String.join("/", place)));
        }
    }

    private void check(Operation operation, String what, int status) {
        if (status >= 500) {
            wrong.add("%s answered %d to %s"
                    .formatted(operation.name(), status, what.substring(0, Math.min(80, what.length()))));
        }
    }

    private int status(Operation operation, String path, String body) throws Exception {
        return send(operation, path, body).statusCode();
    }

    private HttpResponse<String> send(Operation operation, String path, String body) throws Exception {
        sent++;
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
                .header("Authorization", "Bearer " + token(operation))
                .header("Content-Type", contentType(operation));
        boolean hasBody = operation.definition().has("requestBody");
        return http.send(
                request.method(operation.method(), hasBody ? BodyPublishers.ofString(body) : BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private static String contentType(Operation operation) {
        if (operation.takesJson()) {
            return "application/json";
        }
        var types = operation.definition().path("requestBody").path("content").fieldNames();
        return types.hasNext() ? types.next() : "application/json";
    }

    private String token(Operation operation) {
        return Tokens.of(operation.roles())
                .programs(program)
                .organizations(organization)
                .person(UUID.randomUUID())
                .sign();
    }

    private String anywhere(Operation operation) {
        return operation
                .path()
                .replaceAll("\\{program}", program)
                .replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
    }

    private JsonNode api() throws Exception {
        return JSON.readTree(http.send(
                        HttpRequest.newBuilder(service.resolve("/q/openapi?format=json"))
                                .build(),
                        BodyHandlers.ofString())
                .body());
    }

    private static List<Operation> operations(JsonNode api) {
        var operations = new ArrayList<Operation>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> method.getValue().has("responses"))
                        .forEach(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
        assertThat(operations).isNotEmpty();
        return operations;
    }

    /** Something of the schema's form, with the place of each text in it; a day is none, and is read as one. */
    private JsonNode example(JsonNode api, JsonNode schema, List<String> place, List<List<String>> texts, int depth) {
        JsonNode resolved = resolve(api, schema);
        if (depth > 6) {
            return JsonNodeFactory.instance.nullNode();
        }
        if (resolved.has("enum")) {
            return resolved.path("enum").get(0);
        }
        return switch (type(resolved)) {
            case "object" -> object(api, resolved, place, texts, depth);
            case "array" -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                array.add(example(api, resolved.path("items"), below(place, "0"), texts, depth + 1));
                yield array;
            }
            case "integer", "number" -> JsonNodeFactory.instance.numberNode(1);
            case "boolean" -> JsonNodeFactory.instance.booleanNode(true);
            default -> text(resolved, place, texts);
        };
    }

    private ObjectNode object(JsonNode api, JsonNode schema, List<String> place, List<List<String>> texts, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        schema.path("properties")
                .properties()
                .forEach(property -> object.set(
                        property.getKey(),
                        example(api, property.getValue(), below(place, property.getKey()), texts, depth + 1)));
        return object;
    }

    private static JsonNode text(JsonNode schema, List<String> place, List<List<String>> texts) {
        String valid = Map.of(
                        "date",
                        "2026-03-01",
                        "date-time",
                        "2026-03-01T00:00:00Z",
                        "uuid",
                        UUID.randomUUID().toString())
                .getOrDefault(schema.path("format").asText(), "a");
        if (!schema.path("format").asText().startsWith("date")) {
            texts.add(place);
        }
        return JsonNodeFactory.instance.textNode(valid);
    }

    private static JsonNode resolve(JsonNode api, JsonNode schema) {
        JsonNode resolved = schema;
        if (resolved.has("anyOf")) {
            resolved = resolved.path("anyOf").get(0);
        }
        if (resolved.has("allOf")) {
            resolved = resolved.path("allOf").get(0);
        }
        return resolved.has("$ref")
                ? resolve(api, api.at(resolved.path("$ref").asText().substring(1)))
                : resolved;
    }

    /** With null beside it where there may be none. */
    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            for (JsonNode each : type) {
                if (!each.asText().equals("null")) {
                    return each.asText();
                }
            }
        }
        return type.asText(schema.has("properties") ? "object" : "string");
    }

    private static List<String> below(List<String> place, String step) {
        var below = new ArrayList<>(place);
        below.add(step);
        return List.copyOf(below);
    }

    /** The text is put in as it stands, escapes and all. */
    private static String with(JsonNode valid, List<String> place, String text) {
        if (place.isEmpty()) {
            return '"' + text + '"';
        }
        JsonNode copy = valid.deepCopy();
        JsonNode parent = copy;
        for (String step : place.subList(0, place.size() - 1)) {
            parent = parent.isArray() ? parent.get(Integer.parseInt(step)) : parent.path(step);
        }
        String last = place.get(place.size() - 1);
        String mark = UUID.randomUUID().toString();
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(last), JsonNodeFactory.instance.textNode(mark));
        } else {
            ((ObjectNode) parent).put(last, mark);
        }
        return copy.toString().replace(mark, text);
    }
}
