package org.samverka.reporting.program;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;
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
class ProgramEvents {
    private final Inbox inbox;
    private final EventReader<ParticipantEvent> reader;
    private final Programs programs;
    private final Participations participations;

    ProgramEvents(Inbox inbox, EventJson json, Programs programs, Participations participations) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(ParticipantEvent.class, json);
        this.programs = programs;
        this.participations = participations;
    }

    @Incoming("programs")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("programs", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<ParticipantEvent> batch) {
        return programs.learn(batch.of(ProgramDefined.class))
                .chain(() -> participations.people(batch.of(PersonChanged.class)))
                .chain(() -> participations.change(places(batch)));
    }

    /** In their order: of one person's enrollment the later is the truer. */
    private static List<Place> places(Batch<ParticipantEvent> batch) {
        return batch.events().stream()
                .flatMap(received -> {
                    if (received.event() instanceof ParticipantEnrolled enrolled) {
                        return Stream.of(Place.of(enrolled));
                    }
                    if (received.event() instanceof EnrollmentChanged changed) {
                        return Stream.of(Place.of(changed));
                    }
                    return received.event() instanceof EnrollmentWithdrawn withdrawn
                            ? Stream.of(Place.of(withdrawn))
                            : Stream.of();
                })
                .toList();
    }
}
