package org.samverka.participants.hr;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * What somebody should look at: {@code samverka.hr.parked} facts wait for an employment nobody knows, {@code
 * samverka.hr.parked.overdue} of them for more than seven days, {@code samverka.hr.parked.age} is the oldest's in seconds;
 * {@code samverka.hr.dead} letters wait, {@code
 * samverka.hr.dead.overdue} of them for more than seven days. None of it makes the service less ready.
 */
@Readiness
@ApplicationScoped
class FeedWatch implements AsyncHealthCheck {
    private final Pool database;
    private volatile Waiting waiting = new Waiting(0, 0, 0, 0, 0);

    FeedWatch(Pool database, MeterRegistry metrics) {
        this.database = database;
        Gauge.builder("samverka.hr.parked", () -> waiting.parked())
                .description("Facts that wait for the employment they belong to")
                .register(metrics);
        Gauge.builder("samverka.hr.parked.overdue", () -> waiting.overdue())
                .description("Parked facts that have waited for more than seven days")
                .register(metrics);
        Gauge.builder("samverka.hr.parked.age", () -> waiting.seconds())
                .baseUnit("seconds")
                .description("How long the oldest parked fact has waited")
                .register(metrics);
        Gauge.builder("samverka.hr.dead", () -> waiting.dead())
                .description("Dead letters that nobody has replayed or discarded")
                .register(metrics);
        Gauge.builder("samverka.hr.dead.overdue", () -> waiting.deadOverdue())
                .description("Dead letters that nobody has replayed or discarded for more than seven days")
                .register(metrics);
    }

    private record Waiting(long parked, long overdue, double seconds, long dead, long deadOverdue) {
        static Waiting of(Row row) {
            return new Waiting(row.getLong(0), row.getLong(1), row.getDouble(2), row.getLong(3), row.getLong(4));
        }
    }

    @Scheduled(every = "60s", skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> look() {
        return database.query("""
                        select count(w.received_at), count(w.received_at) filter (where w.received_at < current_timestamp - interval '7 days'),
                            cast(coalesce(extract(epoch from current_timestamp - min(w.received_at)), 0) as double precision),
                            (select count(*) from hr_dead_letter where state = 'open'),
                            (select count(*) from hr_dead_letter
                                where state = 'open' and time < current_timestamp - interval '7 days')
                        from employment e
                        cross join lateral (
                            select received_at from absence where employment_ref = e.ref
                            union all select received_at from employment_move where employment_ref = e.ref
                            union all select received_at from employment_end where employment_ref = e.ref) w
                        where e.person_ref is null
                        """)
                .execute()
                .invoke(rows -> waiting = Waiting.of(rows.iterator().next()))
                .replaceWithVoid();
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        Waiting now = waiting;
        return Uni.createFrom()
                .item(HealthCheckResponse.named("hr-feed")
                        .up()
                        .withData("parked", now.parked())
                        .withData("parkedForMoreThanSevenDays", now.overdue())
                        .withData("oldestParkedSeconds", (long) now.seconds())
                        .withData("deadLetters", now.dead())
                        .withData("deadLettersForMoreThanSevenDays", now.deadOverdue())
                        .build());
    }
}
