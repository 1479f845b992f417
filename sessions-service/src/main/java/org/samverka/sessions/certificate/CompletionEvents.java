package org.samverka.sessions.certificate;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.ParticipantEvent;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;

/** Hears who has completed what. */
@ApplicationScoped
class CompletionEvents {
    private final Inbox inbox;
    private final EventReader<ParticipantEvent> reader;
    private final Certificates certificates;

    CompletionEvents(Inbox inbox, EventJson json, Certificates certificates) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(ParticipantEvent.class, json);
        this.certificates = certificates;
    }

    @Incoming("completions")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("completions", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<ParticipantEvent> batch) {
        return certificates.learn(batch.of(EnrollmentChanged.class));
    }
}
