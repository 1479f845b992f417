package org.samverka.contracts.delivery;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Lets requests that arrive together share one transaction: while the batch of a lane is under way, the next gathers.
 * One at a time costs nothing more; many at a time cost one round of statements. When a batch fails as a whole, each
 * request is tried alone, so nobody fails for another's fault.
 *
 * @param <K> what requests contend for, such as a program: one batch per key is under way
 */
public final class Gathering<K, I, O> {
    private static final int LARGEST_BATCH = 200;
    private static final int LONGEST_QUEUE = 10_000;
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final BiFunction<K, List<I>, Uni<List<O>>> batch;
    private final Map<K, Queue<Waiting<I, O>>> lanes = new HashMap<>();

    /**
     * @param batch answers a list of requests with as many answers, in the same order, in one transaction. It is run
     *     again after a fault that passes, such as a lost connection, so it must recognize what an attempt of its own
     *     has committed
     */
    public Gathering(Vertx vertx, BiFunction<K, List<I>, Uni<List<O>>> batch) {
        this.vertx = vertx;
        this.batch = batch;
    }

    private record Waiting<I, O>(I request, Context context, UniEmitter<? super O> emitter) {
        void answer(O answer) {
            context.runOnContext(ignored -> emitter.complete(answer));
        }

        void fail(Throwable failure) {
            context.runOnContext(ignored -> emitter.fail(failure));
        }
    }

    public Uni<O> add(K key, I request) {
        return Uni.createFrom().emitter(emitter -> enqueue(key, new Waiting<>(request, context(), emitter)));
    }

    private Context context() {
        return vertx.getOrCreateContext();
    }

    private void enqueue(K key, Waiting<I, O> waiting) {
        List<Waiting<I, O>> first = List.of();
        synchronized (lanes) {
            Queue<Waiting<I, O>> lane = lanes.get(key);
            if (lane == null) {
                lanes.put(key, new ArrayDeque<>());
                first = List.of(waiting);
            } else if (lane.size() < LONGEST_QUEUE) {
                lane.add(waiting);
            } else {
                waiting.fail(new Overloaded());
            }
        }
        if (!first.isEmpty()) {
            run(key, first);
        }
    }

    private void runNext(K key) {
        List<Waiting<I, O>> next = new ArrayList<>();
        synchronized (lanes) {
            Queue<Waiting<I, O>> lane = lanes.get(key);
            while (lane != null && !lane.isEmpty() && next.size() < LARGEST_BATCH) {
                next.add(lane.remove());
            }
            if (next.isEmpty()) {
                lanes.remove(key);
            }
        }
        if (!next.isEmpty()) {
            run(key, next);
        }
    }

    private void run(K key, List<Waiting<I, O>> together) {
        answers(
                key,
                together,
                answers -> onAnswers(key, together, answers),
                failure -> onFailure(key, together, failure));
    }

    /** Subscribes itself, on a context of its own: the batch belongs to no single request. */
    private void answers(
            K key, List<Waiting<I, O>> together, Consumer<List<O>> onAnswers, Consumer<Throwable> onFailure) {
        Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(own, true);
        List<I> requests = together.stream().map(Waiting::request).toList();
        Uni.createFrom()
                .deferred(() -> batch.apply(key, requests))
                .runSubscriptionOn(attempt -> own.runOnContext(ignored -> attempt.run()))
                .onFailure(Faults::willPass)
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .expireIn(PATIENCE.toMillis())
                .subscribe()
                .with(onAnswers, onFailure);
    }

    private void onAnswers(K key, List<Waiting<I, O>> together, List<O> answers) {
        for (int i = 0; i < together.size(); i++) {
            together.get(i).answer(answers.get(i));
        }
        runNext(key);
    }

    private void onFailure(K key, List<Waiting<I, O>> together, Throwable failure) {
        if (together.size() == 1 || Faults.willPass(failure)) {
            together.forEach(waiting -> waiting.fail(failure));
            runNext(key);
        } else {
            runAlone(key, new ArrayDeque<>(together));
        }
    }

    private void runAlone(K key, Queue<Waiting<I, O>> remaining) {
        Waiting<I, O> waiting = remaining.poll();
        if (waiting == null) {
            runNext(key);
            return;
        }
        answers(
                key,
                List.of(waiting),
                answers -> {
                    waiting.answer(answers.get(0));
                    runAlone(key, remaining);
                },
                failure -> {
                    waiting.fail(failure);
                    runAlone(key, remaining);
                });
    }

    /** More requests wait than can be answered soon; trying again later helps. */
    public static final class Overloaded extends RuntimeException {
        Overloaded() {
            super("Too many requests are waiting; try again in a few seconds");
        }
    }
}
