package org.samverka.contracts.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * What waits in the outbox: {@code samverka.outbox.backlog} (events, counted up to 100 000) and {@code
 * samverka.outbox.age} (seconds, of the oldest). Not ready while the oldest waits for longer than it should.
 */
@Readiness
@ApplicationScoped
public class OutboxBacklog implements AsyncHealthCheck {
    private final Pool database;
    private final Duration tolerated;
    private volatile Waiting waiting = new Waiting(0, 0);

    OutboxBacklog(
            Pool database,
            MeterRegistry metrics,
            @ConfigProperty(name = "samverka.outbox.tolerated-age", defaultValue = "30s") Duration tolerated) {
        this.database = database;
        this.tolerated = tolerated;
        Gauge.builder("samverka.outbox.backlog", () -> waiting.events())
                .description("Events stored and not yet acknowledged by Kafka, counted up to 100 000")
                .register(metrics);
        Gauge.builder("samverka.outbox.age", () -> waiting.seconds())
                .baseUnit("seconds")
                .description("Age of the oldest event not yet acknowledged by Kafka")
                .register(metrics);
    }

    private record Waiting(long events, double seconds) {}

    @Scheduled(every = "5s", skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> measure() {
        return database.query("""
                        select (select count(*) from (select 1 from outbox limit 100000) counted),
                               coalesce((select extract(epoch from clock_timestamp() - time) from outbox order by position limit 1), 0)
                        """)
                .execute()
                .invoke(rows -> waiting = read(rows.iterator().next()))
                .replaceWithVoid();
    }

    private static Waiting read(Row row) {
        return new Waiting(row.getLong(0), row.getDouble(1));
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return measure()
                .map(ignored -> HealthCheckResponse.named("outbox")
                        .status(waiting.seconds() <= tolerated.toSeconds())
                        .withData("backlog", waiting.events())
                        .withData("ageSeconds", (long) waiting.seconds())
                        .build())
                .onFailure()
                .recoverWithItem(
                        () -> HealthCheckResponse.named("outbox").down().build());
    }
}
