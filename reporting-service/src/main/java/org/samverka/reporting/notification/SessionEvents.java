package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;

@ApplicationScoped
class SessionEvents {
    private final Inbox inbox;
    private final EventReader<SessionEvent> reader;
    private final NotificationRole role;
    private final Notifications notifications;

    SessionEvents(Inbox inbox, EventJson json, NotificationRole role, Notifications notifications) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(SessionEvent.class, json);
        this.role = role;
        this.notifications = notifications;
    }

    @Incoming("notify-sessions")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("notify-sessions", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<SessionEvent> batch) {
        List<Cause> causes = batch.events().stream()
                .flatMap(received -> Cause.of(received.event(), received.time()))
                .toList();
        return causes.isEmpty() ? Uni.createFrom().voidItem() : role.assume().chain(() -> notifications.note(causes));
    }
}
