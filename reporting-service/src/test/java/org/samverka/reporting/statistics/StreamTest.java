package org.samverka.reporting.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.samverka.contracts.Gender;
import org.samverka.reporting.Others.Person;
import org.samverka.reporting.ServiceTest;
import org.samverka.testing.Tokens;

@QuarkusTest
@Timeout(60)
class StreamTest extends ServiceTest {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI service;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void aChangeIsHeardWithinASecondWithTheMeasuresItConcerns() throws Exception {
        try (Listening coordinator = listen("coordinator")) {
            await().atMost(PATIENCE).until(() -> coordinator.heard.size() == 1); // the one to begin with

            Instant told = Instant.now();
            others.tell(Person.of(Gender.woman).enrolled(program, "inspirers"));
            await().atMost(PATIENCE).until(() -> coordinator.heard.size() == 2);

            JsonNode change = coordinator.heard.get(1);
            assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(1));
            assertThat(change.path("program").asText()).isEqualTo(program);
            assertThat(change.path("measures")).extracting(JsonNode::asText).contains("enrolled");
        }
    }

    @Test
    void otherProgramsChangesAreNotHeard() throws Exception {
        try (Listening coordinator = listen("coordinator")) {
            await().atMost(PATIENCE).until(() -> coordinator.heard.size() == 1);

            others.tell(Person.of(Gender.woman).enrolled("other-" + UUID.randomUUID(), "inspirers"));
            others.tell(Person.of(Gender.woman).enrolled(program, "inspirers"));
            await().atMost(PATIENCE).until(() -> coordinator.heard.size() >= 2);

            assertThat(coordinator.heard)
                    .allMatch(change -> change.path("program").asText().equals(program));
        }
    }

    @Test
    void anAnalystHearsThatSomethingChangedNotWhatAndWhen() throws Exception {
        try (Listening analyst = listen("analyst")) {
            others.tell(Person.of(Gender.woman).enrolled(program, "inspirers"));
            await().atMost(PATIENCE).until(() -> !analyst.heard.isEmpty());

            assertThat(analyst.heard.get(0).path("measures")).isEmpty();
            assertThat(Instant.parse(analyst.heard.get(0).path("asOf").asText()).getEpochSecond() % 60)
                    .isZero();
        }
    }

    @Test
    void aProgramOfOthersHasNoStream() throws Exception {
        assertThat(http.send(request("coordinator", "another"), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(404);
    }

    private Listening listen(String role) throws IOException, InterruptedException {
        var response = http.send(request(role, program), BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        return new Listening(response.body());
    }

    private HttpRequest request(String role, String key) {
        return HttpRequest.newBuilder(service.resolve("/api/v1/programs/" + key + "/stream"))
                .header(
                        "Authorization",
                        "Bearer " + Tokens.of(role).programs(program).sign())
                .header("Accept", "text/event-stream")
                .build();
    }

    private final class Listening implements AutoCloseable {
        private final Stream<String> lines;
        private final List<JsonNode> heard = new CopyOnWriteArrayList<>();

        private Listening(Stream<String> lines) {
            this.lines = lines;
            var listener = new Thread(this::listen, "listening");
            listener.setDaemon(true);
            listener.start();
        }

        private void listen() {
            try {
                for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                    String line = each.next();
                    if (line.startsWith("data:")) {
                        heard.add(json.readTree(line.substring("data:".length())));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (UncheckedIOException closed) {
                // The test is over.
            }
        }

        @Override
        public void close() {
            lines.close();
        }
    }
}
