package org.samverka.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
    private final Set<Integer> callersPorts = ConcurrentHashMap.newKeySet();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final HttpServer server = unstarted();

    @BeforeEach
    void aServerThatAnswersWithWhatItGot() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void oneConnectionServesRequestAfterRequest() throws IOException {
        HttpRequests requests = requests();
        try (HttpConnection connection = HttpConnection.to(requests.service())) {
            assertThat(connection.exchange(requests.get("/things?limit=1")).body())
                    .isEqualTo("GET /api/things?limit=1 Bearer token ");
            assertThat(connection
                            .exchange(requests.put("/things/1", "application/yaml", "name: Hälsa"))
                            .body())
                    .isEqualTo("PUT /api/things/1 Bearer token name: Hälsa");
        }

        assertThat(callersPorts).hasSize(1);
    }

    @Test
    void anAnswerWithoutBodyLeavesTheConnectionUsable() throws IOException {
        HttpRequests requests = requests();
        try (HttpConnection connection = HttpConnection.to(requests.service())) {
            assertThat(connection.exchange(requests.get("/nothing")).status()).isEqualTo(204);
            assertThat(connection.exchange(requests.get("/things")).status()).isEqualTo(201);
        }
    }

    @Test
    void anotherStatusThanWantedIsTold() {
        assertThatThrownBy(() -> new HttpConnection.Answer(409, "already-enrolled").require(201))
                .hasMessageContaining("409")
                .hasMessageContaining("already-enrolled");
    }

    @Test
    void anOpenModelSendsEachRequestOnceAndNoneBeforeItIsDue() throws Exception {
        var enrolling = new Enrolling(requests(), "p", "g", 20);

        OpenModel.Log log = OpenModel.run(new Arrivals(1000, 20), enrolling);

        assertThat(keys).hasSize(20);
        assertThat(LongStream.of(log.latencies(0)).boxed()).hasSize(20).allMatch(latency -> latency >= 0);
    }

    @Test
    void aClosedModelAnswersAsOftenAsItsClientsWereAnswered() throws Exception {
        var clients = new ClosedModel.BuiltIn(new Enrolling(requests(), "p", "g", 1_000_000));

        Done done = clients.run(2, 1);

        assertThat(done.count()).isPositive().isEqualTo(keys.size());
        assertThat(done.seconds()).isGreaterThanOrEqualTo(1);
    }

    private HttpRequests requests() {
        return new HttpRequests(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api"), "token");
    }

    private void answer(HttpExchange exchange) throws IOException {
        callersPorts.add(exchange.getRemoteAddress().getPort());
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (key != null) {
            keys.add(key);
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (exchange.getRequestURI().getPath().endsWith("/nothing")) {
            exchange.sendResponseHeaders(204, -1);
        } else {
            byte[] answer = String.join(
                            " ",
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            exchange.getRequestHeaders().getFirst("Authorization"),
                            body)
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(201, answer.length);
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    private static HttpServer unstarted() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
