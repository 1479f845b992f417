package org.samverka.testing;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the servers' hundreds of INFO lines out of the tests' log. */
final class QuietLogs {
    // Held, because a logger nobody holds is collected, and its level with it.
    private static final Map<Logger, Level> LOGGERS = Map.of(
            Logger.getLogger("kafka"), Level.WARNING,
            Logger.getLogger("org.apache.kafka"), Level.WARNING,
            // Warns that a new broker is new.
            Logger.getLogger("org.apache.kafka.controller"), Level.SEVERE,
            Logger.getLogger("state.change.logger"), Level.WARNING,
            Logger.getLogger("io.smallrye.reactive.messaging.kafka.companion"), Level.WARNING,
            Logger.getLogger("io.zonky"), Level.WARNING,
            Logger.getLogger("org.testcontainers"), Level.WARNING,
            // Having no Docker engine is no error; where containers are asked for, the exception says it.
            Logger.getLogger("org.testcontainers.dockerclient"), Level.OFF);

    private QuietLogs() {}

    static void quieten() {
        LOGGERS.forEach(Logger::setLevel);
    }
}
