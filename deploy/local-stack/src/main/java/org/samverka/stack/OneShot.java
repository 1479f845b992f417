package org.samverka.stack;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that does one thing and ends; its output goes to a part's log. */
final class OneShot {
    private OneShot() {}

    static void run(ProcessBuilder program, Path log) throws IOException {
        Files.createDirectories(log.getParent());
        Process process = program.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new StackFailure(Path.of(program.command().get(0)).getFileName() + " ended with status " + status
                        + ": " + LastLine.of(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(program.command().get(0) + " was interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
