package org.samverka.sessions.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.samverka.sessions.ToldProgram.booking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.sessions.ToldProgram;
import org.samverka.sessions.participant.Enrollments;
import org.samverka.sessions.session.Sessions;
import org.samverka.testing.EventLog;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class ConcurrentBookingsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SEATS = 15;

    @SuppressWarnings("NullAway.Init")
    @TestHTTPResource("/api/v1/bookings")
    URI bookings;

    @Inject
    Sessions sessions;

    @Inject
    Enrollments enrollments;

    @Inject
    Outbox outbox;

    @Inject
    Idempotency idempotency;

    @Inject
    Vertx vertx;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void ofTwoHundredAtOnceFifteenGetASeatAndAllOthersHearWhy() {
        ToldProgram program = ToldProgram.learned();
        UUID session = program.session(SEATS);
        List<UUID> people = program.enrolled(200, "inspirers");
        String token = program.coordinatorToken();

        List<HttpResponse<String>> answers = allOf(people.stream().map(person -> book(token, session, person, null)));

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

    /** Two processes know nothing of each other's batches: what keeps them apart is the lock. */
    @Test
    void twoReplicasTogetherSellNoSeatTwice() {
        ToldProgram program = ToldProgram.learned();
        UUID session = program.session(SEATS);
        List<UUID> people = program.enrolled(200, "inspirers");
        var one = new Bookings(sessions, enrollments, outbox, idempotency, vertx);
        var other = new Bookings(sessions, enrollments, outbox, idempotency, vertx);
        var scope = new Scope(Set.of(program.key), null, null);

        List<String> outcomes = IntStream.range(0, people.size())
                .mapToObj(i -> (i % 2 == 0 ? one : other)
                        .book(session, new SeatRequest(UUID.randomUUID(), people.get(i), scope, null, null))
                        .subscribeAsCompletionStage()
                        .handle(ConcurrentBookingsTest::outcome))
                .collect(Collectors.collectingAndThen(
                        Collectors.toList(),
                        all -> all.stream().map(CompletableFuture::join).toList()));

        assertThat(outcomes.stream().filter("booked"::equals)).hasSize(SEATS);
        assertThat(outcomes.stream().filter("session-full"::equals)).hasSize(200 - SEATS);
        assertThat(personsIn(program, session)).hasSize(SEATS);
        assertThat(toldBooked(session)).hasSize(SEATS);
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
                allOf(IntStream.range(0, 100).mapToObj(i -> book(token, session, person, null)));

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

        List<HttpResponse<String>> answers =
                allOf(IntStream.range(0, 50).mapToObj(i -> book(token, session, person, "again")));

        assertThat(statuses(answers)).containsOnly(201);
        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
        assertThat(toldBooked(session)).containsExactly(person.toString());
    }

    @Test
    void oneKeyForManyRequestsAtOnceServesOneOfThem() {
        ToldProgram program = ToldProgram.learned();
        List<UUID> all =
                IntStream.range(0, 20).mapToObj(i -> program.session(SEATS)).toList();
        UUID person = program.enrolled("inspirers");
        String token = program.coordinatorToken();

        List<HttpResponse<String>> answers = allOf(all.stream().map(session -> book(token, session, person, "one")));

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

        allOf(people.stream()
                .map(person -> book(token, session, person, null)
                        .thenCompose(answer -> answer.statusCode() == 201 && person.getLeastSignificantBits() % 2 == 0
                                ? cancel(token, json(answer).path("id").asText())
                                : CompletableFuture.completedFuture(answer))));
        List<HttpResponse<String>> second = allOf(people.stream().map(person -> book(token, session, person, null)));

        assertThat(statuses(second)).containsOnly(201, 409);
        assertThat(personsIn(program, session)).hasSize(SEATS).doesNotHaveDuplicates();
        int seats = 0;
        for (Entry entry : told(session)) {
            seats += entry.type().endsWith("session-booked.v1") ? 1 : 0;
            seats -= entry.type().endsWith("booking-canceled.v1") ? 1 : 0;
            assertThat(seats).isBetween(0, SEATS);
        }
    }

    private CompletableFuture<HttpResponse<String>> book(
            String token, UUID session, UUID person, @Nullable String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(bookings)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(booking(session, person)));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> cancel(String token, String id) {
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create(bookings + "/" + id))
                        .header("Authorization", "Bearer " + token)
                        .DELETE()
                        .build(),
                BodyHandlers.ofString());
    }

    private static List<HttpResponse<String>> allOf(Stream<CompletableFuture<HttpResponse<String>>> requests) {
        return requests.toList().stream().map(CompletableFuture::join).toList();
    }

    private static Stream<Integer> statuses(List<HttpResponse<String>> answers) {
        return answers.stream().map(HttpResponse::statusCode);
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(response.statusCode() + " " + response.body(), e);
        }
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
