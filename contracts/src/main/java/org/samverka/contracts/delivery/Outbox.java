package org.samverka.contracts.delivery;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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
        var writes = new Writes();
        appendEntries(entries, writes);
        return writes.execute();
    }

    /** The same, along with other effects. */
    public void appendEntries(List<Entry> entries, Writes writes) {
        if (entries.isEmpty()) {
            return;
        }
        int n = entries.size();
        var topics = new String[n];
        var keys = new String[n];
        var types = new String[n];
        var traces = new String[n];
        var payloads = new String[n];
        for (int i = 0; i < n; i++) {
            Event event = entries.get(i).event();
            topics[i] = event.topic().wireName();
            keys[i] = event.key();
            types[i] = event.type();
            traces[i] = entries.get(i).traceparent();
            payloads[i] = json.write(event);
        }
        insert(topics, keys, types, traces, payloads, writes);
    }

    /** Erases what a compacted topic says about a key. */
    public Uni<Void> erase(Topic topic, String key) {
        var writes = new Writes();
        insert(
                new String[] {topic.wireName()},
                new String[] {key},
                new String[] {"tombstone"},
                new String[] {Trace.current()},
                new String[] {null},
                writes);
        return writes.execute();
    }

    private void insert(
            String[] topics,
            String[] keys,
            String[] types,
            @Nullable String[] traces,
            @Nullable String[] payloads,
            Writes writes) {
        UUID[] ids = Arrays.stream(keys).map(key -> UUID.randomUUID()).toArray(UUID[]::new);
        Integer[] shards = Arrays.stream(keys).map(this::shardOf).toArray(Integer[]::new);
        writes.add(
                        """
                        appended as (
                            insert into outbox (id, shard, topic, key, type, traceparent, payload)
                            select id, shard, topic, key, type, traceparent, payload
                            from unnest(cast(:eventIds as uuid[]), cast(:eventShards as int[]), cast(:eventTopics as text[]), cast(:eventKeys as text[]), cast(:eventTypes as text[]), cast(:eventTraces as text[]), cast(:eventPayloads as text[])) with ordinality
                                as event (id, shard, topic, key, type, traceparent, payload, n)
                            order by n
                            returning shard)""",
                        Map.of(
                                "eventIds", ids,
                                "eventShards", shards,
                                "eventTopics", topics,
                                "eventKeys", keys,
                                "eventTypes", types,
                                "eventTraces", traces,
                                "eventPayloads", payloads))
                .select("""
                        (select count(pg_notify('outbox', woken.shard))
                            from (select distinct cast(shard as text) as shard from appended) woken)""");
    }

    private int shardOf(String key) {
        return Math.floorMod(key.hashCode(), shards);
    }
}
