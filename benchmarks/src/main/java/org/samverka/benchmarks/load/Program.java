package org.samverka.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another program that measures, such as wrk and pgbench. */
public final class Program {
    private Program() {}

    interface Use<T> {
        T of(Path file) throws Exception;
    }

    interface Uses<T> {
        T of(List<Path> files) throws Exception;
    }

    public static boolean isInstalled(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator), -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** Runs it to its end and gives what it prints. */
    public static String run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(command[0] + " ended with status " + status + ": " + output);
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Whoever runs a program wants a file; ours are in the jar. */
    static <T> T withResource(String name, Use<T> use) throws Exception {
        return withTexts(List.of(resource(name)), files -> use.of(files.get(0)));
    }

    /** One for each text. */
    static <T> T withTexts(List<String> texts, Uses<T> use) throws Exception {
        List<Path> files = new ArrayList<>();
        try {
            for (String text : texts) {
                Path file = Files.createTempFile("samverka-bench", null);
                files.add(file);
                Files.writeString(file, text);
            }
            return use.of(files);
        } finally {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Program.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    public static long number(String output, String pattern) {
        return Long.parseLong(found(output, pattern));
    }

    public static double decimal(String output, String pattern) {
        return Double.parseDouble(found(output, pattern));
    }

    private static String found(String output, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("There is no \"" + pattern + "\" in: " + output);
        }
        return matcher.group(1);
    }
}
