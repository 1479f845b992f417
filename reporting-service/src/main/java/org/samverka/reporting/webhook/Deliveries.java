package org.samverka.reporting.webhook;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;

/** What was sent to an endpoint, what became of it, and sending it once more. */
@ApplicationScoped
class Deliveries {
    private final Pool database;

    Deliveries(Pool database) {
        this.database = database;
    }

    /** By the name that the API and the database use. */
    public enum State {
        pending,
        delivered,
        /** Given up after the last attempt. */
        failed,
        /** Never tried to the end, as its endpoint was switched off. */
        discarded
    }

    record Delivery(
            UUID id,
            long position,
            UUID message,
            EventType type,
            Instant at,
            State state,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant endedAt) {}

    /** @param status of HTTP; none: there was no answer, and the reason says why */
    public record Attempt(
            int number,
            Instant at,
            @Nullable Integer status,
            @Nullable String reason,
            int milliseconds) {}

    record Logged(Delivery delivery, String payload, List<Attempt> attempts) {}

    static final class WebhookNotEnabled extends Refused {
        WebhookNotEnabled() {
            super("Nothing is sent to this webhook now; enable it first");
        }
    }

    static final class DeliveryPending extends Refused {
        DeliveryPending() {
            super("It is still to be sent; look again later");
        }
    }

    private static final String COLUMNS = """
            d.id, d.position, d.message_id, m.type, m.at, d.state, d.attempts, d.next_attempt_at, d.ended_at
            """;

    Uni<List<Delivery>> of(UUID endpoint, @Nullable State state, PageQuery page) {
        return database.preparedQuery("select " + COLUMNS + """
                        from webhook.delivery d join webhook.message m on m.id = d.message_id
                        where d.endpoint_id = $1 and ($2::text is null or d.state = $2) and d.position > $3
                        order by d.position limit $4
                        """)
                .execute(Tuple.of(endpoint, state == null ? null : state.name(), page.after(), page.rows()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Deliveries::delivery)
                        .toList());
    }

    Uni<Logged> get(UUID endpoint, UUID id) {
        return database.preparedQuery("select " + COLUMNS + """
                        , m.payload from webhook.delivery d join webhook.message m on m.id = d.message_id
                        where d.endpoint_id = $1 and d.id = $2
                        """)
                .execute(Tuple.of(endpoint, id))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .orElseThrow(Deliveries::unknown))
                .chain(row ->
                        attempts(id).map(attempts -> new Logged(delivery(row), row.getString("payload"), attempts)));
    }

    private static NotKnown unknown() {
        return new NotKnown("No such delivery of this webhook");
    }

    private Uni<List<Attempt>> attempts(UUID id) {
        return database.preparedQuery("""
                        select number, at, status, reason, milliseconds from webhook.attempt
                        where delivery_id = $1 order by number
                        """)
                .execute(Tuple.of(id))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Attempt(
                                row.getInteger("number"),
                                row.getOffsetDateTime("at").toInstant(),
                                row.getInteger("status"),
                                row.getString("reason"),
                                row.getInteger("milliseconds")))
                        .toList());
    }

    private static Delivery delivery(Row row) {
        State state = State.valueOf(row.getString("state"));
        OffsetDateTime ended = row.getOffsetDateTime("ended_at");
        return new Delivery(
                row.getUUID("id"),
                row.getLong("position"),
                row.getUUID("message_id"),
                EventType.of(row.getString("type")),
                row.getOffsetDateTime("at").toInstant(),
                state,
                row.getInteger("attempts"),
                state == State.pending
                        ? row.getOffsetDateTime("next_attempt_at").toInstant()
                        : null,
                ended == null ? null : ended.toInstant());
    }

    /** The same message under the same name, as soon as may be. Within the caller's transaction. */
    Uni<Delivery> again(Endpoint endpoint, UUID id) {
        if (endpoint.state() != Endpoint.State.enabled) {
            throw new WebhookNotEnabled();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select state from webhook.delivery where endpoint_id = :endpoint and id = :id for update
                                """, String.class)
                        .setParameter("endpoint", endpoint.id())
                        .setParameter("id", id)
                        .getResultList())
                .invoke(Deliveries::requireEnded)
                .chain(found -> Panache.getSession())
                .chain(session -> session.createNativeQuery("""
                                update webhook.delivery d set state = 'pending', tries = 0, ended_at = null,
                                    next_attempt_at = clock_timestamp()
                                from webhook.message m where m.id = d.message_id and d.id = :id
                                returning d.id, d.position, d.message_id, m.type, m.at, d.attempts, d.next_attempt_at
                                """, Object[].class)
                        .setParameter("id", id)
                        .getSingleResult())
                .map(row -> new Delivery(
                        (UUID) row[0],
                        ((Number) row[1]).longValue(),
                        (UUID) row[2],
                        EventType.of((String) row[3]),
                        Objects.requireNonNull(Endpoints.time(row[4])),
                        State.pending,
                        (Integer) row[5],
                        Endpoints.time(row[6]),
                        null));
    }

    private static void requireEnded(List<String> states) {
        if (states.isEmpty()) {
            throw unknown();
        }
        if (State.valueOf(states.get(0)) == State.pending) {
            throw new DeliveryPending();
        }
    }
}
