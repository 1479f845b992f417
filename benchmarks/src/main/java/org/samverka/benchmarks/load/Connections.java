package org.samverka.benchmarks.load;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several connections that are at work side by side. */
final class Connections {
    private Connections() {}

    interface Work {
        /** Says how many requests were answered. */
        long on(HttpConnection connection) throws Exception;
    }

    /** Gives each connection a thread, waits for all, and adds up what they have done. */
    static long each(int number, URI service, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        try {
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                running.add(threads.submit(() -> {
                    try (HttpConnection connection = HttpConnection.to(service)) {
                        return work.on(connection);
                    }
                }));
            }
            long done = 0;
            for (Future<Long> one : running) {
                done += one.get();
            }
            return done;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdownNow();
        }
    }
}
