package org.samverka.reporting.release;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;

/** Runs what computes for long on a worker thread; what follows runs on the event loop again, where the session is. */
@ApplicationScoped
public class Workers {
    private final Vertx vertx;

    Workers(Vertx vertx) {
        this.vertx = vertx;
    }

    public <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom().deferred(() -> run(work, vertx.getOrCreateContext()));
    }

    /** Work that is done before anybody listens would otherwise go on on a worker thread. */
    private static <T> Uni<T> run(Callable<T> work, Context context) {
        return Uni.createFrom()
                .completionStage(() -> context.executeBlocking(work, false).toCompletionStage())
                .emitOn(then -> context.runOnContext(ignored -> then.run()));
    }
}
