package org.samverka.stack.demo.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.samverka.stack.StackFailure;

/** Several clients that work at the same time. */
public final class Clients {
    private final int number;

    public Clients(int number) {
        this.number = number;
    }

    /** Does something with each, and returns what came of it in the same order; the first failure ends it. */
    public <T, R> List<R> each(Collection<T> all, Function<T, R> work) {
        ExecutorService clients = Executors.newFixedThreadPool(number);
        try {
            List<Future<R>> begun = all.stream()
                    .map(one -> clients.submit(() -> work.apply(one)))
                    .toList();
            List<R> done = new ArrayList<>();
            for (Future<R> each : begun) {
                done.add(each.get());
            }
            return done;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while several clients were at work", e);
        } finally {
            clients.shutdownNow();
        }
    }
}
