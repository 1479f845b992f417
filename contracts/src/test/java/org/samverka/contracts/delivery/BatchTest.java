package org.samverka.contracts.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.ContactEvent;
import org.samverka.contracts.ContactEvent.ContactChanged;
import org.samverka.contracts.Language;

class BatchTest {
    private final UUID ada = UUID.randomUUID();
    private final UUID bo = UUID.randomUUID();

    @Test
    void whatWasSaidBeforeATombstoneIsLeftOutAndWhatCameAfterItIsNot() {
        Arrival<ContactEvent> before = said(ada, "before");
        Arrival<ContactEvent> after = said(ada, "after");
        Arrival<ContactEvent> ofAnother = said(bo, "bo");

        var batch = new Batch<>(List.of(before, ofAnother, tombstone(ada), after));

        assertThat(batch.erased()).containsExactly(ada.toString());
        assertThat(batch.events()).containsExactly(ofAnother.event(), after.event());
        assertThat(batch.tombstones()).isOne();
    }

    private static Arrival<ContactEvent> said(UUID person, String name) {
        var contact = new ContactChanged(person, name, null, null, null, Language.sv, false);
        return new Arrival<>(
                record(person), new Received<>(contact, contact.key(), "urn:test", name, Instant.EPOCH, "", null));
    }

    private static Arrival<ContactEvent> tombstone(UUID person) {
        return new Arrival<>(record(person), null);
    }

    private static ConsumerRecord<String, byte[]> record(UUID key) {
        return new ConsumerRecord<>("samverka.contacts.v1", 0, 0, key.toString(), null);
    }
}
