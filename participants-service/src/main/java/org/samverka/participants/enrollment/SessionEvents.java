package org.samverka.participants.enrollment;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.contracts.SessionEvent.SessionHeld;
import org.samverka.contracts.SessionEvent.SessionScheduled;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;

/** Hears which sessions there are and who attended them. */
@ApplicationScoped
class SessionEvents {
    private final Inbox inbox;
    private final EventReader<SessionEvent> reader;
    private final Attendances attendances;

    SessionEvents(Inbox inbox, EventJson json, Attendances attendances) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(SessionEvent.class, json);
        this.attendances = attendances;
    }

    @Incoming("sessions")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("participants-sessions", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<SessionEvent> batch) {
        return attendances
                .learnScheduled(batch.of(SessionScheduled.class))
                .chain(() -> attendances.learnHeld(batch.of(SessionHeld.class)))
                .chain(() -> attendances.record(batch.of(AttendanceRecorded.class)));
    }
}
