package org.samverka.evaluation.assignment;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.contracts.SessionEvent.SessionScheduled;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;
import org.samverka.contracts.delivery.Outbox;

/** Sessions and who attended them: whoever attended what a survey is about is asked. */
@ApplicationScoped
class SessionEvents {
    private final Inbox inbox;
    private final EventReader<SessionEvent> reader;
    private final Sessions sessions;
    private final Assignments assignments;
    private final Outbox outbox;

    SessionEvents(Inbox inbox, EventJson json, Sessions sessions, Assignments assignments, Outbox outbox) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(SessionEvent.class, json);
        this.sessions = sessions;
        this.assignments = assignments;
        this.outbox = outbox;
    }

    @Incoming("sessions")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("sessions", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<SessionEvent> batch) {
        return sessions.remember(batch.of(SessionScheduled.class))
                .chain(() -> assignments.record(batch.of(AttendanceRecorded.class)))
                .chain(requested -> outbox.append(requested));
    }
}
