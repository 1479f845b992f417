package org.samverka.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One running stack. It is started whole or in parts, heals itself when a part dies, and leaves no process behind when
 * stopped. Parts are named {@code postgres}, {@code kafka}, {@code keycloak}, {@code mail}, {@code participants},
 * {@code sessions}, {@code evaluation} and {@code reporting}.
 */
public final class Stack implements AutoCloseable {
    private final Settings settings;
    private final Console console;
    private final Map<String, Supervised> parts = new LinkedHashMap<>();
    private final Realm realm;
    private @Nullable HomeLock lock;

    public Stack(Settings settings, Console console) {
        this.settings = settings;
        this.console = console;
        this.realm = new Realm(Keycloak.issuer(settings));
        for (Part part : parts(settings)) {
            List<Supervised> needs = part.needs().stream().map(this::part).toList();
            parts.put(part.name(), new Supervised(part, settings, console, needs));
        }
    }

    static List<Part> parts(Settings settings) {
        List<Part> infrastructure =
                List.of(new Postgres(settings), new Kafka(settings), new Keycloak(settings), new MailCatcher(settings));
        return Stream.of(infrastructure, Service.all(settings))
                .flatMap(Collection::stream)
                .toList();
    }

    /** Starts the parts named, or all of them, side by side, and waits until they are ready. */
    public Stack start(String... names) {
        Set<Supervised> wanted = withNeeds(
                names.length == 0
                        ? List.copyOf(parts.values())
                        : Arrays.stream(names).map(this::part).toList());
        try {
            if (lock == null) {
                lock = HomeLock.tryHold(settings.home())
                        .orElseThrow(() -> new StackFailure("A stack already runs in " + settings.home()
                                + ": use that one, or set SAMVERKA_HOME (and ports) for another"));
                Leftovers.stop(settings, console);
                clearLogs();
            }
            wanted.forEach(part -> part.part().requireBuilt());
            wanted.stream().filter(part -> part.pid() == 0).forEach(part -> requireFreePorts(part.part()));
            wanted.forEach(Supervised::start);
            awaitAll(wanted);
            return this;
        } catch (IOException e) {
            stop();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    private static Set<Supervised> withNeeds(Collection<Supervised> named) {
        Set<Supervised> wanted = new LinkedHashSet<>();
        for (Supervised part : named) {
            wanted.addAll(withNeeds(part.needs()));
            wanted.add(part);
        }
        return wanted;
    }

    private void clearLogs() throws IOException {
        for (Supervised part : parts.values()) {
            Files.deleteIfExists(settings.log(part.part().name()));
        }
    }

    private void requireFreePorts(Part part) {
        for (Listener listener : part.listeners()) {
            int port = settings.port(listener);
            if (!Settings.isFree(port)) {
                throw new StackFailure("Port " + port + " is taken, and " + part.name()
                        + " listens there: stop what uses it, or set " + listener.variable() + " to another port");
            }
        }
    }

    /** The first that fails ends the waiting for all. */
    private static void awaitAll(Set<Supervised> wanted) {
        CompletableFuture<?> failed = new CompletableFuture<>();
        CompletableFuture<?>[] ready = wanted.stream()
                .map(part -> CompletableFuture.runAsync(
                                () -> awaitReady(part, part.part().patience().multipliedBy(2)))
                        .whenComplete((nothing, e) -> {
                            if (e != null) {
                                failed.completeExceptionally(e);
                            }
                        }))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.anyOf(failed, CompletableFuture.allOf(ready)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StackFailure failure ? failure : e;
        }
    }

    private static void awaitReady(Supervised part, Duration patience) {
        try {
            part.awaitReady(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure(
                    "Interrupted while waiting for " + part.part().name(), e);
        }
    }

    /** Stops everything: what others need after those who need it. Does nothing when nothing runs. */
    public synchronized void stop() {
        if (lock == null) {
            return;
        }
        long began = System.nanoTime();
        boolean running = parts.values().stream().anyMatch(part -> part.pid() != 0);
        if (running) {
            console.progress("samverka", "stopping");
        }
        Map<Supervised, CompletableFuture<Void>> stopping = new LinkedHashMap<>();
        List<Supervised> last = new ArrayList<>(parts.values());
        Collections.reverse(last);
        for (Supervised part : last) {
            CompletableFuture<?>[] dependents = stopping.entrySet().stream()
                    .filter(other -> other.getKey().needs().contains(part))
                    .map(Map.Entry::getValue)
                    .toArray(CompletableFuture[]::new);
            stopping.put(
                    part,
                    CompletableFuture.allOf(dependents)
                            .thenRunAsync(
                                    part::stop,
                                    command -> new Thread(
                                                    command,
                                                    "stopping " + part.part().name())
                                            .start()));
        }
        CompletableFuture.allOf(stopping.values().toArray(CompletableFuture[]::new))
                .join();
        try {
            StartedProcess.forgetAll(settings.records());
            lock.close();
            lock = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (running) {
            console.progress("samverka", "stopped in " + Console.seconds(began));
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Ends a part as {@code kill -9} does; the stack starts it again by itself. */
    public void kill(String name) {
        try {
            part(name).kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a part in order and keeps it down until {@link #restart}. */
    public void halt(String name) {
        part(name).stop();
    }

    /** Ends a part in order, if it runs, starts it and waits until it is ready. */
    public void restart(String name) {
        Supervised part = part(name);
        part.stop();
        part.start();
        awaitReady(part, part.part().patience());
    }

    /** Waits until every part named, or every part that was started, is ready; after a kill, for instance. */
    public void awaitReady(Duration patience, String... names) {
        List<Supervised> wanted = names.length == 0
                ? parts.values().stream().filter(part -> part.pid() != 0).toList()
                : Arrays.stream(names).map(this::part).toList();
        wanted.forEach(part -> awaitReady(part, patience));
    }

    public boolean isReady(String name) {
        return part(name).isReady();
    }

    /** The process id of a part, or 0 when it was never started. */
    public long pid(String name) {
        return part(name).pid();
    }

    /** What a part uses now. */
    public Footprint footprint(String name) {
        return ProcessHandle.of(pid(name))
                .map(Footprint::of)
                .orElseThrow(() -> new StackFailure(name + " does not run"));
    }

    public List<String> names() {
        return List.copyOf(parts.keySet());
    }

    public Settings settings() {
        return settings;
    }

    public Console console() {
        return console;
    }

    public Realm realm() {
        return realm;
    }

    /** The base of a service's REST API, as in {@code api(Listener.PARTICIPANTS)}. */
    public URI api(Listener service) {
        return URI.create("http://" + settings.address(service) + "/api/v1");
    }

    /** Kafka's bootstrap servers. */
    public String kafka() {
        return settings.address(Listener.KAFKA);
    }

    /** A database's address for JDBC; user and password are the database's name, or {@code postgres} for everything. */
    public String jdbc(String database) {
        return "jdbc:" + Postgres.url(settings, database);
    }

    /** The mail catcher's API. */
    public URI mail() {
        return URI.create("http://" + settings.address(Listener.MAIL_WEB) + "/api");
    }

    public Path log(String name) {
        return settings.log(name);
    }

    private Supervised part(String name) {
        Supervised part = parts.get(name);
        if (part == null) {
            throw new StackFailure("There is no part \"" + name + "\"; there are " + String.join(", ", parts.keySet()));
        }
        return part;
    }
}
