package org.samverka.stack;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What `./samverka status` says of each part: whether it runs, is ready, and what it uses. */
final class Status {
    private static final String ROW = "%-13s %-9s %8s  %-14s %8s %8s";
    private static final long MIB = 1024 * 1024;

    private Status() {}

    /** Returns 0 when all that runs is ready, and something does. */
    static int print(Settings settings, Console console) throws IOException {
        Map<String, StartedProcess> started =
                StartedProcess.in(settings.records()).stream().collect(toMap(StartedProcess::part, process -> process));
        console.print(String.format(Locale.ROOT, ROW, "part", "state", "pid", "port", "memory", "cpu"));
        int running = 0;
        int ready = 0;
        for (Part part : Stack.parts(settings)) {
            Optional<ProcessHandle> process =
                    Optional.ofNullable(started.get(part.name())).flatMap(found -> found.running(settings.home()));
            boolean isReady = process.isPresent() && isReady(part);
            running += process.isPresent() ? 1 : 0;
            ready += isReady ? 1 : 0;
            console.print(row(settings, part, process, isReady));
        }
        return running > 0 && running == ready ? 0 : 1;
    }

    private static String row(Settings settings, Part part, Optional<ProcessHandle> process, boolean ready) {
        String ports = part.listeners().stream()
                .map(listener -> Integer.toString(settings.port(listener)))
                .collect(joining(", "));
        Optional<Footprint> footprint = process.map(Footprint::of);
        return String.format(
                Locale.ROOT,
                ROW,
                part.name(),
                process.isEmpty() ? "down" : ready ? "ready" : "not ready",
                process.map(running -> Long.toString(running.pid())).orElse(""),
                ports,
                footprint.map(used -> used.memoryBytes() / MIB + " MB").orElse(""),
                footprint.map(used -> used.cpu().toSeconds() + " s").orElse(""));
    }

    private static boolean isReady(Part part) {
        try {
            return part.ready();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception notReady) {
            return false;
        }
    }
}
