package org.samverka.reporting.statistics;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.ParticipantEvent;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.contracts.ParticipantEvent.PersonChanged;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;

@ApplicationScoped
class ParticipantEvents {
    private final Inbox inbox;
    private final EventReader<ParticipantEvent> reader;
    private final Programs programs;
    private final People people;
    private final Facts facts;

    ParticipantEvents(Inbox inbox, EventJson json, Programs programs, People people, Facts facts) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(ParticipantEvent.class, json);
        this.programs = programs;
        this.people = people;
        this.facts = facts;
    }

    @Incoming("participants")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("statistics-participants", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<ParticipantEvent> batch) {
        return facts.takeTurn()
                .chain(() -> programs.learn(batch.of(ProgramDefined.class)))
                .chain(() -> people.learn(batch.of(PersonChanged.class)))
                .chain(() -> facts.change(changes(batch)));
    }

    private static FactChanges changes(Batch<ParticipantEvent> batch) {
        var changes = new FactChanges();
        batch.events().forEach(received -> {
            if (received.event() instanceof ParticipantEnrolled enrolled) {
                changes.enrolled(enrolled);
            } else if (received.event() instanceof EnrollmentChanged changed) {
                changes.changed(changed);
            } else if (received.event() instanceof EnrollmentWithdrawn withdrawn) {
                changes.withdrawn(withdrawn);
            }
        });
        return changes;
    }
}
