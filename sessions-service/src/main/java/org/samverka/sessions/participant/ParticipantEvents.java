package org.samverka.sessions.participant;

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
import org.samverka.contracts.delivery.Received;

/** Learns programs, enrollments and where people work; whatever else participants-service says does not concern sessions. */
@ApplicationScoped
class ParticipantEvents {
    private final Inbox inbox;
    private final EventReader<ParticipantEvent> reader;
    private final Programs programs;
    private final Workplaces workplaces;
    private final Enrollments enrollments;

    ParticipantEvents(Inbox inbox, EventJson json, Programs programs, Workplaces workplaces, Enrollments enrollments) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(ParticipantEvent.class, json);
        this.programs = programs;
        this.workplaces = workplaces;
        this.enrollments = enrollments;
    }

    @Incoming("participants")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("participants", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<ParticipantEvent> batch) {
        return programs.learn(batch.of(ProgramDefined.class))
                .chain(() -> workplaces.learn(batch.of(PersonChanged.class)))
                .chain(() -> enrollments.learn(enrollmentsIn(batch)));
    }

    private static List<Enrollment> enrollmentsIn(Batch<ParticipantEvent> batch) {
        return batch.events().stream()
                .map(Received::event)
                .flatMap(ParticipantEvents::enrollment)
                .toList();
    }

    private static Stream<Enrollment> enrollment(ParticipantEvent event) {
        if (event instanceof ParticipantEnrolled enrolled) {
            return Stream.of(Enrollment.of(enrolled));
        }
        if (event instanceof EnrollmentChanged changed) {
            return Stream.of(Enrollment.of(changed));
        }
        if (event instanceof EnrollmentWithdrawn withdrawn) {
            return Stream.of(Enrollment.of(withdrawn));
        }
        return Stream.empty();
    }
}
