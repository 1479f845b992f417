package org.samverka.stack.demo.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.samverka.stack.StackFailure;

/**
 * A service's REST API as one caller uses it. Whoever is told to come back later does so, as a well-behaved client: what
 * it sends is safe to repeat, by nature or by an {@code Idempotency-Key}.
 */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TRIES = 10;
    private static final int UNAVAILABLE = 503;
    private static final String LARGEST_PAGE = "limit=500";

    private final HttpClient http;
    private final String base;
    private final Supplier<String> token;
    private final Map<String, String> headers;

    /** @param token asked for at each request; empty for none */
    Api(HttpClient http, URI base, Supplier<String> token) {
        this(http, base.toString(), token, Map.of());
    }

    private Api(HttpClient http, String base, Supplier<String> token, Map<String, String> headers) {
        this.http = http;
        this.base = base;
        this.token = token;
        this.headers = headers;
    }

    /** The same for a caller who sends one header more. */
    public Api with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Api(http, base, token, Map.copyOf(more));
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    /** Something that is no JSON. */
    public Answer get(String path, String mediaType) {
        return send(request(path).setHeader("Accept", mediaType).GET());
    }

    /** Everything in a list, page by page. */
    public List<JsonNode> all(String path) {
        String separator = path.contains("?") ? "&" : "?";
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    get(path + separator + LARGEST_PAGE + cursor).require(200).body();
            page.path("items").forEach(items::add);
            String next = page.path("next").asText("");
            cursor = page.path("next").isTextual() ? "&cursor=" + encoded(next) : "";
        } while (!cursor.isEmpty());
        return items;
    }

    /**
     * Sends something to be done once.
     *
     * @param key makes it safe to send it again
     */
    public Answer post(String path, String key, Map<String, ?> body) {
        return post(path, key, "application/json", write(body));
    }

    public Answer post(String path, String key, String contentType, String body) {
        return send(request(path)
                .header("Idempotency-Key", key)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body)));
    }

    public Answer put(String path, Map<String, ?> body) {
        return put(path, "application/json", write(body));
    }

    public Answer put(String path, String contentType, String body) {
        return send(request(path).header("Content-Type", contentType).PUT(BodyPublishers.ofString(body)));
    }

    public Answer patch(String path, Map<String, ?> body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(write(body))));
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Accept", "application/json, application/problem+json");
        headers.forEach(request::header);
        String bearer = token.get();
        return bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer);
    }

    private Answer send(HttpRequest.Builder request) {
        HttpRequest built = request.build();
        Answer answer = sendOnce(built);
        for (int tries = 1; answer.is(UNAVAILABLE) && tries < TRIES; tries++) {
            pause(answer);
            answer = sendOnce(built);
        }
        return answer;
    }

    private Answer sendOnce(HttpRequest request) {
        String what = request.method() + " " + request.uri();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(
                    what, response.statusCode(), response.headers(), read(response.body()), System.nanoTime());
        } catch (IOException e) {
            throw new StackFailure(what + " was not answered: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure(what + " was interrupted", e);
        }
    }

    private static void pause(Answer answer) {
        long seconds = answer.headers().firstValueAsLong("Retry-After").orElse(1);
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while waiting to ask again", e);
        }
    }

    private static JsonNode read(String body) {
        try {
            return Optional.ofNullable(JSON.readTree(body)).orElse(MissingNode.getInstance());
        } catch (JsonProcessingException notJson) {
            return JSON.getNodeFactory().textNode(body);
        }
    }

    private static String write(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, lists, texts and numbers can always be written", e);
        }
    }
}
