package org.samverka.stack;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Where one stack comes from, keeps its data and listens. Everything follows from the checkout and from environment
 * variables, which are handed on to the parts too.
 */
public final class Settings {
    static final String HOST = "127.0.0.1";

    /** Below the ports that a kernel hands out to clients, so that a part finds its port free again when restarted. */
    private static final int FIRST_FREE_PORT = 20_000;

    private static final int FREE_PORTS = 12_000;

    private final Path checkout;
    private final Path home;
    private final Path cache;
    private final Map<String, String> environment;
    private final Map<Listener, Integer> ports;

    private Settings(Path checkout, Map<String, String> environment) {
        this.checkout = checkout;
        this.environment = Map.copyOf(environment);
        this.home = folder("SAMVERKA_HOME", checkout.resolve(".samverka"));
        this.cache = folder("XDG_CACHE_HOME", Path.of(System.getProperty("user.home", "/tmp"), ".cache"))
                .resolve("samverka");
        this.ports = distinct(Arrays.stream(Listener.values())
                .collect(toMap(listener -> listener, listener -> listener.port(environment))));
    }

    /** The stack of this checkout as the environment variables say. */
    public static Settings ofEnvironment() {
        return of(findCheckout(), System.getenv());
    }

    /** A stack of its own beside any other: its own folder for data and logs, ports that are free now. */
    public static Settings onFreePorts(Path home) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("SAMVERKA_HOME", home.toString());
        environment.putAll(freePorts());
        return of(findCheckout(), environment);
    }

    static Settings of(Path checkout, Map<String, String> environment) {
        return new Settings(checkout.toAbsolutePath().normalize(), environment);
    }

    /** The same settings with one environment variable set, as in {@code with("SAMVERKA_JAVA_OPTS", "-Xmx300m")}. */
    public Settings with(String variable, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(variable, value);
        return new Settings(checkout, changed);
    }

    public Path checkout() {
        return checkout;
    }

    /** The folder that holds this stack's data, logs and process records, and nothing else. */
    public Path home() {
        return home;
    }

    public int port(Listener listener) {
        return ports.getOrDefault(listener, 0);
    }

    public String address(Listener listener) {
        return HOST + ":" + port(listener);
    }

    /** What is unpacked once and shared by all stacks of this user. */
    Path cache() {
        return cache;
    }

    /** A program in this stack's folder, with this stack's environment variables. */
    ProcessBuilder process(List<String> command) {
        ProcessBuilder process = new ProcessBuilder(command).directory(home.toFile());
        process.environment().clear();
        process.environment().putAll(environment);
        return process;
    }

    String variable(String name, String otherwise) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? otherwise : value.trim();
    }

    Path data(String part) {
        return home.resolve("data").resolve(part);
    }

    Path log(String part) {
        return home.resolve("log").resolve(part + ".log");
    }

    Path records() {
        return home.resolve("run");
    }

    /** A file that the build of this module puts beside its classes. */
    Path built(String file) {
        return checkout.resolve("deploy/local-stack/target").resolve(file);
    }

    private Path folder(String variable, Path otherwise) {
        String value = environment.getOrDefault(variable, "");
        return (value.isBlank() ? otherwise : Path.of(value)).toAbsolutePath().normalize();
    }

    private static Map<Listener, Integer> distinct(Map<Listener, Integer> ports) {
        Map<Integer, Listener> takenBy = new HashMap<>();
        new EnumMap<>(ports).forEach((listener, port) -> {
            Listener other = takenBy.put(port, listener);
            if (other != null) {
                throw new StackFailure("Port " + port + " is given twice: set " + other.variable() + " or "
                        + listener.variable() + " to another");
            }
        });
        return Map.copyOf(ports);
    }

    private static Map<String, String> freePorts() {
        Map<String, String> found = new LinkedHashMap<>();
        Random random = new Random();
        for (Listener listener : Listener.values()) {
            int port;
            do {
                port = FIRST_FREE_PORT + random.nextInt(FREE_PORTS);
            } while (found.containsValue(Integer.toString(port)) || !isFree(port));
            found.put(listener.variable(), Integer.toString(port));
        }
        return found;
    }

    static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static Path findCheckout() {
        String given = System.getProperty("samverka.checkout", "");
        Path folder = Path.of(given).toAbsolutePath();
        while (folder != null) {
            if (Files.exists(folder.resolve("deploy/keycloak/samverka-realm.json"))) {
                return folder;
            }
            folder = folder.getParent();
        }
        throw new StackFailure("This is not run from a checkout of Samverka: change to its folder first");
    }
}
