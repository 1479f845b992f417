package org.samverka.benchmarks.figures;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where the figures were taken. Figures of two machines, or of a busy and a quiet one, do not compare; their ratios do,
 * roughly.
 *
 * @param loadBefore load average of the last minute when the measuring began; above a few tenths, others were at work
 */
public record Machine(int cores, String processor, long memoryMiB, String os, String jdk, double loadBefore) {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final long KIB_PER_MIB = 1024;

    public static Machine now() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                field(Path.of("/proc/cpuinfo"), "model name"),
                memory(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.runtime.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    public boolean isBusy() {
        return loadBefore > 0.25 * cores;
    }

    private static long memory() {
        String digits = field(MEMORY, "MemTotal").replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits) / KIB_PER_MIB;
    }

    private static String field(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("");
        } catch (IOException notLinux) {
            return "";
        }
    }
}
