package org.samverka.stack.demo.hr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record that no consumer can use.
 *
 * @param reason what it is refused for, as the dead letter says
 */
public record Poison(String key, String value, Map<String, String> headers, String reason) {
    private static final String ABSENCE = "org.samverka.hr.absence.started.v1";

    /** One of each kind that the feed of the organization brings. */
    public static List<Poison> of(HrFeed feed) {
        String prefix = feed.organization() + "-poison-";
        return List.of(
                new Poison(
                        prefix + "not-json", "{\"absenceRef\": \"a", envelope(feed, "not-json", ABSENCE), "not-json"),
                new Poison(prefix + "not-an-event", "{\"hello\": \"world\"}", Map.of(), "not-a-cloudevent"),
                new Poison(
                        prefix + "broken-envelope",
                        "{\"specversion\": \"1.0\", \"id\"",
                        Map.of("content-type", HrMessage.STRUCTURED),
                        "not-a-cloudevent"),
                new Poison(
                        prefix + "unknown-type",
                        "{\"employmentRef\": \"e\"}",
                        envelope(feed, "unknown-type", "org.samverka.hr.employee.promoted.v1"),
                        "unknown-type"),
                new Poison(prefix + "diagnosis", """
                        {"absenceRef": "a", "employmentRef": "e", "kind": "sick", "from": "2018-01-01", "to": null,
                         "extent": 1, "version": 1, "diagnosis": "synthetic"}""", envelope(feed, "diagnosis", ABSENCE), "schema-violation"),
                new Poison(
                        prefix + "identity-number",
                        """
                        {"absenceRef": "a", "employmentRef": "19090527-1474", "kind": "sick", "from": "2018-01-01",
                         "to": null, "extent": 1, "version": 1}""",
                        envelope(feed, "identity-number", ABSENCE),
                        "schema-violation"));
    }

    private static Map<String, String> envelope(HrFeed feed, String id, String type) {
        return Map.of(
                "content-type",
                "application/json",
                "ce_specversion",
                "1.0",
                "ce_id",
                "poison-" + id,
                "ce_source",
                feed.source(),
                "ce_type",
                type,
                "ce_time",
                "2018-01-02T03:04:05Z");
    }

    public ProducerRecord<String, byte[]> record() {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(HrMessage.TOPIC, key, value.getBytes(UTF_8));
        headers.forEach((name, value) -> HrMessage.header(record, name, value));
        return record;
    }
}
