package org.samverka.stack;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a launcher that was killed has left running; only processes it had recorded as its own are touched. */
final class Leftovers {
    private static final long PATIENCE_SECONDS = 10;

    private Leftovers() {}

    static void stop(Settings settings, Console console) throws IOException {
        List<CompletableFuture<Void>> stopping = StartedProcess.in(settings.records()).stream()
                .map(left -> CompletableFuture.runAsync(() -> stop(left, settings, console)))
                .toList();
        CompletableFuture.allOf(stopping.toArray(CompletableFuture[]::new)).join();
        StartedProcess.forgetAll(settings.records());
    }

    private static void stop(StartedProcess left, Settings settings, Console console) {
        left.running(settings.home()).ifPresent(process -> {
            console.progress(
                    left.part(), "was left running by an earlier launcher (pid " + left.pid() + "), stopping it");
            left.stop(process, PATIENCE_SECONDS);
        });
    }
}
