package org.samverka.stack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A real Keycloak with the realm of this checkout; built once per user, its data kept with the stack. */
final class Keycloak implements Part {
    static final String NAME = "keycloak";
    static final String REALM = "samverka";

    private static final List<String> BUILD_OPTIONS = List.of("--db=dev-file");
    private static final String SMALL_JVM = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError";

    private final Settings settings;

    Keycloak(Settings settings) {
        this.settings = settings;
    }

    static String issuer(Settings settings) {
        return "http://" + settings.address(Listener.KEYCLOAK) + "/realms/" + REALM;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Listener> listeners() {
        return List.of(Listener.KEYCLOAK);
    }

    @Override
    public void requireBuilt() {
        if (Files.notExists(archive()) && Files.notExists(distribution())) {
            throw new StackFailure("Keycloak is not there (" + archive() + "): ./samverka up fetches it");
        }
    }

    @Override
    public void prepare(Console console) throws IOException {
        Path distribution = distribution();
        if (Files.notExists(distribution)) {
            console.progress(NAME, "is built once for this user, in " + distribution);
            Unpacked.folder(distribution, this::build);
        }
        Path home = settings.data(NAME);
        forgetAnotherRealm(console);
        Files.createDirectories(toImport().getParent());
        Files.copy(realm(), toImport(), StandardCopyOption.REPLACE_EXISTING);
        for (String folder : List.of("bin", "conf", "lib", "providers", "themes")) {
            Path link = home.resolve(folder);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, distribution.resolve(folder));
        }
    }

    private void build(Path folder) throws IOException {
        try (InputStream compressed = new BufferedInputStream(Files.newInputStream(archive()))) {
            Unpacked.tar(new GZIPInputStream(compressed, 1 << 16), folder, 1);
        }
        List<String> command =
                new ArrayList<>(List.of(folder.resolve("bin/kc.sh").toString(), "build"));
        command.addAll(BUILD_OPTIONS);
        ProcessBuilder build = settings.process(command);
        build.environment().put("JAVA_HOME", System.getProperty("java.home"));
        build.environment().put("JAVA_OPTS", "-Xmx700m " + SMALL_JVM);
        OneShot.run(build, settings.log(NAME));
    }

    /**
     * Keycloak imports a realm only where there is none, and does not recover from a first start that was cut short:
     * data that does not hold this very realm gives way to fresh data.
     */
    private void forgetAnotherRealm(Console console) throws IOException {
        Path data = settings.data(NAME).resolve("data");
        if (Files.exists(data) && (Files.notExists(imported()) || Files.mismatch(imported(), realm()) >= 0)) {
            console.progress(NAME, "starts with fresh data: the realm's file has changed, or its import was cut short");
            Unpacked.delete(data);
        }
    }

    @Override
    public void settle() throws IOException {
        Files.copy(toImport(), imported(), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public ProcessBuilder process() {
        Path home = settings.data(NAME);
        // What bin/kc.sh would run, without the shell between: a signal reaches the server itself.
        ProcessBuilder server = new Jvm(settings, NAME)
                .options(settings.variable(
                        "SAMVERKA_KEYCLOAK_JAVA_OPTS", "-Xms64m -Xmx320m -XX:MaxMetaspaceSize=256m " + SMALL_JVM))
                .with("-Dkc.home.dir=" + home, "-Djboss.server.config.dir=" + home.resolve("conf"))
                .with("-Djava.util.logging.manager=org.jboss.logmanager.LogManager")
                .with("-Dpicocli.disable.closures=true", "-Dquarkus-log-max-startup-records=10000")
                .with("-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory")
                .with("-Duser.language=en", "-Duser.country=US")
                .with("--add-opens=java.base/java.util=ALL-UNNAMED")
                .with("--add-opens=java.base/java.util.concurrent=ALL-UNNAMED")
                .with("--add-opens=java.base/java.security=ALL-UNNAMED")
                .with("--add-opens=java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED")
                .with("-cp", home.resolve("lib/quarkus-run.jar").toString())
                .with("io.quarkus.bootstrap.runner.QuarkusEntryPoint")
                .with("start", "--optimized", "--import-realm", "--cache=local")
                .with("--http-enabled=true", "--hostname=http://" + settings.address(Listener.KEYCLOAK))
                .with("--http-host=" + Settings.HOST, "--http-port=" + settings.port(Listener.KEYCLOAK))
                .with("--http-management-host=" + Settings.HOST)
                .process();
        server.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        server.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
        return server;
    }

    @Override
    public boolean ready() throws IOException, InterruptedException {
        return Probe.answers(issuer(settings) + "/.well-known/openid-configuration");
    }

    /** The first start also makes its tables and imports the realm. */
    @Override
    public Duration patience() {
        return Duration.ofMinutes(5);
    }

    private Path realm() {
        return settings.checkout().resolve("deploy/keycloak/samverka-realm.json");
    }

    private Path toImport() {
        return settings.data(NAME).resolve("data/import/samverka-realm.json");
    }

    /** The realm that the kept data holds. */
    private Path imported() {
        return settings.data(NAME).resolve("imported-realm.json");
    }

    private Path archive() {
        return settings.built("servers/keycloak-quarkus-dist-" + Versions.of(NAME) + ".tar.gz");
    }

    private Path distribution() {
        return settings.cache().resolve("keycloak-" + Versions.of(NAME) + "-" + fingerprint(BUILD_OPTIONS));
    }

    private static String fingerprint(List<String> options) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", options).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, 4));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
