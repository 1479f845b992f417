package org.samverka.evaluation.questionnaire;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;

/**
 * Runs what computes for long on a thread of its own, one after the other, so that many at once do not fill the memory;
 * what follows runs on the event loop again.
 */
@ApplicationScoped
class Workers {
    private final Vertx vertx;
    private final WorkerExecutor worker;

    Workers(Vertx vertx) {
        this.vertx = vertx;
        this.worker = vertx.createSharedWorkerExecutor("documents", 1);
    }

    <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom().deferred(() -> run(work, vertx.getOrCreateContext()));
    }

    private <T> Uni<T> run(Callable<T> work, Context context) {
        return Uni.createFrom()
                .completionStage(() -> worker.executeBlocking(work, false).toCompletionStage())
                .emitOn(then -> context.runOnContext(ignored -> then.run()));
    }
}
