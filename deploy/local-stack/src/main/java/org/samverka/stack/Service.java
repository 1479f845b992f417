package org.samverka.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One of Samverka's services, as the build packaged it. */
final class Service implements Part {
    /**
     * A young generation as large as the default touches more memory than a service needs while it waits, and the native
     * heap keeps what starting took unless it is trimmed (as of 17.0.9; older JVMs ignore it). The second compiler stays:
     * without it, checking a token's signature alone takes half the time of an enrollment. In a small code cache, compiled
     * code that rests for seconds is thrown away and compiled anew, which took more processor than the work itself.
     */
    private static final String SMALL_JVM = "-Xms32m -Xmx144m -Xmn16m -XX:+UseSerialGC -XX:ReservedCodeCacheSize=96m"
            + " -XX:-UseCodeCacheFlushing -XX:+IgnoreUnrecognizedVMOptions -XX:TrimNativeHeapInterval=5000";

    private final Settings settings;
    private final String name;
    private final Listener listener;
    private final Map<String, String> own;

    private Service(Settings settings, String name, Listener listener, Map<String, String> own) {
        this.settings = settings;
        this.name = name;
        this.listener = listener;
        this.own = own;
    }

    /** All of them; keys and passwords are for a local stack only. */
    static List<Part> all(Settings settings) {
        return List.of(
                new Service(
                        settings,
                        "participants",
                        Listener.PARTICIPANTS,
                        Map.of(
                                "SAMVERKA_PSEUDONYM_KEY",
                                "6c6f63616c2d6f6e6c792d70736575646f6e796d2d6b65792d6f662d33322d62",
                                "SAMVERKA_IDENTITY_KEY",
                                "6c6f63616c2d6f6e6c792d6964656e746974792d6b65792d6f662d33322d6279",
                                // What the demo plays is years ago.
                                "SAMVERKA_ABSENCE_KEPT_MONTHS",
                                "1200")),
                new Service(
                        settings,
                        "sessions",
                        Listener.SESSIONS,
                        Map.of(
                                "SAMVERKA_INVITATION_KEY",
                                "6c6f63616c2d6f6e6c792d696e7669746174696f6e2d6b65792d33322d627974",
                                // The first seconds of a search are worth most.
                                "SAMVERKA_PLANNING_LIMIT",
                                settings.variable("SAMVERKA_PLANNING_LIMIT", "6s"))),
                new Service(
                        settings,
                        "evaluation",
                        Listener.EVALUATION,
                        Map.of(
                                "SAMVERKA_SURVEY_KEY",
                                "6c6f63616c2d6f6e6c792d7375727665792d6b65792d6f662d33322d62797465")),
                new Service(
                        settings,
                        "reporting",
                        Listener.REPORTING,
                        Map.of(
                                // Whoever has a letter answers on pages of the service that invites.
                                "SAMVERKA_PORTAL_URL",
                                "http://" + settings.address(Listener.SESSIONS),
                                "SAMVERKA_NOTIFICATION_KEY",
                                "6c6f63616c2d6f6e6c792d6e6f74696669636174696f6e2d6b65792d33322d62",
                                "SAMVERKA_WEBHOOK_TRUSTED_HOSTS",
                                "127.0.0.1,localhost",
                                // What the demo plays in minutes takes months, and by night too.
                                "SAMVERKA_QUIET_FROM",
                                "00:00",
                                "SAMVERKA_QUIET_UNTIL",
                                "00:00",
                                "SAMVERKA_MAILS_PER_DAY",
                                "100000",
                                "SAMVERKA_SMTP_HOST",
                                Settings.HOST,
                                "SAMVERKA_SMTP_PORT",
                                Integer.toString(settings.port(Listener.SMTP)))));
    }

    @Override
    public String name() {
        return name;
    }

    /** Keycloak comes up beside it: a service waits for its keys by itself. */
    @Override
    public List<String> needs() {
        return List.of(Postgres.NAME, Kafka.NAME);
    }

    @Override
    public List<Listener> listeners() {
        return List.of(listener);
    }

    @Override
    public void requireBuilt() {
        if (Files.notExists(jar())) {
            throw new StackFailure("The service " + name + " is not built (" + jar()
                    + " is missing): ./samverka up builds it, or `mvn -Dquick -DskipTests package`");
        }
    }

    @Override
    public ProcessBuilder process() {
        ProcessBuilder service = new Jvm(settings, name)
                .options(settings.variable("SAMVERKA_JAVA_OPTS", SMALL_JVM))
                .with("-XX:+ExitOnOutOfMemoryError", "-XX:SharedArchiveFile=app-cds.jsa")
                .with("-jar", jar().getFileName().toString())
                .process()
                // The archive knows its class path as seen from here; from elsewhere it would be ignored.
                .directory(packaged().toFile());
        service.environment()
                .putAll(Map.of(
                        "SAMVERKA_PORT",
                        Integer.toString(settings.port(listener)),
                        "SAMVERKA_DB_URL",
                        Postgres.url(settings, name),
                        "SAMVERKA_DB_USER",
                        name,
                        "SAMVERKA_DB_PASSWORD",
                        name,
                        "SAMVERKA_KAFKA",
                        settings.address(Listener.KAFKA),
                        "SAMVERKA_OIDC_URL",
                        Keycloak.issuer(settings),
                        // Reachable from this machine only.
                        "QUARKUS_HTTP_HOST",
                        Settings.HOST,
                        // By default glibc keeps a heap for each of many threads.
                        "MALLOC_ARENA_MAX",
                        "2"));
        service.environment().putAll(own);
        return service;
    }

    @Override
    public boolean ready() throws IOException, InterruptedException {
        return Probe.answers("http://" + settings.address(listener) + "/q/health/ready");
    }

    private Path jar() {
        return packaged().resolve("quarkus-run.jar");
    }

    private Path packaged() {
        return settings.checkout().resolve(name + "-service/target/quarkus-app");
    }
}
