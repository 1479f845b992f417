package org.samverka.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Removes a server's folder, and the PostgreSQL that runs in it, when this JVM is gone without having done so itself: a
 * shell waits for the end of a pipe that ends with the JVM, even with one that is killed or halted.
 */
final class AfterThisJvm {
    private static final String WAIT_AND_REMOVE = """
            trap '' HUP INT TERM
            cat > /dev/null
            pid=$(head -n 1 "$0/postmaster.pid" 2> /dev/null)
            if [ -n "$pid" ]; then
              kill -QUIT "$pid" 2> /dev/null
              for i in 0 1 2 3 4 5 6 7 8 9; do kill -0 "$pid" 2> /dev/null && sleep 0.3; done
            fi
            rm -rf "$0"
            """;

    // Held, because the pipe to a process nobody holds may be closed.
    private static final Queue<Process> WAITING = new ConcurrentLinkedQueue<>();

    private AfterThisJvm() {}

    static Path remove(Path folder) throws IOException {
        WAITING.add(new ProcessBuilder("sh", "-c", WAIT_AND_REMOVE, folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
        return folder;
    }
}
