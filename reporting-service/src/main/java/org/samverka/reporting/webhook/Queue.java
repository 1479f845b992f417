package org.samverka.reporting.webhook;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.webhook.Retries.Answer;

/** What is to be sent where, and what became of it. */
@ApplicationScoped
class Queue {
    /** Longer than one message takes at most: after it, whoever borrowed an endpoint is taken for dead. */
    private static final Duration LENT = Duration.ofSeconds(60);

    /** Who has taken nothing for as long when a message is given up is no longer sent to. */
    private static final Duration PATIENCE = Duration.ofDays(3);

    private static final int AT_ONCE = 10_000;

    private final Pool database;
    private final Configuration settings;

    Queue(Pool database, Configuration settings) {
        this.database = database;
        this.settings = settings;
    }

    /** @param tries so many there were already */
    record Next(UUID delivery, Endpoint endpoint, UUID message, String payload, int tries) {}

    /** Endpoints to which something is due and nobody is sending, for whoever asks alone. */
    Uni<List<UUID>> lend(int most) {
        return database.preparedQuery("""
                        update webhook.endpoint set busy_until = clock_timestamp() + make_interval(secs => $1)
                        where id in (
                            select e.id from webhook.endpoint e
                            where e.state = 'enabled' and (e.busy_until is null or e.busy_until < clock_timestamp())
                                and exists (select from webhook.delivery d where d.endpoint_id = e.id and d.state = 'pending'
                                    and d.next_attempt_at <= clock_timestamp())
                            order by e.busy_until nulls first limit $2 for update skip locked)
                        returning id
                        """)
                .execute(Tuple.of((double) LENT.toSeconds(), most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("id"))
                        .toList());
    }

    /** The oldest that is due, unless one before it still holds it up. */
    Uni<@Nullable Next> next(UUID endpoint) {
        return database.preparedQuery("""
                        with lent as (
                            update webhook.endpoint set busy_until = clock_timestamp() + make_interval(secs => $2)
                            where id = $1 and state = 'enabled' returning *)
                        select d.id as delivery, d.tries, m.id as message, m.payload, e.*
                        from lent e join webhook.delivery d on d.endpoint_id = e.id
                            join webhook.message m on m.id = d.message_id
                        where d.state = 'pending' and d.next_attempt_at <= clock_timestamp() and d.position <= coalesce(
                            (select min(position) from webhook.delivery
                                where endpoint_id = $1 and state = 'pending' and tries < $3), d.position)
                        order by d.position limit 1
                        """)
                .execute(Tuple.of(endpoint, (double) LENT.toSeconds(), Retries.HOLDS_UP_OTHERS))
                .map(rows -> rows.iterator().hasNext() ? next(rows.iterator().next()) : null);
    }

    private static Next next(Row row) {
        return new Next(
                row.getUUID("delivery"),
                new Endpoint(
                        row.getUUID("id"),
                        row.getLong("position"),
                        row.getString("program"),
                        row.getString("url"),
                        row.getString("description"),
                        List.of(),
                        Endpoint.State.enabled,
                        null,
                        row.getInteger("secret"),
                        instant(row.getOffsetDateTime("previous_until")),
                        instant(row.getOffsetDateTime("failing_since")),
                        row.getInteger("version")),
                row.getUUID("message"),
                row.getString("payload"),
                row.getInteger("tries"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    Uni<Void> giveBack(UUID endpoint) {
        return database.preparedQuery("update webhook.endpoint set busy_until = null where id = $1")
                .execute(Tuple.of(endpoint))
                .replaceWithVoid();
    }

    /** @param pause until the next attempt; none: there is no next */
    Uni<Void> record(Next next, Answer answer, @Nullable Duration pause, Instant begun, Duration took) {
        return database.withTransaction(connection -> log(connection, next, answer, begun, took)
                .chain(() -> state(connection, next, answer, pause))
                .chain(() -> endpoint(connection, next, answer, pause)));
    }

    private static Uni<Void> log(SqlConnection connection, Next next, Answer answer, Instant begun, Duration took) {
        return connection
                .preparedQuery("""
                        insert into webhook.attempt (delivery_id, number, at, status, reason, milliseconds)
                        select id, attempts + 1, $2, $3, $4, $5 from webhook.delivery where id = $1 for update
                        """)
                .execute(Tuple.tuple()
                        .addUUID(next.delivery())
                        .addOffsetDateTime(begun.atOffset(ZoneOffset.UTC))
                        .addInteger(answer.status())
                        .addString(answer.reason())
                        .addInteger((int) took.toMillis()))
                .replaceWithVoid();
    }

    private static Uni<Void> state(SqlConnection connection, Next next, Answer answer, @Nullable Duration pause) {
        String state = answer.isTaken() ? "delivered" : pause == null ? "failed" : "pending";
        return connection
                .preparedQuery("""
                        update webhook.delivery set state = $2, attempts = attempts + 1, tries = tries + 1,
                            next_attempt_at = clock_timestamp() + make_interval(secs => $3),
                            ended_at = case when $2 = 'pending' then null else clock_timestamp() end
                        where id = $1
                        """)
                .execute(Tuple.of(next.delivery(), state, pause == null ? 0d : pause.toMillis() / 1000d))
                .replaceWithVoid();
    }

    private static Uni<Void> endpoint(SqlConnection connection, Next next, Answer answer, @Nullable Duration pause) {
        UUID endpoint = next.endpoint().id();
        if (answer.isTaken()) {
            return connection
                    .preparedQuery(
                            "update webhook.endpoint set failing_since = null where id = $1 and failing_since is not null")
                    .execute(Tuple.of(endpoint))
                    .replaceWithVoid();
        }
        String reason = (answer.isGone() ? Endpoint.Reason.gone : Endpoint.Reason.not_answering).name();
        return connection
                .preparedQuery("""
                        with failing as (
                            update webhook.endpoint set failing_since = coalesce(failing_since, clock_timestamp()),
                                state = case when ends then 'disabled' else state end,
                                reason = case when ends then $2 else reason end,
                                version = case when ends then version + 1 else version end
                            from (select $3 or $4 and coalesce(failing_since, clock_timestamp())
                                    <= clock_timestamp() - make_interval(secs => $5) as ends
                                from webhook.endpoint where id = $1) as judged
                            where id = $1 returning state)
                        update webhook.delivery set state = 'discarded', ended_at = clock_timestamp()
                        where endpoint_id = $1 and state = 'pending' and id <> $6
                            and (select state from failing) = 'disabled'
                        """)
                .execute(Tuple.tuple()
                        .addUUID(endpoint)
                        .addString(reason)
                        .addBoolean(answer.isGone())
                        .addBoolean(pause == null)
                        .addDouble((double) PATIENCE.toSeconds())
                        .addUUID(next.delivery()))
                .replaceWithVoid();
    }

    /** What became of a delivery can be seen for so long, and no longer. */
    @Scheduled(every = "1h", delayed = "9m", skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> forget() {
        return database.preparedQuery("""
                        delete from webhook.delivery where id in (
                            select d.id from webhook.delivery d
                            where d.ended_at < clock_timestamp() - make_interval(days => $1) limit $2)
                        """)
                .execute(Tuple.of(settings.keptDays(), AT_ONCE))
                .chain(() -> database.preparedQuery("""
                                delete from webhook.message where id in (
                                    select m.id from webhook.message m
                                    where m.at < clock_timestamp() - make_interval(days => $1)
                                        and not exists (select from webhook.delivery d where d.message_id = m.id)
                                    limit $2)
                                """).execute(Tuple.of(settings.keptDays(), AT_ONCE)))
                .replaceWithVoid();
    }
}
