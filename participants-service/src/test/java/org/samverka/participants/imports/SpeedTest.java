package org.samverka.participants.imports;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.postgresql.PGConnection;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

/** Figures, on request ({@code -Dsamverka.speed=true}): printed, not judged, since they are of the machine. */
@QuarkusTest
@EnabledIfSystemProperty(named = "samverka.speed", matches = "true")
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class SpeedTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ROWS = 100_000;
    private static final int PEOPLE = 1_000_000;

    @Inject
    Pool database;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    @SuppressWarnings("NullAway.Init")
    String url;

    private final String organization = "o-" + UUID.randomUUID();

    @Test
    void anImportOfAHundredThousand() throws Exception {
        String file = file(0);
        long copy = timed(() -> copy(file));
        long first = timed(() -> over(post(file)));
        String changed = file(ROWS / 100);
        long again = timed(() -> over(post(changed)));
        System.out.printf(
                "import: %d rows/s first (%d ms), again with 1 %% changed %d ms (%.2f of the first), COPY of the rows"
                        + " %d ms%n",
                ROWS * 1000L / first, first, again, (double) again / first, copy);
    }

    @Test
    void listsAndSearchesAmongAMillion() {
        execute("""
            insert into person (id, pseudonym, organization, person_ref, gender, birth_year, given_name, family_name,
                language, stamp, unit, extent, leader, active, employments, person_published, contact_published)
            select gen_random_uuid(), gen_random_uuid(), '%s', 'p' || n, 'woman', 1950 + n %% 50,
                (array['Anna', 'Åsa', 'Bo', 'Carin', 'David', 'Eva', 'Fredrik', 'Gun', 'Hans', 'Ida'])[1 + n %% 10] || n %% 977,
                (array['Berg', 'Öberg', 'Lind', 'Ek', 'Ström', 'Ås', 'Dahl', 'Holm', 'Nyman', 'Zetterlund'])[1 + n %% 10] || n %% 9973,
                'sv', '', 'u' || n %% 2000, 1, n %% 12 = 0, n %% 500 <> 0, 1, true, true
            from generate_series(1, %d) n
            """.formatted(organization, PEOPLE));
        execute("vacuum analyze person");
        for (String query : List.of(
                "?limit=50",
                "?unit=u77",
                "?leader=true",
                "?active=false",
                "?q=oberg",
                "?q=ober",
                "?q=b",
                "?q=zetterlund99",
                "?q=asa1 ek",
                "?q=ida9 z&unit=u9",
                "?q=nobody")) {
            System.out.println("people" + query + " " + percentiles(query));
        }
    }

    private String percentiles(String query) {
        String token = Tokens.of("coordinator").organizations(organization).sign();
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            long start = System.nanoTime();
            given().auth().oauth2(token).get("/api/v1/people" + query).then().statusCode(200);
            if (i >= 50) {
                micros.add((System.nanoTime() - start) / 1000);
            }
        }
        Collections.sort(micros);
        return "p50 %.1f ms, p99 %.1f ms".formatted(micros.get(100) / 1000.0, micros.get(197) / 1000.0);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static long timed(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return Math.max(1, (System.nanoTime() - start) / 1_000_000);
    }

    private void copy(String file) throws Exception {
        try (var connection = DriverManager.getConnection(url, "participants", "participants");
                var statement = connection.createStatement()) {
            statement.execute(
                    "create table copied (e text primary key, p text, u text, f date, h numeric, b int, g text, n"
                            + " text, m text)");
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy copied from stdin with (format csv, header)",
                            new ByteArrayInputStream(file.getBytes(UTF_8)));
        }
    }

    private UUID post(String file) {
        return UUID.fromString(given().auth()
                .oauth2(Tokens.of("hr-partner").organizations(organization).sign())
                .contentType("text/csv")
                .body(file.getBytes(UTF_8))
                .post("/api/v1/people/import?organization=" + organization)
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
    }

    private void over(UUID id) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> given().auth()
                        .oauth2(Tokens.of("hr-partner")
                                .organizations(organization)
                                .sign())
                        .get("/api/v1/imports/" + id)
                        .then()
                        .extract()
                        .<String>path("state")
                        .equals("done"));
    }

    private String file(int changed) {
        return "employmentRef,personRef,orgUnitRef,from,weeklyHours,birthYear,givenName,familyName,email\n"
                + IntStream.range(0, ROWS)
                        .mapToObj(n -> "%s:e%d,%s:p%d,u%d,2020-01-01,%d,%d,Given%d,Family%d,p%d@example.org\n"
                                .formatted(
                                        organization,
                                        n,
                                        organization,
                                        n,
                                        n % 700,
                                        n < changed ? 30 : 40,
                                        1960 + n % 40,
                                        n % 977,
                                        n % 9973,
                                        n))
                        .collect(Collectors.joining());
    }

    private void execute(String sql) {
        database.query(sql).execute().await().atMost(PATIENCE);
    }
}
