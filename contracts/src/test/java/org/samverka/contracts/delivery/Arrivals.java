package org.samverka.contracts.delivery;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.ParticipantEvent;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;

/** A consumer as services have them: it writes each withdrawal down, and misbehaves on request. */
@Singleton
class Arrivals {
    private final Inbox inbox;
    private final EventReader<ParticipantEvent> reader;

    final Map<UUID, Integer> faultsToCome = new ConcurrentHashMap<>();
    final List<UUID> poison = new CopyOnWriteArrayList<>();
    final List<Integer> batches = new CopyOnWriteArrayList<>();

    Arrivals(Inbox inbox, EventJson json) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(ParticipantEvent.class, json);
    }

    @Incoming("arrivals")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("arrivals", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<ParticipantEvent> batch) {
        batches.add(batch.events().size());
        List<EnrollmentWithdrawn> withdrawals = batch.of(EnrollmentWithdrawn.class);
        return write(withdrawals).invoke(() -> withdrawals.forEach(this::misbehave));
    }

    private void misbehave(EnrollmentWithdrawn withdrawal) {
        if (poison.contains(withdrawal.enrollmentId())) {
            throw new IllegalArgumentException("cannot be processed");
        }
        if (faultsToCome.computeIfPresent(withdrawal.enrollmentId(), (id, left) -> left == 1 ? null : left - 1)
                != null) {
            throw new java.io.UncheckedIOException(new IOException("away for now"));
        }
    }

    private static Uni<Void> write(List<EnrollmentWithdrawn> withdrawals) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "insert into arrival (enrollment, program) select * from unnest(cast(:ids as uuid[]), cast(:programs as text[]))")
                        .setParameter(
                                "ids",
                                withdrawals.stream()
                                        .map(EnrollmentWithdrawn::enrollmentId)
                                        .toArray(UUID[]::new))
                        .setParameter(
                                "programs",
                                withdrawals.stream()
                                        .map(EnrollmentWithdrawn::program)
                                        .toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }
}
