package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.ReportingEvent;
import org.samverka.contracts.ReportingEvent.GoalStateChanged;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;
import org.samverka.contracts.delivery.Received;

/** Goals that were reached or came to be at risk, for who follows their program. */
@ApplicationScoped
class GoalEvents {
    private final Inbox inbox;
    private final EventReader<ReportingEvent> reader;
    private final NotificationRole role;
    private final Followers followers;
    private final Notifications notifications;

    GoalEvents(Inbox inbox, EventJson json, NotificationRole role, Followers followers, Notifications notifications) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(ReportingEvent.class, json);
        this.role = role;
        this.followers = followers;
        this.notifications = notifications;
    }

    private record Told(GoalStateChanged event, Instant at) {}

    @Incoming("notify-reporting")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("notify-reporting", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<ReportingEvent> batch) {
        List<Told> told = batch.events().stream().flatMap(GoalEvents::told).toList();
        return told.isEmpty()
                ? Uni.createFrom().voidItem()
                : role.assume()
                        .chain(() -> followers.of(told.stream()
                                .map(each -> each.event().program())
                                .toList()))
                        .chain(found -> notifications.note(causes(told, found)));
    }

    private static Stream<Told> told(Received<ReportingEvent> received) {
        return received.event() instanceof GoalStateChanged changed
                ? Stream.of(new Told(changed, received.time()))
                : Stream.empty();
    }

    private static List<Cause> causes(List<Told> told, Map<String, List<UUID>> followers) {
        return told.stream()
                .flatMap(each -> followers.getOrDefault(each.event().program(), List.of()).stream()
                        .flatMap(follower -> Cause.of(each.event(), follower, each.at())))
                .toList();
    }
}
