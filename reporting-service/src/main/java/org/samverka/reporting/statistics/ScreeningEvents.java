package org.samverka.reporting.statistics;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.ScreeningEvent;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;

@ApplicationScoped
class ScreeningEvents {
    private final Inbox inbox;
    private final EventReader<ScreeningEvent> reader;
    private final Counting counting;
    private final ShownShares shown;

    ScreeningEvents(Inbox inbox, EventJson json, Counting counting, ShownShares shown) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(ScreeningEvent.class, json);
        this.counting = counting;
        this.shown = shown;
    }

    @Incoming("screening")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("statistics-screening", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<ScreeningEvent> batch) {
        List<ScreeningEvent> events = batch.of(ScreeningEvent.class);
        return counting.takeTurn().chain(() -> counting.screening(events)).chain(() -> shown.followScreening(events));
    }
}
