package org.samverka.reporting.webhook;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.ReportingEvent;
import org.samverka.contracts.ReportingEvent.GoalStateChanged;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;
import org.samverka.contracts.delivery.Received;

/** What reporting itself says of goals, from the log like everybody else: told once, whoever judged. */
@ApplicationScoped
class GoalEvents {
    private final Inbox inbox;
    private final EventReader<ReportingEvent> reader;
    private final Webhooks webhooks;
    private final Clock clock;
    private final Duration oldest;

    GoalEvents(
            Inbox inbox,
            EventJson json,
            Webhooks webhooks,
            Clock clock,
            @ConfigProperty(name = "samverka.notification.oldest") Duration oldest) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(ReportingEvent.class, json);
        this.webhooks = webhooks;
        this.clock = clock;
        this.oldest = oldest;
    }

    @Incoming("webhook-reporting")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("webhook-reporting", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<ReportingEvent> batch) {
        return webhooks.note(batch.events().stream().flatMap(this::message).toList());
    }

    /** A log that is read anew tells nobody what is no news. */
    private Stream<Message> message(Received<ReportingEvent> received) {
        return received.event() instanceof GoalStateChanged changed
                        && received.time().isAfter(clock.instant().minus(oldest))
                ? Stream.of(Message.of(changed, received.time()))
                : Stream.empty();
    }
}
