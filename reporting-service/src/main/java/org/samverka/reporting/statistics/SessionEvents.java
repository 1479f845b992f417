package org.samverka.reporting.statistics;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.contracts.SessionEvent.BookingCanceled;
import org.samverka.contracts.SessionEvent.SessionBooked;
import org.samverka.contracts.SessionEvent.SessionHeld;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;

@ApplicationScoped
class SessionEvents {
    private final Inbox inbox;
    private final EventReader<SessionEvent> reader;
    private final Facts facts;

    SessionEvents(Inbox inbox, EventJson json, Facts facts) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(SessionEvent.class, json);
        this.facts = facts;
    }

    @Incoming("sessions")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("statistics-sessions", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<SessionEvent> batch) {
        return facts.takeTurn().chain(() -> facts.change(changes(batch)));
    }

    private static FactChanges changes(Batch<SessionEvent> batch) {
        var changes = new FactChanges();
        batch.events().forEach(received -> {
            if (received.event() instanceof SessionHeld held) {
                changes.store(Fact.session(held));
            } else if (received.event() instanceof SessionBooked booked) {
                changes.store(Fact.booking(booked));
            } else if (received.event() instanceof BookingCanceled canceled) {
                changes.remove(Fact.booking(canceled.bookingId()));
            } else if (received.event() instanceof AttendanceRecorded attendance) {
                changes.store(Fact.attendance(attendance));
            }
        });
        return changes;
    }
}
