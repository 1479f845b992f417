package org.samverka.contracts.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.IntFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Empties one shard when woken, one batch after the other and never two at a time, on an event loop of its own. After a
 * failure it waits, twice as long each time up to a bound.
 */
final class RelayLoop {
    private static final Logger LOG = Logger.getLogger(RelayLoop.class);
    private static final long FIRST_WAIT_MS = 100;
    private static final long LONGEST_WAIT_MS = 5000;

    private final int shard;
    private final Vertx vertx;
    private final Context loop;
    private final IntFunction<Uni<Boolean>> sendBatch;

    // Touched on the loop only.
    private boolean running;
    private boolean wokenMeanwhile;
    private boolean stopped;
    private long wait = FIRST_WAIT_MS;

    RelayLoop(int shard, Vertx vertx, IntFunction<Uni<Boolean>> sendBatch) {
        this.shard = shard;
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.sendBatch = sendBatch;
    }

    void wake() {
        loop.runOnContext(ignored -> onWake());
    }

    void stop() {
        loop.runOnContext(ignored -> stopped = true);
    }

    private void onWake() {
        if (running) {
            wokenMeanwhile = true;
        } else if (!stopped) {
            run();
        }
    }

    /** The one place that subscribes: nothing calls the relay, so no framework does it for it. */
    private void run() {
        running = true;
        wokenMeanwhile = false;
        sendBatch
                .apply(shard)
                .subscribe()
                .with(
                        more -> loop.runOnContext(ignored -> onSent(more)),
                        failure -> loop.runOnContext(ignored -> onFailure(failure)));
    }

    private void onSent(boolean more) {
        wait = FIRST_WAIT_MS;
        running = false;
        if (more || wokenMeanwhile) {
            onWake();
        }
    }

    private void onFailure(@Nullable Throwable failure) {
        LOG.warnf("Outbox shard %d could not be sent; trying again in %d ms (%s)", shard, wait, failure);
        vertx.setTimer(wait, ignored -> loop.runOnContext(again -> onRested()));
        wait = Math.min(LONGEST_WAIT_MS, wait * 2);
    }

    private void onRested() {
        running = false;
        onWake();
    }
}
