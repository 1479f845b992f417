package org.samverka.reporting.absence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.AbsenceEvent;
import org.samverka.contracts.AbsenceEvent.AbsenceEpisodeRetracted;
import org.samverka.contracts.AbsenceEvent.AbsenceEpisodeStated;
import org.samverka.contracts.AbsenceEvent.EmploymentStated;
import org.samverka.contracts.AbsenceEvent.SupportOffered;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;

@ApplicationScoped
class AbsenceEvents {
    private final Inbox inbox;
    private final EventReader<AbsenceEvent> reader;
    private final AbsenceFacts facts;

    AbsenceEvents(Inbox inbox, EventJson json, AbsenceFacts facts) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(AbsenceEvent.class, json);
        this.facts = facts;
    }

    @Incoming("absence")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("absence", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<AbsenceEvent> batch) {
        return facts.employments(batch.of(EmploymentStated.class))
                .chain(() ->
                        facts.episodes(batch.of(AbsenceEpisodeStated.class), batch.of(AbsenceEpisodeRetracted.class)))
                .chain(() -> facts.offers(batch.of(SupportOffered.class)));
    }
}
