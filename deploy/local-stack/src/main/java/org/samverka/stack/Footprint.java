package org.samverka.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process and its children use.
 *
 * @param memoryBytes resident memory; what they share is counted once where the kernel tells (Linux), else for each
 * @param cpu processor time since their start, that of ended children included where the kernel tells (Linux)
 */
public record Footprint(long memoryBytes, Duration cpu) {
    private static final Path PROC = Path.of("/proc");
    private static final long KIB = 1024;
    /** The kernel's unit in /proc: USER_HZ is 100 on every platform we run on. */
    private static final long MILLIS_PER_TICK = 10;

    private static final int UTIME = 11;
    private static final int CSTIME = 14;

    static Footprint of(ProcessHandle process) {
        List<ProcessHandle> family =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        return new Footprint(
                family.stream().mapToLong(Footprint::memory).sum(),
                family.stream().map(Footprint::cpu).reduce(Duration.ZERO, Duration::plus));
    }

    private static long memory(ProcessHandle process) {
        Path folder = PROC.resolve(Long.toString(process.pid()));
        try {
            if (Files.exists(folder)) {
                return KIB * kibibytes(folder);
            }
            return KIB * Long.parseLong(output("ps", "-o", "rss=", "-p", Long.toString(process.pid())));
        } catch (IOException | NumberFormatException gone) {
            return 0;
        }
    }

    private static long kibibytes(Path folder) throws IOException {
        try {
            return field(folder.resolve("smaps_rollup"), "Pss:");
        } catch (IOException notOurs) {
            return field(folder.resolve("status"), "VmRSS:");
        }
    }

    private static long field(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private static Duration cpu(ProcessHandle process) {
        Path stat = PROC.resolve(process.pid() + "/stat");
        try {
            String line = Files.readString(stat);
            // The second field is the program's name in parentheses and may hold blanks.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = 0;
            for (int field = UTIME; field <= CSTIME; field++) {
                ticks += Long.parseLong(fields[field]);
            }
            return Duration.ofMillis(ticks * MILLIS_PER_TICK);
        } catch (IOException | RuntimeException noProc) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    }
}
