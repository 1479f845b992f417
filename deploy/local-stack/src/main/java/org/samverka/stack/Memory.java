package org.samverka.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this machine has room for the stack before it is started. */
final class Memory {
    private static final long MIB = 1024 * 1024;
    private static final String VARIABLE = "SAMVERKA_MIN_MEMORY_MB";
    private static final String USUAL_MINIMUM = "1800";

    private Memory() {}

    static void requireRoom(Settings settings) {
        require(Long.parseLong(settings.variable(VARIABLE, USUAL_MINIMUM)), available() / MIB);
    }

    static void require(long neededMib, long availableMib) {
        if (availableMib < neededMib) {
            throw new StackFailure("The stack needs " + neededMib + " MB of free memory and there are " + availableMib
                    + " MB: close other programs, or set " + VARIABLE + " lower to try all the same");
        }
    }

    /** What can be had without swapping, also within a container's limit; without a way to know, all there is. */
    private static long available() {
        long limit = Long.MAX_VALUE;
        if (java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system) {
            limit = system.getTotalMemorySize();
        }
        try {
            long free = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(limit);
            return Math.min(free, limit);
        } catch (IOException notLinux) {
            return limit;
        }
    }
}
