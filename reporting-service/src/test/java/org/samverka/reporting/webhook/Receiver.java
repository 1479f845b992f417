package org.samverka.reporting.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** A system that takes webhooks, and checks them with the specification's own library. */
final class Receiver implements AutoCloseable {
    private static final int TAKEN = 204;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Deque<Integer> answers = new ConcurrentLinkedDeque<>();
    private volatile Semaphore gate = new Semaphore(1_000_000);

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    record Request(Map<String, List<String>> headers, String body) {
        String id() {
            return java.util.Objects.requireNonNull(headers.get("webhook-id")).get(0);
        }

        boolean isSignedWith(String secret) {
            try {
                new Webhook(secret).verify(body, headers);
                return true;
            } catch (WebhookVerificationException e) {
                return false;
            } catch (com.standardwebhooks.exceptions.EmptyWebhookSecretException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }

    /** The next requests are answered so, all later ones taken. */
    Receiver answering(Integer... statuses) {
        answers.addAll(List.of(statuses));
        return this;
    }

    /** Answers nobody until told to. */
    Receiver holding() {
        gate = new Semaphore(0);
        return this;
    }

    void answerOne() {
        gate.release();
    }

    String url() {
        return "http://127.0.0.1:%d/hooks?from=samverka"
                .formatted(server.getAddress().getPort());
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    private void take(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(exchange.getRequestHeaders());
        requests.add(new Request(headers, new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        gate.acquireUninterruptibly();
        Integer answer = answers.poll();
        exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
        exchange.sendResponseHeaders(answer == null ? TAKEN : answer, -1);
        exchange.close();
    }

    @Override
    public void close() {
        gate.release(1_000_000);
        server.stop(0);
        threads.shutdownNow();
    }
}
