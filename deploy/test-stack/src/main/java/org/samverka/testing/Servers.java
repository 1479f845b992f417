package org.samverka.testing;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/** The two servers' addresses ({@code host:port}), started by the first to ask and stopped with the JVM. */
public final class Servers implements Supplier<Map<String, String>> {
    private static final Object LOCK = new Object();
    private static @Nullable Map<String, String> running;

    static String postgres() {
        return address("postgres");
    }

    static String kafka() {
        return address("kafka");
    }

    private static String address(String server) {
        String address = OncePerJvm.ask(Servers.class).get(server);
        if (address == null) {
            throw new IllegalStateException("no " + server);
        }
        return address;
    }

    @Override
    public Map<String, String> get() {
        synchronized (LOCK) {
            if (running == null) {
                QuietLogs.quieten();
                running = started(StackKind.of(
                        StackKind.wish(), () -> DockerClientFactory.instance().isDockerAvailable()));
            }
            return running;
        }
    }

    private static Map<String, String> started(StackKind kind) {
        boolean embedded = kind == StackKind.EMBEDDED;
        FutureTask<String> postgres =
                meanwhile("postgres", embedded ? EmbeddedServers::postgres : ContainerServers::postgres);
        String kafka = embedded ? EmbeddedServers.kafka() : ContainerServers.kafka();
        Topics.createIn(kafka);
        return Map.of("postgres", answerOf(postgres), "kafka", kafka);
    }

    private static FutureTask<String> meanwhile(String name, Callable<String> start) {
        FutureTask<String> task = new FutureTask<>(start);
        Thread thread = new Thread(task, "starting " + name);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static String answerOf(FutureTask<String> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("PostgreSQL did not start", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
