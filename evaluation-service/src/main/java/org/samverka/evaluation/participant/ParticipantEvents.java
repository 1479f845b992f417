package org.samverka.evaluation.participant;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.ParticipantEvent;
import org.samverka.contracts.ParticipantEvent.ConsentChanged;
import org.samverka.contracts.ParticipantEvent.PersonChanged;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;

/** Programs, people, enrollments and consents, as participants-service tells of them. */
@ApplicationScoped
class ParticipantEvents {
    private final Inbox inbox;
    private final EventReader<ParticipantEvent> reader;
    private final Programs programs;
    private final People people;
    private final Enrollments enrollments;
    private final List<ConsentNews> consents;

    ParticipantEvents(
            Inbox inbox,
            EventJson json,
            Programs programs,
            People people,
            Enrollments enrollments,
            @All List<ConsentNews> consents) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(ParticipantEvent.class, json);
        this.programs = programs;
        this.people = people;
        this.enrollments = enrollments;
        this.consents = consents;
    }

    @Incoming("participants")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("participants", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<ParticipantEvent> batch) {
        return programs.remember(batch.of(ProgramDefined.class))
                .chain(() -> people.remember(batch.of(PersonChanged.class)))
                .chain(() -> enrollments.remember(batch.of(ParticipantEvent.class)))
                .chain(() -> tell(batch.of(ConsentChanged.class)));
    }

    private Uni<Void> tell(List<ConsentChanged> changes) {
        return changes.isEmpty()
                ? Uni.createFrom().voidItem()
                : Multi.createFrom()
                        .iterable(consents)
                        .onItem()
                        .transformToUniAndConcatenate(listener -> listener.heard(changes))
                        .collect()
                        .last()
                        .replaceWithVoid();
    }
}
