package org.samverka.reporting.statistics;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Tells who listens that a program's figures changed, whichever replica counted: the database says it after each commit.
 * Nobody holds up the counting: what a slow listener has not heard yet is at most the set of all measures.
 */
@ApplicationScoped
class Changes {
    private static final String CHANNEL = "statistics";

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final PgConnectOptions listen;
    private final Vertx vertx;
    private @Nullable PgSubscriber subscriber;

    Changes(
            Vertx vertx,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        this.vertx = vertx;
        this.listen = PgConnectOptions.fromUri(url.replaceFirst("^vertx-reactive:", ""))
                .setUser(user)
                .setPassword(password);
    }

    /** What has changed since it was last asked: everything to begin with, as nobody knows what was missed. */
    private static final class Listener {
        private final String program;
        private final EnumSet<Measure> unheard = EnumSet.allOf(Measure.class);

        private Listener(String program) {
            this.program = program;
        }

        synchronized void hear(Set<Measure> measures) {
            unheard.addAll(measures);
        }

        synchronized Set<Measure> take() {
            Set<Measure> heard = unheard.clone();
            unheard.clear();
            return heard;
        }
    }

    void start(@Observes StartupEvent started) {
        subscriber = PgSubscriber.subscriber(vertx, listen)
                .reconnectPolicy(attempt -> Math.min(5000L, 100L << Math.min(attempt, 6)));
        subscriber
                .channel(CHANNEL)
                .subscribeHandler(again -> listeners.forEach(listener -> listener.hear(EnumSet.allOf(Measure.class))))
                .handler(this::tell);
        subscriber.connect();
    }

    /** @param change program and measure, as the database puts it */
    private void tell(String change) {
        int space = change.lastIndexOf(' ');
        String program = change.substring(0, space);
        Measure measure = Measure.valueOf(change.substring(space + 1));
        Set<Measure> changed =
                measure == Measure.attendances ? EnumSet.of(measure, Measure.hours) : EnumSet.of(measure);
        listeners.stream()
                .filter(listener -> listener.program.equals(program))
                .forEach(listener -> listener.hear(changed));
    }

    @PreDestroy
    void stop() {
        if (subscriber != null) {
            subscriber.close();
        }
    }

    /** The measures that changed, gathered over each pace; quiet while nothing changes. */
    Multi<Set<Measure>> of(String program, Duration pace) {
        return Multi.createFrom().deferred(() -> {
            var listener = new Listener(program);
            listeners.add(listener);
            return Multi.createFrom()
                    .ticks()
                    .every(pace)
                    .onOverflow()
                    .drop()
                    .map(tick -> listener.take())
                    .filter(measures -> !measures.isEmpty())
                    .onTermination()
                    .invoke(() -> listeners.remove(listener));
        });
    }
}
