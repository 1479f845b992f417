package org.samverka.stack;

import java.util.List;
import java.util.Locale;

/** The table that says where a running stack is to be found and who may log in. */
final class Addresses {
    private static final List<String> USERS = List.of(
            "platform-admin",
            "coordinator",
            "supplier",
            "organization-contact",
            "manager",
            "participant",
            "occupational-health",
            "analyst",
            "hr-partner",
            "auditor");

    private Addresses() {}

    static void print(Stack stack, Console console) {
        Settings settings = stack.settings();
        console.print("");
        for (Listener service :
                List.of(Listener.PARTICIPANTS, Listener.SESSIONS, Listener.EVALUATION, Listener.REPORTING)) {
            String name = service.name().toLowerCase(Locale.ROOT);
            if (stack.isReady(name)) {
                line(console, name, stack.api(service) + "   (try it: /q/swagger-ui)");
            }
        }
        if (stack.isReady(Keycloak.NAME)) {
            line(console, Keycloak.NAME, stack.realm().issuer() + "   (administration: admin, admin)");
        }
        if (stack.isReady(Kafka.NAME)) {
            line(console, Kafka.NAME, stack.kafka());
        }
        if (stack.isReady(Postgres.NAME)) {
            line(
                    console,
                    Postgres.NAME,
                    Postgres.url(settings, "participants") + ", sessions, evaluation, reporting"
                            + "   (user and password: the database's name)");
        }
        if (stack.isReady(MailCatcher.NAME)) {
            line(
                    console,
                    MailCatcher.NAME,
                    "smtp " + settings.address(Listener.SMTP) + ", caught: " + stack.mail()
                            + "/user and /user/{address}/messages");
        }
        if (stack.isReady(Keycloak.NAME)) {
            line(console, "users", "password = name: " + String.join(", ", USERS));
        }
        line(console, "logs", settings.home().resolve("log").toString());
        console.print("");
        console.print("Up after "
                + String.format(Locale.ROOT, "%.1f", console.sinceStart().toMillis() / 1000.0)
                + " s; Ctrl-C stops everything.");
    }

    private static void line(Console console, String what, String where) {
        console.print(String.format(Locale.ROOT, "  %-13s %s", what, where));
    }
}
