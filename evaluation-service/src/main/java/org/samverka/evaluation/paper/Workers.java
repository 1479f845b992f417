package org.samverka.evaluation.paper;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;

/** Runs what computes for long on a worker thread; what follows runs on the event loop again, where the session is. */
@ApplicationScoped
class Workers {
    private final Vertx vertx;

    Workers(Vertx vertx) {
        this.vertx = vertx;
    }

    <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom().deferred(() -> run(work, vertx.getOrCreateContext()));
    }

    private static <T> Uni<T> run(Callable<T> work, Context context) {
        return Uni.createFrom()
                .completionStage(() -> context.executeBlocking(work, false).toCompletionStage())
                .emitOn(then -> context.runOnContext(ignored -> then.run()));
    }
}
