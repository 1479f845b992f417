package org.samverka.stack.demo.hr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.samverka.contracts.Topic;

/**
 * One event as the partner's system writes it to Kafka: CloudEvents 1.0 in binary mode, or structured.
 *
 * @param key the employment's reference, or the unit's
 * @param sequence rises with every event of the partner; compared as text
 * @param data JSON
 */
public record HrMessage(
        String key,
        String id,
        String source,
        String type,
        Instant time,
        String sequence,
        String data,
        boolean structured) {
    static final String STRUCTURED = "application/cloudevents+json";
    static final String TOPIC = Topic.HR.wireName();

    public ProducerRecord<String, byte[]> record() {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(TOPIC, key, (structured ? envelope() : data).getBytes(UTF_8));
        if (structured) {
            header(record, "content-type", STRUCTURED);
            return record;
        }
        header(record, "content-type", "application/json");
        header(record, "ce_specversion", "1.0");
        header(record, "ce_id", id);
        header(record, "ce_source", source);
        header(record, "ce_type", type);
        header(record, "ce_time", time.toString());
        header(record, "ce_sequence", sequence);
        return record;
    }

    private String envelope() {
        return """
                {"specversion":"1.0","id":"%s","source":"%s","type":"%s","time":"%s","sequence":"%s",\
                "datacontenttype":"application/json","data":%s}""".formatted(id, source, type, time, sequence, data);
    }

    static void header(ProducerRecord<String, byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(UTF_8));
    }
}
