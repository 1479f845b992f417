package org.samverka.reporting.goal;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.EvaluationEvent;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;

@ApplicationScoped
class AnswerEvents {
    private final Inbox inbox;
    private final EventReader<EvaluationEvent> reader;
    private final Answers answers;

    AnswerEvents(Inbox inbox, EventJson json, Answers answers) {
        this.inbox = inbox;
        this.reader = EventReader.tolerant(EvaluationEvent.class, json);
        this.answers = answers;
    }

    @Incoming("goal-answers")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive("goals", reader, records, batch -> answers.learn(batch.of(EvaluationCompleted.class)));
    }
}
