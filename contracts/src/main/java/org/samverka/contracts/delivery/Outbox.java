package org.samverka.contracts.delivery;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Event;
import org.samverka.contracts.Topic;

/**
 * The only way out of a service: stores events in the caller's transaction, in order; {@link OutboxRelay} sends them
 * once it has committed. Events of one key keep their order as long as the transactions that write them exclude each
 * other.
 */
@ApplicationScoped
public class Outbox {
    private final EventJson json;
    private final int shards;

    Outbox(EventJson json, @ConfigProperty(name = "samverka.outbox.shards", defaultValue = "1") int shards) {
        this.json = json;
        this.shards = shards;
    }

    /** An event and the trace it belongs to. */
    public record Entry(Event event, @Nullable String traceparent) {}

    public Uni<Void> append(Event... events) {
        return append(Arrays.asList(events));
    }

    public Uni<Void> append(List<? extends Event> events) {
        String trace = Trace.current();
        return appendEntries(
                events.stream().map(event -> new Entry(event, trace)).toList());
    }

    /** Events of several requests, each with its own trace. */
    public Uni<Void> appendEntries(List<Entry> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        int n = entries.size();
        var ids = new UUID[n];
        var shard = new Integer[n];
        var topics = new String[n];
        var keys = new String[n];
        var types = new String[n];
        var traces = new String[n];
        var payloads = new String[n];
        for (int i = 0; i < n; i++) {
            Event event = entries.get(i).event();
            ids[i] = UUID.randomUUID();
            shard[i] = shardOf(event.key());
            topics[i] = event.topic().wireName();
            keys[i] = event.key();
            types[i] = event.type();
            traces[i] = entries.get(i).traceparent();
            payloads[i] = json.write(event);
        }
        return Panache.getSession()
                .chain(session -> insert(session, ids, shard, topics, keys, types, traces, payloads));
    }

    /** Erases what a compacted topic says about a key. */
    public Uni<Void> erase(Topic topic, String key) {
        return Panache.getSession()
                .chain(session -> insert(
                        session,
                        new UUID[] {UUID.randomUUID()},
                        new Integer[] {shardOf(key)},
                        new String[] {topic.wireName()},
                        new String[] {key},
                        new String[] {"tombstone"},
                        new String[] {Trace.current()},
                        new String[] {null}));
    }

    private static Uni<Void> insert(
            Mutiny.Session session,
            UUID[] ids,
            Integer[] shards,
            String[] topics,
            String[] keys,
            String[] types,
            @Nullable String[] traces,
            @Nullable String[] payloads) {
        return session.createNativeQuery("""
                        with appended as (
                            insert into outbox (id, shard, topic, key, type, traceparent, payload)
                            select id, shard, topic, key, type, traceparent, payload
                            from unnest(cast(:ids as uuid[]), cast(:shards as int[]), cast(:topics as text[]), cast(:keys as text[]), cast(:types as text[]), cast(:traces as text[]), cast(:payloads as text[])) with ordinality
                                as event (id, shard, topic, key, type, traceparent, payload, n)
                            order by n
                            returning shard)
                        select count(pg_notify('outbox', shard)) from (select distinct cast(shard as text) as shard from appended) woken
                        """, Long.class)
                .setParameter("ids", ids)
                .setParameter("shards", shards)
                .setParameter("topics", topics)
                .setParameter("keys", keys)
                .setParameter("types", types)
                .setParameter("traces", traces)
                .setParameter("payloads", payloads)
                .getSingleResult()
                .replaceWithVoid();
    }

    private int shardOf(String key) {
        return Math.floorMod(key.hashCode(), shards);
    }
}
