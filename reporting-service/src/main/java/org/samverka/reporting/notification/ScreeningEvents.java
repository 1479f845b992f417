package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.ScreeningEvent;
import org.samverka.contracts.ScreeningEvent.EvaluationDue;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;
import org.samverka.contracts.delivery.Received;

/** Who must still answer; all else that is said of screenings concerns nobody here. */
@ApplicationScoped
class ScreeningEvents {
    private final Inbox inbox;
    private final EventReader<ScreeningEvent> reader;
    private final NotificationRole role;
    private final Notifications notifications;

    ScreeningEvents(Inbox inbox, EventJson json, NotificationRole role, Notifications notifications) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(ScreeningEvent.class, json);
        this.role = role;
        this.notifications = notifications;
    }

    @Incoming("notify-screening")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("notify-screening", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<ScreeningEvent> batch) {
        List<Cause> causes =
                batch.events().stream().flatMap(ScreeningEvents::cause).toList();
        return causes.isEmpty() ? Uni.createFrom().voidItem() : role.assume().chain(() -> notifications.note(causes));
    }

    private static Stream<Cause> cause(Received<ScreeningEvent> received) {
        return received.event() instanceof EvaluationDue due
                ? Stream.of(Cause.of(due, received.source() + " " + received.id(), received.time()))
                : Stream.empty();
    }
}
