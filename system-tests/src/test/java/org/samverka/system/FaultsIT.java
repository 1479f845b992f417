package org.samverka.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.samverka.stack.Console;
import org.samverka.stack.Listener;
import org.samverka.stack.Settings;
import org.samverka.stack.Stack;
import org.samverka.stack.demo.Demo;

/**
 * The whole platform as processes of its own: first the demo, then enrollment while everything is killed in turn, then
 * an import whose service is killed.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {
    private static final int PEOPLE = 6000;
    private static final int CLIENTS = 4;
    private static final Duration PACE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROGRAM = "recovery-days";
    private static final String ORGANIZATION = "faultby";
    private static final int ROWS = 60_000;

    @TempDir
    static Path home;

    private static Stack stack;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final Set<String> answeredWithAnError = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();

    @BeforeAll
    static void start() {
        stack = new Stack(Settings.onFreePorts(home), Console.standard());
        stack.start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    @Order(1)
    void theDemoHoldsAndHoldsAgainOnItsOwnData() {
        assertThat(Demo.play(stack)).isTrue();
        assertThat(Demo.play(stack, "heja-halsan", "recruitment-workshop")).isTrue();
    }

    @Test
    @Order(2)
    void everyEnrollmentAnsweredWith201IsCountedOnceWhateverIsKilledMeanwhile() throws Exception {
        String coordinator = stack.realm().token("coordinator");
        define(coordinator);
        hire();
        await("people have arrived", () -> arrived() == PEOPLE);

        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> loads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            loads.add(clients.submit(() -> enrollUntilEnded(coordinator)));
        }
        for (String part : List.of("participants", "reporting", "kafka", "postgres", "sessions", "evaluation")) {
            someMoreEnrollments();
            stack.kill(part);
            stack.awaitReady(PATIENCE, part, "participants", "reporting");
        }
        someMoreEnrollments();
        ended.set(true);
        for (Future<?> load : loads) {
            load.get(120, SECONDS);
        }
        clients.shutdown();

        assertThat(confirmed).hasSizeGreaterThan(200);
        await(
                "statistics count what was answered with 201: " + confirmed.size(),
                () -> count(coordinator, "enrolled") >= confirmed.size());
        assertThat(count(coordinator, "enrolled")).isEqualTo(confirmed.size());
        assertThat(count(coordinator, "headCount")).isEqualTo(confirmed.size());
        Set<String> stored = enrolled();
        assertThat(stored).containsExactlyInAnyOrderElementsOf(confirmed);
        assertThat(answeredWithAnError).noneMatch(stored::contains);
    }

    private void someMoreEnrollments() {
        int before = confirmed.size();
        await("enrollments go on", () -> confirmed.size() >= before + 30);
    }

    private void enrollUntilEnded(String token) {
        while (!ended.get() && next.get() < PEOPLE) {
            enroll(token, "fault-" + next.getAndIncrement());
            pause(PACE);
        }
    }

    /** Whoever gets no answer at all asks again under the same key; an answer is an answer. */
    private void enroll(String token, String ref) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(stack.api(Listener.PARTICIPANTS) + "/programs/" + PROGRAM + "/enrollments"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", ref)
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofString("""
                        {"organization":"%s","personRef":"%s","targetGroup":"everybody","date":"2022-02-01"}
                        """.formatted(ORGANIZATION, ref)))
                .build();
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < patience) {
            try {
                HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                (answer.statusCode() == 201 ? confirmed : answeredWithAnError).add(ref);
                return;
            } catch (IOException noAnswer) {
                pause(Duration.ofMillis(200));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** An organization and a group of its own, in the program as the demo has left it. */
    private void define(String coordinator) throws Exception {
        String program = stack.api(Listener.PARTICIPANTS) + "/programs/" + PROGRAM;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(program)).header("Authorization", "Bearer " + coordinator);
        HttpResponse<String> known = http.send(request.copy().GET().build(), BodyHandlers.ofString());
        assertThat(known.statusCode()).isEqualTo(200);
        ObjectNode definition = (ObjectNode) JSON.readTree(known.body()).path("definition");
        definition
                .withArray("organizations")
                .addObject()
                .put("key", ORGANIZATION)
                .put("role", "participating");
        definition.withArray("targetGroups").addObject().put("key", "everybody").put("name", "Everybody");
        HttpResponse<String> defined = http.send(
                request.header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(definition.toString()))
                        .build(),
                BodyHandlers.ofString());
        assertThat(defined.statusCode()).as(defined.body()).isEqualTo(200);
    }

    private static void hire() throws Exception {
        try (var partner = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", stack.kafka()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < PEOPLE; i++) {
                String ref = "fault-" + i;
                var record = new ProducerRecord<>("samverka.hr.v1", ref, """
                        {"employmentRef":"%s","personRef":"%s","organization":"%s","orgUnitRef":"u","from":"2020-01-01",
                         "extent":1,"weeklyHours":40,"payForm":"monthly","gender":"woman","birthYear":1980,"leader":false}
                        """.formatted(ref, ref, ORGANIZATION)
                        .getBytes(UTF_8));
                Map.of(
                                "ce_specversion", "1.0",
                                "ce_id", UUID.randomUUID().toString(),
                                "ce_source", "urn:test:faultby",
                                "ce_type", "org.samverka.hr.employee.hired.v1",
                                "ce_time", Instant.now().toString(),
                                "content-type", "application/json")
                        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
                partner.send(record);
            }
        }
    }

    private static int arrived() {
        return Integer.parseInt(ask("participants", "select count(*)::text from person where organization = 'faultby'")
                .iterator()
                .next());
    }

    private static Set<String> enrolled() {
        return ask("participants", """
                select p.person_ref from enrollment e join person p on p.id = e.person_id
                where e.program = 'recovery-days' and e.state = 'confirmed' and p.organization = 'faultby'
                """);
    }

    private static Set<String> ask(String database, String query) {
        try (var connection = DriverManager.getConnection(stack.jdbc(database), database, database);
                var answer = connection.createStatement().executeQuery(query)) {
            Set<String> values = ConcurrentHashMap.newKeySet();
            while (answer.next()) {
                values.add(answer.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the statistics count of the one organization. */
    private int count(String token, String measure) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(stack.api(Listener.REPORTING) + "/programs/" + PROGRAM
                                    + "/statistics?by=organization&measure=" + measure))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    BodyHandlers.ofString());
            for (JsonNode cell : JSON.readTree(answer.body()).path("cells")) {
                if (cell.path("dimensions").path("organization").asText().equals(ORGANIZATION)) {
                    return cell.path("value").asInt(-1);
                }
            }
            return 0;
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    @Test
    @Order(3)
    void anImportWhoseServiceIsKilledHalfWayEndsWithEveryRowOnce() throws Exception {
        String administrator = stack.realm().token("platform-admin");
        String imports = stack.api(Listener.PARTICIPANTS) + "/people/import?organization=killed";
        HttpResponse<String> accepted = http.send(
                HttpRequest.newBuilder(URI.create(imports))
                        .header("Authorization", "Bearer " + administrator)
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofString(people()))
                        .build(),
                BodyHandlers.ofString());
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);

        await("the import is half-way", () -> handled() >= ROWS / 4);
        stack.kill("participants");
        assertThat(handled()).as("rows that were handled when it was killed").isLessThan(ROWS);
        stack.awaitReady(PATIENCE, "participants");

        await("the import is over", () -> handled() == ROWS);
        assertThat(ask("participants", """
                select state || ' ' || accepted || ' ' || unchanged || ' ' || rejected from import_job where organization = 'killed'
                """)).containsExactly("done " + ROWS + " 0 0");
        assertThat(ask("participants", """
                select count(*) || ' ' || count(distinct p.person_ref) || ' ' || max(p.version) || ' ' || (
                    select count(*) from employment where organization = 'killed') from person p where organization = 'killed'
                """)).containsExactly("%1$d %1$d 1 %1$d".formatted(ROWS));
    }

    private static String people() {
        var csv = new StringBuilder("employmentRef,personRef,orgUnitRef,from,weeklyHours,birthYear\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append("killed-%1$d,killed-%1$d,u,2020-01-01,40,1980\n".formatted(i));
        }
        return csv.toString();
    }

    private static int handled() {
        return ask("participants", "select handled::text from import_job where organization = 'killed'").stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s, within %s", what, PATIENCE).isLessThan(end);
            pause(Duration.ofMillis(100));
        }
    }

    private static void pause(Duration time) {
        try {
            MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
