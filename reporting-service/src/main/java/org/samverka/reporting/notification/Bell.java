package org.samverka.reporting.notification;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Rings for who listens when there is something new for them, whichever replica noted it. */
@ApplicationScoped
class Bell {
    private static final String CHANNEL = "notifications";
    private static final Duration PACE = Duration.ofMillis(200);

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final PgConnectOptions listen;
    private final Vertx vertx;
    private @Nullable PgSubscriber subscriber;

    Bell(
            Vertx vertx,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        this.vertx = vertx;
        this.listen = PgConnectOptions.fromUri(url.replaceFirst("^vertx-reactive:", ""))
                .setUser(user)
                .setPassword(password);
    }

    /** Has rung to begin with, as nobody knows what was missed. */
    private record Listener(String person, AtomicBoolean rung) {}

    void start(@Observes StartupEvent started) {
        subscriber = PgSubscriber.subscriber(vertx, listen)
                .reconnectPolicy(attempt -> Math.min(5000L, 100L << Math.min(attempt, 6)));
        subscriber
                .channel(CHANNEL)
                .subscribeHandler(
                        again -> listeners.forEach(listener -> listener.rung().set(true)))
                .handler(this::ring);
        subscriber.connect();
    }

    private void ring(String person) {
        listeners.stream()
                .filter(listener -> listener.person().equals(person))
                .forEach(listener -> listener.rung().set(true));
    }

    @PreDestroy
    void stop() {
        if (subscriber != null) {
            subscriber.close();
        }
    }

    /** An item whenever there may be something new, and one to begin with. */
    Multi<Long> of(UUID person) {
        return Multi.createFrom().deferred(() -> {
            var listener = new Listener(person.toString(), new AtomicBoolean(true));
            listeners.add(listener);
            return Multi.createFrom()
                    .ticks()
                    .every(PACE)
                    .onOverflow()
                    .drop()
                    .filter(tick -> listener.rung().getAndSet(false))
                    .onTermination()
                    .invoke(() -> listeners.remove(listener));
        });
    }
}
