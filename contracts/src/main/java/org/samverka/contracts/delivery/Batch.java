package org.samverka.contracts.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.samverka.contracts.Event;

/** The events of one transaction that had not arrived before, in the order of their partitions. */
public final class Batch<E extends Event> {
    private final List<Received<E>> events;
    private final Map<Received<E>, ConsumerRecord<String, byte[]>> records;
    private final List<DeadLetter> rejected = new ArrayList<>();

    Batch(List<Received<E>> events, Map<Received<E>, ConsumerRecord<String, byte[]>> records) {
        this.events = events;
        this.records = records;
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
}
