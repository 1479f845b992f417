package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.ParticipantEvent;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;
import org.samverka.contracts.delivery.Received;
import org.samverka.reporting.webhook.EventType;
import org.samverka.reporting.webhook.Webhooks;

@ApplicationScoped
class ParticipantEvents {
    private final Inbox inbox;
    private final EventReader<ParticipantEvent> reader;
    private final NotificationRole role;
    private final Programs programs;
    private final Notifications notifications;
    private final Webhooks webhooks;

    ParticipantEvents(
            Inbox inbox,
            EventJson json,
            NotificationRole role,
            Programs programs,
            Notifications notifications,
            Webhooks webhooks) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(ParticipantEvent.class, json);
        this.role = role;
        this.programs = programs;
        this.notifications = notifications;
        this.webhooks = webhooks;
    }

    @Incoming("notify-participants")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("notify-participants", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<ParticipantEvent> batch) {
        List<ProgramDefined> definitions = batch.of(ProgramDefined.class);
        List<Cause> causes =
                batch.events().stream().flatMap(ParticipantEvents::cause).toList();
        return webhooks.changed(counted(batch), EventType.ENROLLMENTS_CHANGED, EventType.STATISTICS_CHANGED)
                .chain(() -> definitions.isEmpty() && causes.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : role.assume()
                                .chain(() -> programs.learn(definitions))
                                .chain(() -> notifications.note(causes)));
    }

    private static Set<String> counted(Batch<ParticipantEvent> batch) {
        return batch.events().stream()
                .flatMap(received -> program(received.event()))
                .collect(Collectors.toSet());
    }

    private static Stream<String> program(ParticipantEvent event) {
        if (event instanceof ParticipantEnrolled enrolled) {
            return Stream.of(enrolled.program());
        }
        if (event instanceof EnrollmentWithdrawn withdrawn) {
            return Stream.of(withdrawn.program());
        }
        return event instanceof EnrollmentChanged changed ? Stream.of(changed.program()) : Stream.empty();
    }

    private static Stream<Cause> cause(Received<ParticipantEvent> received) {
        if (received.event() instanceof ParticipantEnrolled enrolled) {
            return Stream.of(Cause.of(enrolled, received.time()));
        }
        return received.event() instanceof EnrollmentChanged changed
                ? Cause.of(changed, received.time())
                : Stream.empty();
    }
}
