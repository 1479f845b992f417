package org.samverka.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** What `./samverka replay` does: asks for statistics built anew, and says how far they are until they are in place. */
final class Replay {
    private static final String USER = "platform-admin";
    private static final String PATH = "/api/v1/statistics/rebuilds";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI service;
    private final Realm realm;
    private final Console console;

    private Replay(Settings settings, Console console) {
        this.service = URI.create("http://127.0.0.1:" + settings.port(Listener.REPORTING));
        this.realm = new Realm(Keycloak.issuer(settings));
        this.console = console;
    }

    /** Returns 0 when the statistics were built and have taken their place. */
    static int run(Settings settings, Console console) {
        return new Replay(settings, console).run();
    }

    private int run() {
        JsonNode asked = send(
                request(PATH)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.noBody()),
                CREATED);
        String path = PATH + "/" + asked.path("id").asText();
        String said = "";
        while (true) {
            JsonNode now = send(request(path).GET(), OK);
            String state = now.path("state").asText();
            String saying = "%s: %d of %d records"
                    .formatted(
                            state, now.path("read").asLong(), now.path("total").asLong());
            if (!saying.equals(said)) {
                console.print(saying);
                said = saying;
            }
            if (state.equals("done") || state.equals("failed")) {
                return over(now, state);
            }
            pause();
        }
    }

    private int over(JsonNode rebuild, String state) {
        if (rebuild.path("passedOver").asLong() > 0) {
            console.print(rebuild.path("passedOver").asLong() + " records could not be read or counted");
        }
        if (state.equals("failed")) {
            throw new StackFailure("The statistics were not built; those that are asked for are as before: "
                    + rebuild.path("reason").asText());
        }
        return 0;
    }

    /** A token of its own for each request: building may take longer than one is valid. */
    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve(path))
                .timeout(PATIENCE)
                .header("Accept", "application/json, application/problem+json")
                .header("Authorization", "Bearer " + realm.token(USER));
    }

    private JsonNode send(HttpRequest.Builder request, int expected) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            JsonNode body = JSON.readTree(answer.body());
            if (answer.statusCode() != expected) {
                throw new StackFailure("reporting-service says " + answer.statusCode() + ": "
                        + body.path("detail").asText(answer.body()));
            }
            return body;
        } catch (IOException e) {
            throw new StackFailure("reporting-service does not answer: start the stack with ./samverka up", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted; the statistics go on being built", e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted; the statistics go on being built", e);
        }
    }
}
