package org.samverka.reporting.statistics;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.EvaluationEvent;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;

@ApplicationScoped
class EvaluationEvents {
    private final Inbox inbox;
    private final EventReader<EvaluationEvent> reader;
    private final AgreementItems items;
    private final Facts facts;
    private final ShownShares shown;

    EvaluationEvents(Inbox inbox, EventJson json, AgreementItems items, Facts facts, ShownShares shown) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(EvaluationEvent.class, json);
        this.items = items;
        this.facts = facts;
        this.shown = shown;
    }

    @Incoming("evaluation")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("statistics-evaluation", reader, records, this::apply);
    }

    private Uni<Void> apply(Batch<EvaluationEvent> batch) {
        List<EvaluationCompleted> answers = batch.of(EvaluationCompleted.class);
        return answers.isEmpty()
                ? Uni.createFrom().voidItem()
                : facts.takeTurn().chain(() -> facts.change(changes(answers))).chain(() -> shown.follow(answers));
    }

    private FactChanges changes(List<EvaluationCompleted> answers) {
        var changes = new FactChanges();
        answers.forEach(answer -> {
            changes.store(Fact.answer(answer));
            Fact.agreements(answer, items).forEach(changes::store);
        });
        return changes;
    }
}
