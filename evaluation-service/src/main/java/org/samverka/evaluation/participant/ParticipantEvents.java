package org.samverka.evaluation.participant;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.ParticipantEvent;
import org.samverka.contracts.ParticipantEvent.PersonChanged;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;

/** Programs and people, as participants-service tells of them. */
@ApplicationScoped
class ParticipantEvents {
    private final Inbox inbox;
    private final EventReader<ParticipantEvent> reader;
    private final Programs programs;
    private final People people;

    ParticipantEvents(Inbox inbox, EventJson json, Programs programs, People people) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(ParticipantEvent.class, json);
        this.programs = programs;
        this.people = people;
    }

    @Incoming("participants")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("participants", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<ParticipantEvent> batch) {
        return programs.remember(batch.of(ProgramDefined.class))
                .chain(() -> people.remember(batch.of(PersonChanged.class)));
    }
}
