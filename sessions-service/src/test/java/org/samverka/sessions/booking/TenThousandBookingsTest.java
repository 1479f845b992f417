package org.samverka.sessions.booking;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.sessions.ToldProgram;
import org.samverka.sessions.session.Sessions;
import org.samverka.testing.RealStack;

/** Ten thousand people of forty municipalities want what few can get, through several replicas at once. */
@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class TenThousandBookingsTest {
    private static final int MUNICIPALITIES = 40;
    private static final int PEOPLE_OF_EACH = 250;
    private static final int SEATS_OF_EACH = 15;
    private static final int CAPACITY = 500;
    private static final int ALL = MUNICIPALITIES * PEOPLE_OF_EACH;
    private static final int REPLICAS = 4;

    @Inject
    Sessions sessions;

    @Inject
    Outbox outbox;

    @Inject
    Idempotency idempotency;

    @Inject
    Vertx vertx;

    private record Row(UUID person, String organization, String state, long position) {}

    @Test
    void exactlyTheLimitsGetASeatAndTheRestWaitInOrder() throws SQLException {
        ToldProgram program = ToldProgram.learned();
        UUID session = program.session(CAPACITY);
        program.seatRule(session, """
                {"perOrganization": 15, "waitingList": true, "promotion": "offer", "offerHours": 48}""");

        List<UUID> people = enrolled(program);
        List<String> outcomes = askedForAtOnce(program, session, people);

        assertThat(outcomes).containsOnly("booked", "waitlisted");
        Map<UUID, Row> rows = bookings(session);
        assertThat(rows).hasSize(ALL);
        assertThat(rows.values().stream().filter(row -> row.state().equals("booked")))
                .hasSize(CAPACITY);
        assertThat(seated(rows))
                .allSatisfy((organization, seated) -> assertThat(seated).isLessThanOrEqualTo(SEATS_OF_EACH));
        assertThat(counted(session)).isEqualTo(Map.of("taken", (long) CAPACITY, "waiting", (long) ALL - CAPACITY));
        assertEachReplicaKeptTheOrder(people, rows);
        assertWhoeverIsFirstIsNext(program, session, rows);
    }

    @Test
    void whereNobodyWaitsEveryRefusalSaysWhichLimitIsReached() throws SQLException {
        ToldProgram program = ToldProgram.learned();
        UUID session = program.session(CAPACITY);
        program.seatRule(session, """
                {"perOrganization": 15, "waitingList": false}""");

        List<String> outcomes = askedForAtOnce(program, session, enrolled(program));

        Map<String, Long> count = outcomes.stream().collect(groupingBy(outcome -> outcome, counting()));
        assertThat(count).containsOnlyKeys("booked", "session-full", "organization-full");
        assertThat(count).containsEntry("booked", (long) CAPACITY);
        assertThat(bookings(session)).hasSize(CAPACITY);
        assertThat(seated(bookings(session)))
                .allSatisfy((organization, seated) -> assertThat(seated).isLessThanOrEqualTo(SEATS_OF_EACH));
    }

    /** Told by the database rather than by ten thousand events: they are not what is tested. */
    private static List<UUID> enrolled(ToldProgram program) throws SQLException {
        List<UUID> people =
                IntStream.range(0, ALL).mapToObj(i -> UUID.randomUUID()).toList();
        try (Connection connection = ToldProgram.database();
                PreparedStatement insert = connection.prepareStatement("""
                        insert into enrollment (id, program, person_id, pseudonym, target_group, organization, state)
                        values (gen_random_uuid(), ?, ?, gen_random_uuid(), 'inspirers', ?, 'confirmed')
                        """)) {
            for (int i = 0; i < ALL; i++) {
                insert.setString(1, program.key);
                insert.setObject(2, people.get(i));
                insert.setString(3, "municipality-" + i % MUNICIPALITIES);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return people;
    }

    private List<String> askedForAtOnce(ToldProgram program, UUID session, List<UUID> people) {
        List<Bookings> replicas = IntStream.range(0, REPLICAS)
                .mapToObj(i -> new Bookings(sessions, outbox, idempotency, vertx))
                .toList();
        var scope = new Scope(Set.of(program.key), null, null);
        List<CompletableFuture<String>> outcomes = IntStream.range(0, people.size())
                .mapToObj(i -> replicas.get(i % REPLICAS)
                        .book(session, SeatRequest.of(people.get(i), scope, null, null))
                        .subscribeAsCompletionStage()
                        .handle(TenThousandBookingsTest::outcome))
                .toList();
        return outcomes.stream().map(CompletableFuture::join).toList();
    }

    private static String outcome(@Nullable Answer answer, @Nullable Throwable failure) {
        if (answer != null) {
            try {
                return new ObjectMapper().readTree(answer.body()).path("state").asText();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof DomainException refusal ? refusal.code() : String.valueOf(cause);
    }

    private static Map<UUID, Row> bookings(UUID session) throws SQLException {
        var rows = new HashMap<UUID, Row>();
        try (Connection connection = ToldProgram.database();
                PreparedStatement query = connection.prepareStatement(
                        "select person_id, organization, state, position from booking where session_id = ?")) {
            query.setObject(1, session);
            ResultSet result = query.executeQuery();
            while (result.next()) {
                var row = new Row(
                        result.getObject(1, UUID.class), result.getString(2), result.getString(3), result.getLong(4));
                rows.put(row.person(), row);
            }
        }
        return rows;
    }

    private static Map<String, Long> seated(Map<UUID, Row> rows) {
        return rows.values().stream()
                .filter(row -> row.state().equals("booked"))
                .collect(groupingBy(Row::organization, counting()));
    }

    private static Map<String, Long> counted(UUID session) throws SQLException {
        try (Connection connection = ToldProgram.database();
                PreparedStatement query = connection.prepareStatement(
                        "select sum(taken), sum(waiting) from seat_count where session_id = ?")) {
            query.setObject(1, session);
            ResultSet result = query.executeQuery();
            result.next();
            return Map.of("taken", result.getLong(1), "waiting", result.getLong(2));
        }
    }

    /** Who asked a replica earlier stands before who asked it later, and no seat went past anybody of the same place. */
    private static void assertEachReplicaKeptTheOrder(List<UUID> people, Map<UUID, Row> rows) {
        for (int replica = 0; replica < REPLICAS; replica++) {
            var positions = new ArrayList<Long>();
            for (int i = replica; i < people.size(); i += REPLICAS) {
                positions.add(Objects.requireNonNull(rows.get(people.get(i))).position());
            }
            assertThat(positions).isSorted();
        }
        rows.values().stream().collect(groupingBy(Row::organization)).values().forEach(of -> {
            List<String> states = of.stream()
                    .sorted(Comparator.comparing(Row::position))
                    .map(Row::state)
                    .toList();
            assertThat(states).isSorted();
        });
    }

    private static void assertWhoeverIsFirstIsNext(ToldProgram program, UUID session, Map<UUID, Row> rows)
            throws SQLException {
        Row leaves = rows.values().stream()
                .filter(row -> row.state().equals("booked"))
                .findFirst()
                .orElseThrow();
        Map<String, Long> seated = seated(rows);
        Row next = rows.values().stream()
                .filter(row -> row.state().equals("waitlisted"))
                .filter(row -> row.organization().equals(leaves.organization())
                        || seated.getOrDefault(row.organization(), 0L) < SEATS_OF_EACH)
                .min(Comparator.comparing(Row::position))
                .orElseThrow();
        String id = program.coordinator()
                .queryParam("sessionId", session)
                .queryParam("personId", leaves.person())
                .get("/api/v1/bookings")
                .then()
                .extract()
                .path("items[0].id");

        program.coordinator().delete("/api/v1/bookings/{id}", id).then().statusCode(204);

        assertThat(bookings(session).values().stream().filter(row -> row.state().equals("offered")))
                .extracting(Row::person)
                .containsExactly(next.person());
    }
}
