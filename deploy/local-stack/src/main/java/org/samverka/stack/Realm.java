package org.samverka.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The realm of a running stack: gets real access tokens from Keycloak. */
public final class Realm {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI issuer;

    Realm(String issuer) {
        this.issuer = URI.create(issuer);
    }

    public URI issuer() {
        return issuer;
    }

    /** Where users and roles are managed, for a token of the client {@code samverka-demo}. */
    public URI administration() {
        return issuer.resolve("/admin/realms/" + Keycloak.REALM);
    }

    /** An access token of a demo user, whose password is the user's name. */
    public String token(String user) {
        return token(user, user);
    }

    public String token(String user, String password) {
        return token(
                Map.of("grant_type", "password", "client_id", "samverka-cli", "username", user, "password", password));
    }

    /** An access token of a partner's or the demo's own client. */
    public String clientToken(String client, String secret) {
        return token(Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret));
    }

    private String token(Map<String, String> form) {
        HttpRequest post = HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)))
                .build();
        try {
            HttpResponse<String> answer = http.send(post, BodyHandlers.ofString());
            JsonNode body = JSON.readTree(answer.body());
            if (answer.statusCode() != OK) {
                throw new StackFailure("Keycloak gives no token to " + who(form) + ": "
                        + body.path("error_description")
                                .asText(body.path("error").asText(answer.body())));
            }
            return body.path("access_token").asText();
        } catch (IOException e) {
            throw new StackFailure("Keycloak does not answer at " + issuer + ": start the stack with ./samverka up", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while waiting for a token", e);
        }
    }

    private static String who(Map<String, String> form) {
        return form.getOrDefault("username", form.getOrDefault("client_id", "?"));
    }

    private static String encoded(Map<String, String> form) {
        return new LinkedHashMap<>(form)
                .entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }
}
