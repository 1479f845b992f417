package org.samverka.sessions.contact;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.ContactEvent;
import org.samverka.contracts.ContactEvent.ContactChanged;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;
import org.samverka.sessions.person.ErasureObserver;

/** Learns what people are called, and forgets it, and what else is no evidence, when they are erased. */
@ApplicationScoped
class ContactEvents {
    private final Inbox inbox;
    private final EventReader<ContactEvent> reader;
    private final Contacts contacts;
    private final List<ErasureObserver> observers;

    ContactEvents(Inbox inbox, EventJson json, Contacts contacts, @All List<ErasureObserver> observers) {
        this.inbox = inbox;
        this.observers = observers;
        this.reader = EventReader.tolerant(ContactEvent.class, json);
        this.contacts = contacts;
    }

    @Incoming("session-contacts")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("session-contacts", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<ContactEvent> batch) {
        List<UUID> erased = batch.erased().stream().map(UUID::fromString).toList();
        return contacts.erase(erased)
                .chain(() -> tell(erased))
                .chain(() -> contacts.learn(batch.of(ContactChanged.class)));
    }

    private Uni<Void> tell(List<UUID> erased) {
        return erased.isEmpty()
                ? Uni.createFrom().voidItem()
                : Multi.createFrom()
                        .iterable(observers)
                        .onItem()
                        .transformToUniAndConcatenate(observer -> observer.erased(erased))
                        .collect()
                        .asList()
                        .replaceWithVoid();
    }
}
