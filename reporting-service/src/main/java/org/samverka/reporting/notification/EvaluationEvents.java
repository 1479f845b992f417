package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.EvaluationEvent;
import org.samverka.contracts.EvaluationEvent.AnswerWithdrawn;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.EvaluationEvent.EvaluationRequested;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;
import org.samverka.contracts.delivery.Received;
import org.samverka.reporting.webhook.EventType;
import org.samverka.reporting.webhook.Webhooks;

@ApplicationScoped
class EvaluationEvents {
    private final Inbox inbox;
    private final EventReader<EvaluationEvent> reader;
    private final NotificationRole role;
    private final Notifications notifications;
    private final Webhooks webhooks;

    EvaluationEvents(
            Inbox inbox, EventJson json, NotificationRole role, Notifications notifications, Webhooks webhooks) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(EvaluationEvent.class, json);
        this.role = role;
        this.notifications = notifications;
        this.webhooks = webhooks;
    }

    @Incoming("notify-evaluation")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("notify-evaluation", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<EvaluationEvent> batch) {
        List<Cause> causes =
                batch.events().stream().flatMap(EvaluationEvents::cause).toList();
        return webhooks.changed(counted(batch), EventType.STATISTICS_CHANGED)
                .chain(() -> causes.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : role.assume().chain(() -> notifications.note(causes)));
    }

    private static Set<String> counted(Batch<EvaluationEvent> batch) {
        return batch.events().stream()
                .map(Received::event)
                .filter(event -> event instanceof EvaluationCompleted || event instanceof AnswerWithdrawn)
                .map(EvaluationEvent::program)
                .collect(Collectors.toSet());
    }

    private static Stream<Cause> cause(Received<EvaluationEvent> received) {
        return received.event() instanceof EvaluationRequested requested
                ? Stream.of(Cause.of(requested, received.time()))
                : Stream.empty();
    }
}
