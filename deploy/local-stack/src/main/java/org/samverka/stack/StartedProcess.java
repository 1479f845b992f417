package org.samverka.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The record of a process that a launcher has started, kept in a file so that a later launcher finds it again when the
 * first one is gone, and takes no other process for it.
 */
record StartedProcess(String part, long pid, long startedAtMillis, String stopSignal) {
    private static final String SUFFIX = ".pid";

    /** The kernel's start time is read through the wall clock, which may be set meanwhile. */
    private static final long CLOCK_TOLERANCE_MILLIS = 2_000;

    static StartedProcess of(Part part, ProcessHandle process) {
        long startedAt =
                process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return new StartedProcess(part.name(), process.pid(), startedAt, part.stopSignal());
    }

    void write(Path records) throws IOException {
        Files.createDirectories(records);
        Files.writeString(records.resolve(part + SUFFIX), pid + " " + startedAtMillis + " " + stopSignal + "\n");
    }

    /** For when no part runs any more. */
    static void forgetAll(Path records) throws IOException {
        for (StartedProcess ended : in(records)) {
            Files.deleteIfExists(records.resolve(ended.part + SUFFIX));
        }
    }

    static List<StartedProcess> in(Path records) throws IOException {
        if (Files.notExists(records)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(records)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        }
    }

    private static Optional<StartedProcess> read(Path file) {
        try {
            String[] words = Files.readString(file).trim().split(" ", -1);
            String part = file.getFileName().toString().replace(SUFFIX, "");
            return Optional.of(new StartedProcess(part, Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]));
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** The process if it still runs: the same pid, the same start, and a command line that names this stack's folder. */
    Optional<ProcessHandle> running(Path home) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> startedThen(process.info()))
                .filter(process -> names(home, process.info()));
    }

    private boolean startedThen(ProcessHandle.Info info) {
        return info.startInstant()
                .map(then -> Math.abs(then.toEpochMilli() - startedAtMillis) <= CLOCK_TOLERANCE_MILLIS)
                .orElse(false);
    }

    private static boolean names(Path home, ProcessHandle.Info info) {
        return info.commandLine().map(line -> line.contains(home.toString())).orElse(true);
    }

    /** Asks it to end, waits, and ends it if it does not. */
    void stop(ProcessHandle process, long patienceSeconds) {
        signal(process, stopSignal);
        if (!ended(process, patienceSeconds)) {
            process.destroyForcibly();
            ended(process, patienceSeconds);
        }
    }

    private static void signal(ProcessHandle process, String signal) {
        if (signal.equals("TERM")) {
            process.destroy();
            return;
        }
        try {
            // The shell's own kill: slim systems have no program of that name.
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean ended(ProcessHandle process, long patienceSeconds) {
        try {
            process.onExit().get(patienceSeconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
