package org.samverka.testing;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Where the servers run: in containers where a Docker engine answers, else from the binaries on the class path. */
enum StackKind {
    EMBEDDED,
    CONTAINERS;

    static final String SWITCH = "samverka.test.stack";

    /** What the system property or else the environment variable {@code SAMVERKA_TEST_STACK} asks for. */
    static String wish() {
        return Stream.of(System.getProperty(SWITCH), System.getenv("SAMVERKA_TEST_STACK"))
                .flatMap(value -> Optional.ofNullable(value).stream())
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse("auto");
    }

    static StackKind of(String wish, BooleanSupplier dockerAnswers) {
        return switch (wish) {
            case "embedded" -> EMBEDDED;
            case "containers" -> CONTAINERS;
            case "auto" -> dockerAnswers.getAsBoolean() ? CONTAINERS : EMBEDDED;
            default ->
                throw new IllegalArgumentException(
                        SWITCH + " must be auto, embedded or containers, not \"" + wish + "\"");
        };
    }
}
