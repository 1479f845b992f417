package org.samverka.participants.enrollment;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.samverka.testing.EventLog;
import org.samverka.testing.Tokens;

/** A program of one's own to enroll people in, by its coordinator. */
final class OwnProgram {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final String program = "p-" + UUID.randomUUID();
    final String organization = "o-" + UUID.randomUUID();
    final String another = "o-" + UUID.randomUUID();
    private final String token = Tokens.of("coordinator").programs(program).sign();
    private final Pool database;
    private String planned = "";

    OwnProgram(Pool database) {
        this.database = database;
    }

    /** @param counts as YAML, a line each; said before the groups */
    OwnProgram planned(String... counts) {
        planned = "planned:\n" + lines(counts);
        return this;
    }

    private static String lines(String... items) {
        return String.join(
                "\n", List.of(items).stream().map(item -> "  - " + item).toList());
    }

    /** @param groups as YAML, a line each */
    OwnProgram defined(String... groups) {
        coordinator()
                .contentType("application/yaml")
                .body("""
                        key: %s
                        name: Recovery for everybody
                        period: {from: 2017-10-01, to: 2190-12-31}
                        zone: Europe/Stockholm
                        languages: [sv]
                        organizations: [{key: %s, role: owner}, {key: %s, role: participating}]
                        targetGroups:
                        %s
                        %s
                        """.formatted(program, organization, another, lines(groups), planned))
                .put("/api/v1/programs/" + program)
                .then()
                .statusCode(201);
        return this;
    }

    RequestSpecification coordinator() {
        return given().config(RestAssured.config()
                        .encoderConfig(encoderConfig().encodeContentTypeAs("application/yaml", ContentType.TEXT)))
                .auth()
                .oauth2(token);
    }

    RequestSpecification contact() {
        return given().auth()
                .oauth2(Tokens.of("organization-contact")
                        .programs(program)
                        .organizations(organization)
                        .sign());
    }

    static RequestSpecification themselves(UUID person) {
        return given().auth().oauth2(Tokens.of("participant").person(person).sign());
    }

    UUID person() {
        return person(organization);
    }

    UUID person(String of) {
        UUID id = UUID.randomUUID();
        execute("""
                insert into person (id, pseudonym, organization, person_ref, gender, birth_year, language, stamp)
                values ($1, gen_random_uuid(), $2, $3, 'woman', 1980, 'sv', '')
                """, Tuple.of(id, of, "ref-" + id));
        return id;
    }

    void seats(String group, String of, int seats) {
        execute("""
                insert into organization_seats (program_id, target_group, organization, seats)
                select id, $2, $3, $4 from program where key = $1
                on conflict (program_id, target_group, organization) do update set seats = excluded.seats
                """, Tuple.of(program, group, of, seats));
    }

    ValidatableResponse enroll(UUID person, String group) {
        return enroll(coordinator(), person, group);
    }

    ValidatableResponse enroll(RequestSpecification by, UUID person, String group) {
        return by.contentType(ContentType.JSON)
                .body(Map.of("personId", person, "targetGroup", group, "date", "2018-03-01"))
                .post(path() + "/enrollments")
                .then();
    }

    String enrolled(UUID person, String group) {
        return enroll(person, group).statusCode(201).extract().path("id");
    }

    ValidatableResponse post(RequestSpecification by, String enrollment, String what, Map<String, ?> body) {
        return by.contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/enrollments/" + enrollment + "/" + what)
                .then();
    }

    ValidatableResponse get(String enrollment) {
        return coordinator().get("/api/v1/enrollments/" + enrollment).then().statusCode(200);
    }

    void withdraw(String enrollment) {
        coordinator().delete("/api/v1/enrollments/" + enrollment).then().statusCode(204);
    }

    String path() {
        return "/api/v1/programs/" + program;
    }

    /** What was told of a person's enrollments: each event's last word of its type, and its state if it has one. */
    List<String> told(UUID person, int events) {
        try (var log = EventLog.of("samverka.participants.v1")) {
            return log.await(events, entry -> person.toString().equals(entry.key())).stream()
                    .map(entry -> entry.type().replaceAll("org.samverka.participants.|.v1", "") + " "
                            + entry.data().path("state").asText("-"))
                    .toList();
        }
    }

    RowSet<Row> execute(String sql, Tuple parameters) {
        return database.preparedQuery(sql).execute(parameters).await().atMost(PATIENCE);
    }
}
