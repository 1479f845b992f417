package org.samverka.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.samverka.benchmarks.load.Appearances;
import org.samverka.benchmarks.load.HttpConnection;
import org.samverka.benchmarks.load.HttpRequests;
import org.samverka.stack.Listener;

/** The public statistic of how many are enrolled, as a coordinator gets it from reporting-service. */
final class Statistic implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int UNREACHABLE = -1;

    private final HttpConnection connection;
    private final byte[] request;

    private Statistic(HttpConnection connection, byte[] request) {
        this.connection = connection;
        this.request = request;
    }

    static Statistic of(Rig rig) throws IOException {
        HttpRequests requests = rig.requestsTo(Listener.REPORTING);
        return new Statistic(HttpConnection.to(requests.service()), request(requests));
    }

    private static byte[] request(HttpRequests requests) {
        return requests.get("/programs/" + Rig.PROGRAM + "/statistics?measure=enrolled");
    }

    long value() throws IOException {
        return sum(connection.exchange(request).require(OK));
    }

    private static long sum(HttpConnection.Answer answer) throws JsonProcessingException {
        long sum = 0;
        for (JsonNode cell : JSON.readTree(answer.body()).path("cells")) {
            sum += cell.path("value").asLong();
        }
        return sum;
    }

    /** The value, or less than nothing while the service does not know of the program or does not answer yet. */
    static long valueIfAny(HttpRequests requests) {
        try (HttpConnection connection = HttpConnection.to(requests.service())) {
            HttpConnection.Answer answer = connection.exchange(request(requests));
            return answer.status() == OK ? sum(answer) : UNREACHABLE;
        } catch (IOException notYet) {
            return UNREACHABLE;
        }
    }

    /** Looks with a pause in between until it shows that many; returns how often it has looked. */
    long watch(Appearances appearances, long upTo, long pauseNanos, long patienceNanos) throws IOException {
        long deadline = System.nanoTime() + patienceNanos;
        long looks = 0;
        while (appearances.highest() < upTo && !Thread.currentThread().isInterrupted()) {
            long value = value();
            long now = System.nanoTime();
            appearances.saw(now, value);
            looks++;
            if (now > deadline) {
                throw new IllegalStateException("The statistic stays at " + value + " instead of " + upTo);
            }
            LockSupport.parkNanos(pauseNanos);
        }
        return looks;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
