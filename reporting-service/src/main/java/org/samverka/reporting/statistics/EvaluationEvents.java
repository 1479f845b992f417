package org.samverka.reporting.statistics;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.EvaluationEvent;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;

@ApplicationScoped
class EvaluationEvents {
    private final Inbox inbox;
    private final EventReader<EvaluationEvent> reader;
    private final Counting counting;
    private final ShownShares shown;

    EvaluationEvents(Inbox inbox, EventJson json, Counting counting, ShownShares shown) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(EvaluationEvent.class, json);
        this.counting = counting;
        this.shown = shown;
    }

    @Incoming("evaluation")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("statistics-evaluation", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<EvaluationEvent> batch) {
        List<EvaluationEvent> events = batch.of(EvaluationEvent.class);
        return counting.takeTurn()
                .chain(() -> counting.evaluation(events, Generation.live))
                .chain(() -> shown.followAnswers(events));
    }
}
