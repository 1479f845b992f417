package org.samverka.stack.demo.hr;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.samverka.stack.StackFailure;

/** An HR system that writes to Kafka, as a partner's does: with nothing of ours but the published contract. */
public final class HrPartner implements AutoCloseable {
    private final Producer<String, byte[]> producer;

    public HrPartner(String kafka) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka,
                        "acks",
                        "all",
                        "linger.ms",
                        "5",
                        "delivery.timeout.ms",
                        "60000",
                        "request.timeout.ms",
                        "20000"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Returns when Kafka has all of them. */
    public void publish(List<HrMessage> messages) {
        send(messages.stream().map(HrMessage::record).toList());
    }

    public void publishPoison(List<Poison> records) {
        send(records.stream().map(Poison::record).toList());
    }

    private void send(List<ProducerRecord<String, byte[]>> records) {
        List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
        producer.flush();
        try {
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new StackFailure("Kafka does not take the HR feed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while publishing the HR feed", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
