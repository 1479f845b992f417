package org.samverka.sessions.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.samverka.sessions.AtOnce.json;
import static org.samverka.sessions.AtOnce.statuses;
import static org.samverka.sessions.ToldProgram.booking;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.sessions.AtOnce;
import org.samverka.sessions.ToldProgram;
import org.samverka.sessions.session.Sessions;
import org.samverka.testing.EventLog;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class ConcurrentBookingsTest {
    private static final int SEATS = 15;

    @Inject
    Bookings bookings;

    @Inject
    Sessions sessions;

    @Inject
    Outbox outbox;

    @Inject
    Idempotency idempotency;

    @Inject
    Vertx vertx;

    @Test
    void ofTwoHundredAtOnceFifteenGetASeatAndAllOthersHearWhy() {
        ToldProgram program = ToldProgram.learned();
        UUID session = program.session(SEATS);
        List<UUID> people = program.enrolled(200, "inspirers");
        String token = program.coordinatorToken();

        List<HttpResponse<String>> answers = AtOnce.all(people.stream().map(person -> book(token, session, person)));

        assertThat(statuses(answers).filter(status -> status == 201)).hasSize(SEATS);
        assertThat(answers.stream().filter(answer -> answer.statusCode() != 201))
                .hasSize(200 - SEATS)
                .allSatisfy(refusal -> {
                    assertThat(refusal.statusCode()).isEqualTo(409);
                    assertThat(json(refusal).path("code").asText()).isEqualTo("session-full");
                    assertThat(json(refusal).path("detail").asText()).contains("All 15 seats are taken");
                });
        Set<String> seated = answers.stream()
                .filter(answer -> answer.statusCode() == 201)
                .map(answer -> json(answer).path("personId").asText())
                .collect(Collectors.toSet());
        assertThat(seated).hasSize(SEATS);
        assertThat(personsIn(program, session)).containsExactlyInAnyOrderElementsOf(seated);
        assertThat(toldBooked(session)).containsExactlyInAnyOrderElementsOf(seated);
    }

    /** Processes know nothing of each other's batches: what keeps them apart is the lock. */
    @Test
    void replicasTogetherSellNoSeatTwice() {
        ToldProgram program = ToldProgram.learned();
        List<UUID> all =
                IntStream.range(0, 10).mapToObj(i -> program.session(3)).toList();
        List<UUID> people = program.enrolled(40, "inspirers");
        List<Bookings> replicas = IntStream.range(0, 8)
                .mapToObj(i -> new Bookings(sessions, outbox, idempotency, vertx))
                .toList();
        var scope = new Scope(Set.of(program.key), null, null);

        List<CompletableFuture<String>> outcomes = all.stream()
                .flatMap(session -> IntStream.range(0, people.size())
                        .mapToObj(i -> replicas.get(i % replicas.size())
                                .book(session, SeatRequest.of(people.get(i), scope, null, null))
                                .subscribeAsCompletionStage()
                                .handle(ConcurrentBookingsTest::outcome)))
                .toList();

        assertThat(outcomes.stream().map(CompletableFuture::join).filter("booked"::equals))
                .hasSize(30);
        assertThat(outcomes.stream().map(CompletableFuture::join).filter("session-full"::equals))
                .hasSize(370);
        assertThat(all).allSatisfy(session -> {
            assertThat(personsIn(program, session)).hasSize(3);
            assertThat(toldBooked(session)).hasSize(3);
        });
    }

    private static String outcome(@Nullable Answer answer, @Nullable Throwable failure) {
        if (failure == null) {
            return "booked";
        }
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof DomainException refusal ? refusal.code() : cause.toString();
    }

    @Test
    void onePersonsHundredRequestsForOneSeatAreOneBooking() {
        ToldProgram program = ToldProgram.learned();
        UUID session = program.session(SEATS);
        UUID person = program.enrolled("inspirers");
        String token = program.coordinatorToken();

        List<HttpResponse<String>> answers =
                AtOnce.all(IntStream.range(0, 100).mapToObj(i -> book(token, session, person)));

        assertThat(statuses(answers).filter(status -> status == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.statusCode() != 201))
                .allSatisfy(refusal ->
                        assertThat(json(refusal).path("code").asText()).isEqualTo("already-booked"));
    }

    @Test
    void aRequestRepeatedManyTimesAtOnceUnderOneKeyIsAnsweredTheSameEachTime() {
        ToldProgram program = ToldProgram.learned();
        UUID session = program.session(SEATS);
        UUID person = program.enrolled("inspirers");
        String token = program.coordinatorToken();

        List<HttpResponse<String>> answers = AtOnce.all(
                IntStream.range(0, 50).mapToObj(i -> book(token, session, person, "Idempotency-Key", "again")));

        assertThat(statuses(answers)).containsOnly(201);
        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
        assertThat(toldBooked(session)).containsExactly(person.toString());
    }

    @Test
    void repetitionsThatMeetInOneBatchAreAnsweredTheSameToo() {
        ToldProgram program = ToldProgram.learned();
        UUID session = program.session(SEATS);
        List<UUID> people = program.enrolled(2, "inspirers");
        var scope = new Scope(Set.of(program.key), null, null);
        var key = new Idempotency.Key("caller", program.key, "request");

        // The first is a batch of its own; the others gather meanwhile.
        CompletableFuture<Answer> first = bookings.book(session, SeatRequest.of(people.get(0), scope, null, null))
                .subscribeAsCompletionStage();
        List<CompletableFuture<Answer>> answers = IntStream.range(0, 20)
                .mapToObj(i -> bookings.book(session, SeatRequest.of(people.get(1), scope, key, null))
                        .subscribeAsCompletionStage())
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).distinct())
                .hasSize(1)
                .doesNotContain(first.join());
        assertThat(toldBooked(session)).hasSize(2);
    }

    @Test
    void oneKeyForManyRequestsAtOnceServesOneOfThem() {
        ToldProgram program = ToldProgram.learned();
        List<UUID> all =
                IntStream.range(0, 20).mapToObj(i -> program.session(SEATS)).toList();
        UUID person = program.enrolled("inspirers");
        String token = program.coordinatorToken();

        List<HttpResponse<String>> answers =
                AtOnce.all(all.stream().map(session -> book(token, session, person, "Idempotency-Key", "one")));

        assertThat(statuses(answers).filter(status -> status == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.statusCode() != 201))
                .allSatisfy(refusal ->
                        assertThat(json(refusal).path("code").asText()).isEqualTo("idempotency-key-reused"));
    }

    @Test
    void peopleWhoComeAndGoNeverOverfillASession() {
        ToldProgram program = ToldProgram.learned();
        UUID session = program.session(SEATS);
        List<UUID> people = program.enrolled(60, "inspirers");
        String token = program.coordinatorToken();

        AtOnce.all(people.stream()
                .map(person -> book(token, session, person)
                        .thenCompose(answer -> answer.statusCode() == 201 && person.getLeastSignificantBits() % 2 == 0
                                ? AtOnce.send(
                                        "DELETE",
                                        "/bookings/" + json(answer).path("id").asText(),
                                        token,
                                        "")
                                : CompletableFuture.completedFuture(answer))));
        List<HttpResponse<String>> second = AtOnce.all(people.stream().map(person -> book(token, session, person)));

        assertThat(statuses(second)).containsOnly(201, 409);
        assertThat(personsIn(program, session)).hasSize(SEATS).doesNotHaveDuplicates();
        int seats = 0;
        for (Entry entry : told(session)) {
            seats += entry.type().endsWith("session-booked.v1") ? 1 : 0;
            seats -= entry.type().endsWith("booking-canceled.v1") ? 1 : 0;
            assertThat(seats).isBetween(0, SEATS);
        }
    }

    private static CompletableFuture<HttpResponse<String>> book(
            String token, UUID session, UUID person, String... headers) {
        return AtOnce.send("POST", "/bookings", token, booking(session, person), headers);
    }

    private static List<String> personsIn(ToldProgram program, UUID session) {
        return program.coordinator()
                .queryParam("sessionId", session)
                .queryParam("limit", 500)
                .get("/api/v1/bookings")
                .then()
                .statusCode(200)
                .extract()
                .path("items.personId");
    }

    private static List<String> toldBooked(UUID session) {
        return told(session).stream()
                .filter(entry -> entry.type().equals("org.samverka.sessions.session-booked.v1"))
                .map(entry -> entry.data().path("personId").asText())
                .toList();
    }

    /** All that was ever told of the session. */
    private static List<Entry> told(UUID session) {
        ToldProgram.awaitEmptyOutbox();
        try (EventLog log = EventLog.of("samverka.sessions.v1")) {
            return log.entries().stream()
                    .filter(entry -> session.toString().equals(entry.key()))
                    .toList();
        }
    }
}
