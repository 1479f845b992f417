package org.samverka.contracts.delivery;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Event;

/** A record and the event that was read from it; a tombstone has none. */
record Arrival<E extends Event>(
        ConsumerRecord<String, byte[]> record, @Nullable Received<E> event) {
    boolean isTombstone() {
        return event == null;
    }

    String type() {
        return event == null ? "tombstone" : event.event().type();
    }
}
