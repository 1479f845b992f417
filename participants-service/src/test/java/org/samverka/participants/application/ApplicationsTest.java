package org.samverka.participants.application;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.testing.EventLog;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class ApplicationsTest {
    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Europe/Copenhagen"));

    @Inject
    Pool database;

    @Inject
    ReleaseDay releaseDay;

    private final String program = "p-" + UUID.randomUUID();
    private final String vejle = organization();
    private final String odense = organization();

    @BeforeEach
    void aProgramWithRoundsAndAGrant() {
        define(3, TODAY);
    }

    @Test
    void anAcceptedOrganizationTakesPartWithItsSeats() {
        register(vejle);
        String id = apply(contact(vejle), Map.of("organization", vejle, "round", "open", "seatsSought", 2))
                .statusCode(201)
                .header("Location", endsWith("/api/v1/applications/" + id(vejle)))
                .body("state", is("submitted"))
                .body("kind", is("participation"))
                .extract()
                .path("id");
        enroll(person(vejle, true)).statusCode(409).body("code", is("organization-not-taking-part"));

        decide(id, Map.of("decision", "accepted"))
                .statusCode(200)
                .header("ETag", is("\"2\""))
                .body("state", is("accepted"))
                .body("seats", is(2))
                .body("targetGroup", is("teams"));

        enroll(person(vejle, false)).statusCode(201);
        contact(vejle)
                .get("/api/v1/applications/" + id)
                .then()
                .statusCode(200)
                .body("team.enrolled", is(1))
                .body("team.leaders", is(0))
                .body("team.complete", is(false))
                .body("team.missing", contains("leader"));
        enroll(person(vejle, true)).statusCode(201);
        contact(vejle)
                .get("/api/v1/applications/" + id)
                .then()
                .body("team.complete", is(true))
                .body("team.missing", empty());
        coordinator()
                .get("/api/v1/programs/" + program + "/organizations")
                .then()
                .body("items.find { it.key == '" + vejle + "' }.accepted", is(true))
                .body("items.find { it.key == '" + vejle + "' }.seats[0].seats", is(2));
        contact(vejle)
                .get("/api/v1/applications/" + id + "/history")
                .then()
                .body("items.state", contains("submitted", "accepted"))
                .body("items.role", contains("organization-contact", "coordinator"));
        try (var log = EventLog.of("samverka.participants.v1")) {
            assertThat(log.await(
                            2, entry -> entry.value() != null && entry.value().contains(id)))
                    .extracting(entry -> entry.headers().get("ce_type"))
                    .containsOnly("org.samverka.participants.application-changed.v1");
        }
        define(4, TODAY);
        enroll(person(vejle, false)).statusCode(201);
    }

    @Test
    void oneOrganizationAppliesOnceInARoundUntilItWithdraws() throws Exception {
        register(vejle);
        var request = Map.<String, Object>of("organization", vejle, "round", "open");
        List<Integer> answers =
                atOnce(8, () -> apply(coordinator(), request).extract().statusCode());
        assertThat(answers).containsOnlyOnce(201).contains(409).hasSize(8);

        String id = id(vejle);
        apply(coordinator(), request).statusCode(409).body("code", is("already-applied"));
        contact(vejle)
                .header("If-Match", "\"9\"")
                .delete("/api/v1/applications/" + id)
                .then()
                .statusCode(412);
        contact(vejle).delete("/api/v1/applications/" + id).then().statusCode(204);
        apply(coordinator(), request).statusCode(201);
    }

    @Test
    void deadlinesAreWholeLocalDays() {
        register(vejle);
        apply(contact(vejle), Map.of("organization", vejle, "round", "closed"))
                .statusCode(409)
                .body("code", is("deadline-passed"))
                .body("detail", containsString("2022-08-17T22:00:00Z"));
        apply(contact(vejle), Map.of("organization", vejle, "round", "coming"))
                .statusCode(409)
                .body("code", is("round-not-open"));
        apply(contact(vejle), Map.of("organization", vejle, "round", "closed", "receivedAt", "2022-08-17T21:59:59Z"))
                .statusCode(422)
                .body("errors[0].pointer", is("/receivedAt"));
        apply(coordinator(), Map.of("organization", vejle, "round", "closed", "receivedAt", "2022-08-17T22:00:00Z"))
                .statusCode(409);
        apply(coordinator(), Map.of("organization", vejle, "round", "closed", "receivedAt", "2022-08-17T21:59:59Z"))
                .statusCode(201);
    }

    @Test
    void allOrganizationsTogetherGetNoMoreSeatsThanTheGroupHas() throws Exception {
        List<String> ids = IntStream.range(0, 4)
                .mapToObj(i -> {
                    String one = organization();
                    register(one);
                    return apply(coordinator(), Map.of("organization", one, "round", "open", "seatsSought", 1))
                            .statusCode(201)
                            .extract()
                            .<String>path("id");
                })
                .toList();
        var next = new java.util.concurrent.atomic.AtomicInteger();

        List<Integer> answers = atOnce(
                4,
                () -> decide(ids.get(next.getAndIncrement()), Map.of("decision", "accepted"))
                        .extract()
                        .statusCode());

        assertThat(answers).containsExactlyInAnyOrder(200, 200, 200, 409);
    }

    @Test
    void seatsThatNobodyHasGoBackByHandAndOnTheirDay() throws Throwable {
        register(vejle);
        register(odense);
        String id = accepted(vejle, 2);
        enroll(person(vejle, true)).statusCode(201);
        database.preparedQuery("update organization_seats set taken = 1 where organization = $1 and taken = 0")
                .execute(Tuple.of(vejle))
                .await()
                .atMost(Duration.ofSeconds(10));
        coordinator()
                .delete("/api/v1/applications/" + id)
                .then()
                .statusCode(409)
                .body("code", is("seats-taken"));

        contact(vejle)
                .contentType(ContentType.JSON)
                .post("/api/v1/applications/" + id + "/release")
                .then()
                .statusCode(200)
                .body("seats", is(1));

        String other = accepted(odense, 2);
        database.preparedQuery("""
                        update program set definition = jsonb_set(definition, '{rounds,0,releaseUnusedOn}', '"2022-09-01"')
                        where key = $1
                        """).execute(Tuple.of(program)).await().atMost(Duration.ofSeconds(10));
        VertxContextSupport.subscribeAndAwait(releaseDay::release);
        coordinator()
                .get("/api/v1/applications/" + other)
                .then()
                .body("seats", is(0))
                .body("version", is(3));
        coordinator()
                .get("/api/v1/applications/" + other + "/history")
                .then()
                .body("items[2].changedBy", is("platform"));
        coordinator().delete("/api/v1/applications/" + other).then().statusCode(204);
        enroll(person(odense, true)).statusCode(409).body("code", is("organization-not-taking-part"));
    }

    @Test
    void aGrantIsSoughtGrantedAndReported() {
        register(vejle);
        apply(contact(vejle), Map.of("organization", vejle, "grant", "support"))
                .statusCode(422)
                .body("errors[0].pointer", is("/sought"));
        String id = apply(
                        contact(vejle),
                        Map.of(
                                "organization",
                                vejle,
                                "grant",
                                "support",
                                "draft",
                                true,
                                "sought",
                                Map.of("amount", "1000.50", "currency", "DKK")))
                .statusCode(201)
                .body("state", is("draft"))
                .extract()
                .path("id");
        decide(id, Map.of("decision", "accepted")).statusCode(409).body("code", is("not-submitted"));
        contact(vejle)
                .contentType(ContentType.JSON)
                .body(Map.of("sought", Map.of("amount", "2000", "currency", "DKK"), "motivation", "Recovery"))
                .put("/api/v1/applications/" + id)
                .then()
                .statusCode(200)
                .body("sought.amount", is("2000"));
        contact(vejle).post("/api/v1/applications/" + id + "/submission").then().statusCode(200);
        decide(id, Map.of("decision", "refused")).statusCode(422).body("errors[0].pointer", is("/reason"));
        decide(id, Map.of("decision", "accepted", "granted", Map.of("amount", "1500", "currency", "DKK")))
                .statusCode(200)
                .body("granted.amount", is("1500"))
                .body("granted.currency", is("DKK"));
        report(id, "Something else").statusCode(422);
        report(id, "A short account").statusCode(200).body("state", is("accepted"));
        contact(vejle)
                .get("/api/v1/applications/" + id)
                .then()
                .body("reportBack.item", contains("A short account", "How the money was used"))
                .body("reportBack.handedInOn", contains(TODAY.toString(), null))
                .body("team", nullValue());
        report(id, "How the money was used").body("state", is("reported"));

        register(odense);
        String refused = apply(
                        coordinator(),
                        Map.of(
                                "organization",
                                odense,
                                "grant",
                                "support",
                                "sought",
                                Map.of("amount", "10", "currency", "DKK")))
                .extract()
                .path("id");
        decide(refused, Map.of("decision", "refused", "reason", "Too late")).statusCode(200);
        coordinator()
                .get(applications() + "?kind=grant&state=reported")
                .then()
                .statusCode(200)
                .body("items.id", contains(id))
                .body("counts.state", hasItems("reported", "refused"))
                .body("grantsGranted.value", is(0.5f))
                .body("grantsGranted.denominator", is(2));
        contact(odense)
                .get(applications())
                .then()
                .body("items.id", contains(refused))
                .body("counts", hasSize(1));
    }

    @Test
    void anothersApplicationIsNotKnown() {
        register(vejle);
        apply(contact(odense), Map.of("organization", vejle, "round", "open")).statusCode(404);
        String id = apply(contact(vejle), Map.of("organization", vejle, "round", "open"))
                .extract()
                .path("id");
        contact(odense).get("/api/v1/applications/" + id).then().statusCode(404);
        contact(odense).delete("/api/v1/applications/" + id).then().statusCode(404);
        apply(contact(vejle), Map.of("organization", vejle, "round", "nowhere"))
                .statusCode(422)
                .body("errors[0].code", is("unknown-round"));
        apply(contact(odense), Map.of("organization", odense, "round", "open"))
                .statusCode(422)
                .body("errors[0].code", is("unknown-organization"));
        apply(contact(vejle), Map.of("organization", vejle)).statusCode(422);
    }

    private String accepted(String organization, int seats) {
        String id = apply(coordinator(), Map.of("organization", organization, "round", "open", "seatsSought", seats))
                .statusCode(201)
                .extract()
                .path("id");
        decide(id, Map.of("decision", "accepted")).statusCode(200);
        return id;
    }

    private String id(String organization) {
        return coordinator()
                .get(applications() + "?organization=" + organization + "&state=submitted")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
    }

    private ValidatableResponse apply(RequestSpecification by, Map<String, Object> request) {
        return by.contentType(ContentType.JSON)
                .body(request)
                .post(applications())
                .then();
    }

    private ValidatableResponse decide(String id, Map<String, Object> decision) {
        return coordinator()
                .contentType(ContentType.JSON)
                .body(decision)
                .post("/api/v1/applications/" + id + "/decision")
                .then();
    }

    private ValidatableResponse report(String id, String item) {
        return coordinator()
                .contentType(ContentType.JSON)
                .body(Map.of("item", item))
                .post("/api/v1/applications/" + id + "/reports")
                .then();
    }

    private ValidatableResponse enroll(UUID person) {
        return coordinator()
                .contentType(ContentType.JSON)
                .body(new HashMap<>(Map.of("personId", person, "targetGroup", "teams", "date", TODAY.toString())))
                .post("/api/v1/programs/" + program + "/enrollments")
                .then();
    }

    private String applications() {
        return "/api/v1/programs/" + program + "/applications";
    }

    private void define(int seats, LocalDate closes) {
        coordinator()
                .contentType("application/yaml")
                .body("""
                        key: %s
                        name: Workshop
                        period: {from: 2022-06-20, to: 2039-12-31}
                        zone: Europe/Copenhagen
                        languages: [da]
                        organizations: [{key: kl, role: partner}]
                        targetGroups:
                          - {key: teams, name: Teams, seats: %d, roleMix: {leaders: 1, employees: 1}}
                        rounds:
                          - {key: open, opens: 2022-06-20, closes: %s, targetGroup: teams, seatsPerOrganization: 2}
                          - {key: closed, opens: 2022-06-20, closes: 2022-08-17, targetGroup: teams, seatsPerOrganization: 2}
                          - {key: coming, opens: 2039-01-01, closes: 2039-01-31, targetGroup: teams, seatsPerOrganization: 2}
                        grants:
                          - key: support
                            name: Support
                            body: Somebody
                            total: {amount: '100000', currency: DKK}
                            deadline: 2039-02-21
                            reportBack: [A short account, How the money was used]
                        """.formatted(program, seats, closes))
                .put("/api/v1/programs/" + program)
                .then()
                .statusCode(org.hamcrest.Matchers.lessThan(300));
    }

    private static String organization() {
        return "o-" + UUID.randomUUID();
    }

    private static void register(String key) {
        given().auth()
                .oauth2(Tokens.of("platform-admin").sign())
                .contentType(ContentType.JSON)
                .body(Map.of("key", key, "name", "Exempelby kommune", "kind", "municipality"))
                .post("/api/v1/organizations")
                .then()
                .statusCode(201);
    }

    private RequestSpecification coordinator() {
        return as(Tokens.of("coordinator").programs(program));
    }

    private RequestSpecification contact(String organization) {
        return as(Tokens.of("organization-contact").programs(program).organizations(organization));
    }

    private static RequestSpecification as(Tokens token) {
        return given().config(RestAssured.config()
                        .encoderConfig(encoderConfig().encodeContentTypeAs("application/yaml", ContentType.TEXT)))
                .auth()
                .oauth2(token.sign());
    }

    private UUID person(String of, boolean leader) {
        UUID id = UUID.randomUUID();
        database.preparedQuery("""
                        insert into person (id, pseudonym, organization, person_ref, gender, birth_year, language, stamp, leader, active, extent)
                        values ($1, gen_random_uuid(), $2, $3, 'woman', 1980, 'da', '', $4, true, 1)
                        """)
                .execute(Tuple.of(id, of, "ref-" + id, leader))
                .await()
                .atMost(Duration.ofSeconds(10));
        return id;
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        var threads = Executors.newFixedThreadPool(times);
        try {
            var results = new java.util.ArrayList<T>();
            for (Future<T> result : threads.invokeAll(java.util.Collections.nCopies(times, call))) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
