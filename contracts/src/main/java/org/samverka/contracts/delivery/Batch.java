package org.samverka.contracts.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.samverka.contracts.Event;

/** The events of one transaction that had not arrived before, in the order of their partitions. */
public final class Batch<E extends Event> {
    private final List<Received<E>> events = new ArrayList<>();
    private final Map<Received<E>, ConsumerRecord<String, byte[]>> records = new IdentityHashMap<>();
    private final Set<String> erased = new TreeSet<>();
    private final int tombstones;
    private final List<DeadLetter> rejected = new ArrayList<>();

    Batch(List<Arrival<E>> arrivals) {
        for (int i = arrivals.size() - 1; i >= 0; i--) {
            ConsumerRecord<String, byte[]> record = arrivals.get(i).record();
            Received<E> event = arrivals.get(i).event();
            if (event == null) {
                erased.add(record.key());
            } else if (record.key() == null || !erased.contains(record.key())) {
                events.add(event);
                records.put(event, record);
            }
        }
        Collections.reverse(events);
        tombstones = (int) arrivals.stream().filter(Arrival::isTombstone).count();
    }

    /** The keys that a tombstone erased, which comes before {@link #events()}: what was said earlier is not among them. */
    public Set<String> erased() {
        return Collections.unmodifiableSet(erased);
    }

    public List<Received<E>> events() {
        return events;
    }

    /** The events of one type, unwrapped. */
    public <T extends E> List<T> of(Class<T> type) {
        return events.stream()
                .map(Received::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Puts one event aside as a dead letter; {@code detail} must not hold personal data. */
    public void reject(Received<E> event, String reason, String detail) {
        ConsumerRecord<String, byte[]> record = records.get(event);
        if (record == null) {
            throw new IllegalArgumentException("Not an event of this batch");
        }
        rejected.add(new DeadLetter(record, reason, detail));
    }

    List<DeadLetter> rejected() {
        return rejected;
    }

    int tombstones() {
        return tombstones;
    }
}
