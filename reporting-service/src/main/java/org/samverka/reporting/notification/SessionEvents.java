package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.samverka.contracts.delivery.Received;
import org.samverka.reporting.webhook.EventType;
import org.samverka.reporting.webhook.Webhooks;

@ApplicationScoped
class SessionEvents {
    private final Inbox inbox;
    private final EventReader<SessionEvent> reader;
    private final NotificationRole role;
    private final Notifications notifications;
    private final Webhooks webhooks;

    SessionEvents(Inbox inbox, EventJson json, NotificationRole role, Notifications notifications, Webhooks webhooks) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(SessionEvent.class, json);
        this.role = role;
        this.notifications = notifications;
        this.webhooks = webhooks;
    }

    @Incoming("notify-sessions")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("notify-sessions", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<SessionEvent> batch) {
        List<Cause> causes = batch.events().stream()
                .flatMap(received -> Cause.of(received.event(), received.time()))
                .toList();
        return webhooks.changed(counted(batch), EventType.STATISTICS_CHANGED)
                .chain(() -> causes.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : role.assume().chain(() -> notifications.note(causes)));
    }

    private static Set<String> counted(Batch<SessionEvent> batch) {
        return batch.events().stream()
                .map(Received::event)
                .filter(event -> event instanceof SessionHeld
                        || event instanceof SessionBooked
                        || event instanceof BookingCanceled
                        || event instanceof AttendanceRecorded)
                .map(SessionEvent::program)
                .collect(Collectors.toSet());
    }
}
