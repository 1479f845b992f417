package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.ContactEvent;
import org.samverka.contracts.ContactEvent.ContactChanged;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;

@ApplicationScoped
class ContactEvents {
    private final Inbox inbox;
    private final EventReader<ContactEvent> reader;
    private final NotificationRole role;
    private final Contacts contacts;

    ContactEvents(Inbox inbox, EventJson json, NotificationRole role, Contacts contacts) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(ContactEvent.class, json);
        this.role = role;
        this.contacts = contacts;
    }

    @Incoming("notify-contacts")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("notify-contacts", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<ContactEvent> batch) {
        return role.assume()
                .chain(() -> contacts.erase(people(batch.erased())))
                .chain(() -> contacts.learn(batch.of(ContactChanged.class)));
    }

    private static List<UUID> people(Set<String> keys) {
        return keys.stream().map(UUID::fromString).toList();
    }
}
