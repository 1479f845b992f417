package org.samverka.contracts.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.Topic;
import org.samverka.testing.CloudEvent;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "contracts"))
class DeliveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String WITHDRAWN = "org.samverka.participants.enrollment-withdrawn.v1";

    @Inject
    Outbox outbox;

    @Inject
    Arrivals arrivals;

    @Inject
    EventJson json;

    @Inject
    Pool database;

    private final String program = "p-" + UUID.randomUUID();

    @Test
    void whatIsAppendedArrivesOnceInOrderWithItsTraceAndLeavesTheOutboxEmpty() throws Throwable {
        UUID person = UUID.randomUUID();
        List<EnrollmentWithdrawn> events =
                IntStream.range(0, 50).mapToObj(i -> withdrawal(person)).toList();

        VertxContextSupport.subscribeAndAwait(() -> {
            Trace.enter("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
            return Panache.withTransaction(() -> outbox.append(events));
        });

        assertThat(arrivedEventually(50))
                .containsExactlyElementsOf(
                        events.stream().map(EnrollmentWithdrawn::enrollmentId).toList());
        await().atMost(PATIENCE)
                .until(() -> rows("select count(*) from outbox where key = $1", person.toString()) == 0);
        try (var log = participants()) {
            assertThat(log.awaitOne(entry -> person.toString().equals(entry.key()))
                            .headers())
                    .containsEntry("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("ce_type", WITHDRAWN)
                    .containsEntry("ce_source", "urn:samverka:contracts-test");
        }
    }

    @Test
    void anEventOfATransactionThatFailsIsNeverSent() throws Throwable {
        assertThatThrownBy(() -> VertxContextSupport.subscribeAndAwait(() ->
                        Panache.withTransaction(() -> outbox.append(withdrawal(UUID.randomUUID()))
                                .chain(() -> Uni.createFrom()
                                        .<Void>failure(new IllegalStateException("on second thought"))))))
                .isInstanceOf(IllegalStateException.class);
        EnrollmentWithdrawn later = withdrawal(UUID.randomUUID());

        VertxContextSupport.subscribeAndAwait(() -> Panache.withTransaction(() -> outbox.append(later)));

        assertThat(arrivedEventually(1)).containsExactly(later.enrollmentId());
    }

    @Test
    void aRedeliveredEventTakesEffectOnce() {
        var event = CloudEvent.of(WITHDRAWN, json.write(withdrawal(UUID.randomUUID())));
        try (var log = participants()) {
            log.publish("k", event);
            log.publish("k", event);
            arrivedEventually(1);
            log.publish("k", event);
            log.publish("k", CloudEvent.of(WITHDRAWN, json.write(withdrawal(UUID.randomUUID()))));
            assertThat(arrivedEventually(2)).doesNotHaveDuplicates();
        }
    }

    @Test
    void theSameIdFromAnotherSourceIsAnotherEvent() {
        var event = CloudEvent.of(WITHDRAWN, json.write(withdrawal(UUID.randomUUID())));
        try (var log = participants()) {
            log.publish("k", event);
            log.publish("k", event.from("urn:another"));
            arrivedEventually(2);
        }
    }

    @Test
    void aPoisonEventIsPutAsideAloneAndTheRestOfItsBatchTakesEffect() {
        List<EnrollmentWithdrawn> events = IntStream.range(0, 40)
                .mapToObj(i -> withdrawal(UUID.randomUUID()))
                .toList();
        UUID poisonous = events.get(17).enrollmentId();
        arrivals.poison.add(poisonous);
        try (var log = participants();
                var dead = org.samverka.testing.EventLog.of(Topic.PARTICIPANTS.deadLetters())) {
            events.forEach(event -> log.publish("k", WITHDRAWN, json.write(event)));

            assertThat(arrivedEventually(39)).doesNotContain(poisonous);
            Entry letter = dead.awaitOne(entry -> String.valueOf(entry.value()).contains(poisonous.toString()));
            assertThat(letter.headers())
                    .containsEntry("samverka-dlq-reason", "processing-failed")
                    .containsEntry("samverka-dlq-detail", "java.lang.IllegalArgumentException")
                    .containsEntry("samverka-dlq-consumer", "arrivals")
                    .containsEntry("ce_type", WITHDRAWN);
        }
    }

    @Test
    void aFaultThatPassesIsWaitedOutAndDeadLettersNothing() {
        EnrollmentWithdrawn event = withdrawal(UUID.randomUUID());
        arrivals.faultsToCome.put(event.enrollmentId(), 4);
        try (var log = participants()) {
            log.publish("k", WITHDRAWN, json.write(event));
            assertThat(arrivedEventually(1)).containsExactly(event.enrollmentId());
        }
        assertThat(arrivals.faultsToCome).doesNotContainKey(event.enrollmentId());
    }

    @Test
    void recordsThatAreNoEventsAreDeadLettersAndUnknownTypesArePassedOver() {
        String mark = UUID.randomUUID().toString();
        try (var log = participants();
                var dead = org.samverka.testing.EventLog.of(Topic.PARTICIPANTS.deadLetters())) {
            log.publishRaw(mark, "no envelope".getBytes(UTF_8), Map.of());
            log.publish(mark, WITHDRAWN, "{not json");
            log.publish(mark, WITHDRAWN, "{\"program\":\"x\", \"personId\": oops");
            log.publish(mark, WITHDRAWN, "{\"program\":\"x\"}");
            log.publish(mark, "org.samverka.participants.not-invented-yet.v1", "{}");
            log.publish(mark, WITHDRAWN, json.write(withdrawal(UUID.randomUUID())));

            arrivedEventually(1);
            assertThat(dead.await(4, entry -> mark.equals(entry.key())))
                    .extracting(entry -> entry.headers().get("samverka-dlq-reason"))
                    .containsExactly("not-a-cloudevent", "not-json", "not-json", "schema-violation");
        }
    }

    @Test
    void brokenStructuredEventsAreDeadLettersToo() {
        String mark = UUID.randomUUID().toString();
        Map<String, String> structured = Map.of("content-type", "application/cloudevents+json");
        try (var log = participants();
                var dead = org.samverka.testing.EventLog.of(Topic.PARTICIPANTS.deadLetters())) {
            log.publishRaw(mark, "{\"specversion\":".getBytes(UTF_8), structured);
            log.publishRaw(mark, "null".getBytes(UTF_8), structured);
            log.publishRaw(mark, "{\"specversion\":\"1.0\",\"id\":\"1\"}".getBytes(UTF_8), structured);
            log.publish(mark, WITHDRAWN, json.write(withdrawal(UUID.randomUUID())));

            arrivedEventually(1);
            assertThat(dead.await(3, entry -> mark.equals(entry.key())))
                    .extracting(entry -> entry.headers().get("samverka-dlq-reason"))
                    .containsOnly("not-a-cloudevent");
        }
    }

    @Test
    void aStructuredEventIsReadToo() {
        try (var log = participants()) {
            log.publishRaw(
                    "k",
                    """
                    {"specversion":"1.0","id":"%s","source":"urn:test","type":"%s","datacontenttype":"application/json","data":%s}
                    """.formatted(UUID.randomUUID(), WITHDRAWN, json.write(withdrawal(UUID.randomUUID())))
                            .getBytes(UTF_8),
                    Map.of("content-type", "application/cloudevents+json"));
            arrivedEventually(1);
        }
    }

    private EnrollmentWithdrawn withdrawal(UUID person) {
        return new EnrollmentWithdrawn(
                UUID.randomUUID(), program, person, UUID.randomUUID(), "everybody", LocalDate.of(2018, 5, 31));
    }

    private static org.samverka.testing.EventLog participants() {
        return org.samverka.testing.EventLog.of(Topic.PARTICIPANTS.wireName());
    }

    /** Waits for exactly so many arrivals of this test's program, in the order they were written. */
    private List<UUID> arrivedEventually(int count) {
        await().atMost(PATIENCE).until(() -> rows("select count(*) from arrival where program = $1", program) >= count);
        List<UUID> arrived = new java.util.ArrayList<>();
        database.preparedQuery("select enrollment from arrival where program = $1 order by position")
                .execute(Tuple.of(program))
                .await()
                .atMost(PATIENCE)
                .forEach(row -> arrived.add(row.getUUID(0)));
        assertThat(arrived).hasSize(count);
        return arrived;
    }

    private long rows(String count, String parameter) {
        return database.preparedQuery(count)
                .execute(Tuple.of(parameter))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
