package org.samverka.participants.enrollment;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.ScreeningEvent;
import org.samverka.contracts.ScreeningEvent.SupportAccepted;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;

/** Hears who has accepted support; of all else on the topic nothing is kept. */
@ApplicationScoped
class ScreeningEvents {
    private final Inbox inbox;
    private final EventReader<ScreeningEvent> reader;
    private final SupportPlaces places;

    ScreeningEvents(Inbox inbox, EventJson json, SupportPlaces places) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(ScreeningEvent.class, json);
        this.places = places;
    }

    @Incoming("screening")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("participants-screening", reader, records, this::apply);
    }

    /** Programs in the order of their keys, as everybody locks them. */
    private Uni<Void> apply(Batch<ScreeningEvent> batch) {
        TreeMap<String, List<SupportAccepted>> byProgram = batch.of(SupportAccepted.class).stream()
                .collect(Collectors.groupingBy(SupportAccepted::program, TreeMap::new, Collectors.toList()));
        return Multi.createFrom()
                .iterable(byProgram.entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry -> places.give(entry.getKey(), entry.getValue()))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
