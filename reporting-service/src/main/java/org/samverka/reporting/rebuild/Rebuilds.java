package org.samverka.reporting.rebuild;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;
import org.samverka.reporting.rebuild.Rebuild.State;

/** What is asked to be built anew, one at a time, and how far it has come. */
@ApplicationScoped
class Rebuilds {
    private static final String COLUMNS =
            " id, position, state, read, total, passed_over, positions, reason, requested_at, finished_at ";

    /** A replica that has said nothing for so long is taken for dead. */
    private static final double SILENCE_SECONDS = 60;

    private final Pool database;
    private final Clock clock;

    Rebuilds(Pool database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    static final class RebuildRunning extends Refused {
        RebuildRunning() {
            super("The statistics are being built anew already; wait until that is done");
        }
    }

    /** Within the caller's transaction. */
    Uni<Rebuild> request() {
        var id = UUID.randomUUID();
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    insert into statistics.rebuild (id, state, requested_at) values (:id, 'waiting', :now)
                    on conflict ((true)) where state not in ('done', 'failed') do nothing
                    returning position
                    """, Long.class)
                        .setParameter("id", id)
                        .setParameter("now", now)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(RebuildRunning::new)
                .map(position ->
                        new Rebuild(id, position, State.waiting, 0, 0, 0, Map.of(), null, now.toInstant(), null));
    }

    Uni<Rebuild> required(UUID id) {
        return database.preparedQuery("select" + COLUMNS + "from statistics.rebuild where id = $1")
                .execute(Tuple.of(id))
                .map(Rebuilds::first)
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("There is no such rebuild"));
    }

    /** In the order they were asked for. */
    Uni<List<Rebuild>> list(PageQuery page) {
        return database.preparedQuery(
                        "select" + COLUMNS + "from statistics.rebuild where position > $1 order by position limit $2")
                .execute(Tuple.of(page.after(), page.rows()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Rebuilds::rebuild)
                        .toList());
    }

    /** The one that is under way, unless another replica is at it. */
    Uni<@Nullable Rebuild> claim(UUID worker) {
        return database.preparedQuery("""
                        update statistics.rebuild set worker = $1, seen_at = clock_timestamp()
                        where state not in ('done', 'failed') and (worker is null or worker = $1
                            or seen_at < clock_timestamp() - make_interval(secs => $2))
                        returning\
                        """ + COLUMNS)
                .execute(Tuple.of(worker, SILENCE_SECONDS))
                .map(Rebuilds::first);
    }

    /** @throws Overtaken where another replica has taken over */
    Uni<Void> keep(UUID worker, Rebuild rebuild) {
        return database.preparedQuery("""
            update statistics.rebuild set state = $3, read = $4, total = $5, passed_over = $6, positions = $7, reason = $8,
                finished_at = $9, seen_at = clock_timestamp()
            where id = $1 and worker = $2
            """)
                .execute(Tuple.tuple(parameters(worker, rebuild)))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new Overtaken();
                    }
                })
                .replaceWithVoid();
    }

    /** Nobody can take over before the caller's transaction has ended. */
    Uni<Void> requireMine(UUID worker, UUID rebuild) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select 1 from statistics.rebuild where id = :id and worker = :worker for share",
                                Integer.class)
                        .setParameter("id", rebuild)
                        .setParameter("worker", worker)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(Overtaken::new)
                .replaceWithVoid();
    }

    private static List<@Nullable Object> parameters(UUID worker, Rebuild rebuild) {
        var positions = new JsonObject();
        rebuild.positions().forEach(positions::put);
        return Arrays.asList(
                rebuild.id(),
                worker,
                rebuild.state().name(),
                rebuild.read(),
                rebuild.total(),
                rebuild.passedOver(),
                positions,
                rebuild.reason(),
                rebuild.finishedAt() == null ? null : rebuild.finishedAt().atOffset(ZoneOffset.UTC));
    }

    /** Another replica goes on with it. */
    static final class Overtaken extends RuntimeException {}

    private static @Nullable Rebuild first(RowSet<Row> rows) {
        return rows.iterator().hasNext() ? rebuild(rows.iterator().next()) : null;
    }

    private static Rebuild rebuild(Row row) {
        Map<String, Long> positions = new TreeMap<>();
        JsonObject kept = row.getJsonObject("positions");
        kept.fieldNames().forEach(partition -> positions.put(partition, kept.getLong(partition)));
        OffsetDateTime finished = row.getOffsetDateTime("finished_at");
        return new Rebuild(
                row.getUUID("id"),
                row.getLong("position"),
                State.valueOf(row.getString("state")),
                row.getLong("read"),
                row.getLong("total"),
                row.getLong("passed_over"),
                positions,
                row.getString("reason"),
                row.getOffsetDateTime("requested_at").toInstant(),
                finished == null ? null : finished.toInstant());
    }
}
