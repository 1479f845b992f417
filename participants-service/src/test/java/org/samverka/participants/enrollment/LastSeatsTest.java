package org.samverka.participants.enrollment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

/** Ten thousand want the last seats at once: 15 in each of 24 municipalities. */
@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class LastSeatsTest {
    private static final Logger LOG = Logger.getLogger(LastSeatsTest.class);
    private static final int MUNICIPALITIES = 24;
    private static final int SEATS = 15;
    private static final int CLAIMS = 10_000;
    private static final int CLIENTS = 32;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    Pool database;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI service;

    private final String program = "p-" + UUID.randomUUID();
    private final List<String> municipalities =
            IntStream.range(0, MUNICIPALITIES).mapToObj(i -> program + "-m" + i).toList();
    private final String coordinator =
            Tokens.of("coordinator").programs(program).sign();

    @Test
    void noSeatIsGivenTwiceNoClaimIsLostAndTheRestWaitInTheirOrder() throws Exception {
        define();
        seats();
        List<UUID> people = people();
        Collections.shuffle(people);

        claimAll(people.subList(0, 1000), "open"); // who is measured first would pay for the start
        List<Integer> answers = claimAll(people, "team");
        claimAll(people.subList(1000, 5000), "open");

        assertThat(answers).hasSize(CLAIMS).containsOnly(201);
        assertThat(one("select count(*) from enrollment where program = $1 and target_group = 'team'"))
                .isEqualTo(CLAIMS);
        assertThat(
                        one(
                                "select count(*) from enrollment where program = $1 and target_group = 'team' and state = 'waitlisted'"))
                .isEqualTo(CLAIMS - SEATS * MUNICIPALITIES);
        assertThat(one("""
                        select count(*) from (
                            select organization from enrollment where program = $1 and target_group = 'team' and state = 'confirmed'
                            group by organization having count(*) = 15) full_ones
                        """)).isEqualTo(MUNICIPALITIES);
        assertThat(one("""
                        select count(*) from organization_seats s join program p on p.id = s.program_id
                        where p.key = $1 and s.taken = s.seats
                        """)).isEqualTo(MUNICIPALITIES);
        assertThat(one("""
                        select count(*) from enrollment late where program = $1 and target_group = 'team' and state = 'confirmed' and exists (
                            select from enrollment early where early.program = $1 and early.target_group = 'team' and early.organization = late.organization
                                and early.state = 'waitlisted' and early.position < late.position)
                        """)).as("who came later and got a seat").isZero();
    }

    private List<Integer> claimAll(List<UUID> people, String group) throws Exception {
        long began = System.nanoTime();
        List<Integer> answers = all(people, group);
        long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        LOG.infof("%d claims of %s by %d clients: %d/s", people.size(), group, CLIENTS, people.size() * 1000L / millis);
        return answers;
    }

    private List<Integer> all(List<UUID> people, String group) throws Exception {
        var threads = Executors.newFixedThreadPool(CLIENTS);
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            List<Callable<Integer>> claims = new ArrayList<>();
            people.forEach(person -> claims.add(() -> claim(client, person, group)));
            var answers = new ArrayList<Integer>();
            for (Future<Integer> answer : threads.invokeAll(claims)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private int claim(HttpClient client, UUID person, String group) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/api/v1/programs/" + program + "/enrollments"))
                .header("Authorization", "Bearer " + coordinator)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"personId": "%s", "targetGroup": "%s", "date": "2022-11-08"}""".formatted(person, group)))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private void define() {
        String organizations = municipalities.stream()
                .map(key -> "  - {key: %s, role: participating}".formatted(key))
                .collect(Collectors.joining("\n"));
        given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("application/yaml", ContentType.TEXT)))
                .auth()
                .oauth2(coordinator)
                .contentType("application/yaml")
                .body("""
                        key: %s
                        name: Workshop
                        period: {from: 2022-06-01, to: 2022-12-31}
                        zone: Europe/Copenhagen
                        languages: [da]
                        organizations:
                        %s
                        targetGroups:
                          - {key: open, name: Open}
                          - {key: team, name: Team, seatsPerOrganization: %d}
                        """.formatted(program, organizations, SEATS))
                .put("/api/v1/programs/" + program)
                .then()
                .statusCode(201);
    }

    private void seats() {
        execute("""
                insert into organization_seats (program_id, target_group, organization, seats)
                select p.id, 'team', o.organization, $2 from program p join program_organization o on o.program_id = p.id
                where p.key = $1
                on conflict (program_id, target_group, organization) do nothing
                """, Tuple.of(program, SEATS));
    }

    private List<UUID> people() {
        return StreamSupport.stream(
                        execute("""
                                insert into person (id, pseudonym, organization, person_ref, gender, birth_year, language, stamp)
                                select gen_random_uuid(), gen_random_uuid(), $1 || '-m' || n % $2, 'r' || n, 'woman', 1980, 'da', ''
                                from generate_series(1, $3) n returning id
                                """, Tuple.of(program, MUNICIPALITIES, CLAIMS)).spliterator(), false)
                .map(row -> row.getUUID(0))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private int one(String sql) {
        return execute(sql, Tuple.of(program)).iterator().next().getInteger(0);
    }

    private Iterable<Row> execute(String sql, Tuple parameters) {
        return database.preparedQuery(sql).execute(parameters).await().atMost(PATIENCE);
    }
}
