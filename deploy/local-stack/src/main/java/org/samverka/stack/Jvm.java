package org.samverka.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line of a part that is a JVM; marked, so that it is recognized when the launcher is gone. */
final class Jvm {
    private final Settings settings;
    private final List<String> command = new ArrayList<>();

    Jvm(Settings settings, String part) {
        this.settings = settings;
        command.add(java());
        command.add("-Dsamverka.stack=" + settings.home());
        command.add("-Dsamverka.part=" + part);
    }

    /** The Java that runs the launcher runs the parts. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Options as written in an environment variable, separated by blanks. */
    Jvm options(String options) {
        return with(options.trim().split("\\s+"));
    }

    Jvm with(String... arguments) {
        Arrays.stream(arguments).filter(argument -> !argument.isEmpty()).forEach(command::add);
        return this;
    }

    ProcessBuilder process() {
        return settings.process(command);
    }
}
