package org.samverka.stack;

import java.util.Map;

/** What listens on a port of this machine: its usual port, and the environment variable that sets another. */
public enum Listener {
    PARTICIPANTS(8081),
    SESSIONS(8082),
    EVALUATION(8083),
    REPORTING(8084),
    KEYCLOAK(8180),
    KAFKA(19092),
    KAFKA_CONTROLLER(19093),
    POSTGRES(15432),
    SMTP(1025),
    MAIL_WEB(8025);

    private static final int HIGHEST_PORT = 65_535;

    private final int usualPort;

    Listener(int usualPort) {
        this.usualPort = usualPort;
    }

    public String variable() {
        return "SAMVERKA_" + name() + "_PORT";
    }

    int port(Map<String, String> environment) {
        String wanted = environment.getOrDefault(variable(), "").trim();
        if (wanted.isEmpty()) {
            return usualPort;
        }
        try {
            int port = Integer.parseInt(wanted);
            if (port >= 1 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as for a number that is no port.
        }
        throw new StackFailure(variable() + " is \"" + wanted + "\", but a port is a number from 1 to " + HIGHEST_PORT);
    }
}
