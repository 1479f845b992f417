package org.samverka.contracts.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the outbox holds, in the order it was stored, and deletes it after Kafka has acknowledged it. Any number of
 * replicas may run: a shard has one leader at a time, who holds an advisory lock for the time of a batch. A commit wakes
 * the leader by NOTIFY; a tick each second makes up for a lost wake-up.
 */
@ApplicationScoped
public class OutboxRelay {
    /** First half of the advisory lock's key; the shard is the other. */
    private static final int LOCK = 0x5a4d564b;

    private static final int BATCH = 1000;
    private static final long TICK_MS = 1000;

    private final Pool database;
    private final EventLog log;
    private final Vertx vertx;
    private final URI source;
    private final PgConnectOptions listen;
    private final List<RelayLoop> shards;
    private @Nullable PgSubscriber subscriber;

    OutboxRelay(
            Pool database,
            EventLog log,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.application.name") String application,
            @ConfigProperty(name = "samverka.outbox.shards", defaultValue = "1") int shards,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        this.database = database;
        this.log = log;
        this.vertx = vertx;
        this.source = URI.create("urn:samverka:" + application);
        this.listen = PgConnectOptions.fromUri(url.replaceFirst("^vertx-reactive:", ""))
                .setUser(user)
                .setPassword(password);
        this.shards = IntStream.range(0, shards)
                .mapToObj(shard -> new RelayLoop(shard, vertx, this::sendBatch))
                .toList();
    }

    void start(@Observes StartupEvent started) {
        subscriber = PgSubscriber.subscriber(vertx, listen)
                .reconnectPolicy(attempt -> Math.min(5000L, 100L << Math.min(attempt, 6)));
        subscriber
                .channel("outbox")
                .handler(shard -> shards.get(Integer.parseInt(shard)).wake());
        subscriber.connect();
        vertx.setPeriodic(TICK_MS, tick -> shards.forEach(RelayLoop::wake));
        shards.forEach(RelayLoop::wake);
    }

    /** Before the pool is closed; what is left goes out after the next start. */
    void stop(@Observes ShutdownEvent ended) {
        shards.forEach(RelayLoop::stop);
        if (subscriber != null) {
            subscriber.close();
        }
    }

    /** How many records left; a full batch means there may be more. */
    private Uni<Boolean> sendBatch(int shard) {
        return database.withTransaction(connection -> oldest(connection, shard).chain(rows -> send(connection, rows)))
                .map(sent -> sent == BATCH);
    }

    private static Uni<RowSet<Row>> oldest(SqlConnection connection, int shard) {
        return connection.preparedQuery("""
                        with leader as materialized (select pg_try_advisory_xact_lock($1, $2) as is_me)
                        select position, id, topic, key, type, time, traceparent, payload from outbox
                        where shard = $2 and (select is_me from leader)
                        order by position limit $3
                        """).execute(Tuple.of(LOCK, shard, BATCH));
    }

    private Uni<Integer> send(SqlConnection connection, RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Uni.createFrom().item(0);
        }
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>(rows.size());
        rows.forEach(row -> records.add(record(row)));
        return log.write(records).chain(() -> forget(connection, rows)).replaceWith(rows.size());
    }

    private static Uni<?> forget(SqlConnection connection, RowSet<Row> rows) {
        Long[] positions = StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getLong("position"))
                .toArray(Long[]::new);
        return connection
                .preparedQuery("delete from outbox where position = any($1)")
                .execute(Tuple.of(positions));
    }

    private ProducerRecord<String, byte[]> record(Row row) {
        String topic = row.getString("topic");
        String key = row.getString("key");
        String payload = row.getString("payload");
        if (payload == null) {
            return new ProducerRecord<>(topic, key, null);
        }
        CloudEvent event = CloudEventBuilder.v1()
                .withId(row.get(UUID.class, "id").toString())
                .withSource(source)
                .withType(row.getString("type"))
                .withTime(row.get(OffsetDateTime.class, "time"))
                .withDataContentType("application/json")
                .withData(payload.getBytes(UTF_8))
                .build();
        ProducerRecord<String, byte[]> record =
                KafkaMessageFactory.<String>createWriter(topic, key).writeBinary(event);
        String traceparent = row.getString("traceparent");
        if (traceparent != null) {
            record.headers().add(Trace.HEADER, traceparent.getBytes(UTF_8));
        }
        return record;
    }
}
