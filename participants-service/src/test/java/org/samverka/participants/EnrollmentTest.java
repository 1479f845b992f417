package org.samverka.participants;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
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
class EnrollmentTest {
    @Inject
    Pool database;

    private final String program = "p-" + UUID.randomUUID();
    private final String organization = "o-" + UUID.randomUUID();
    private final String coordinator =
            Tokens.of("coordinator").programs(program).sign();

    @BeforeEach
    void aProgramWithAnOpenGroupAndOneOfThreeSeats() {
        coordinator()
                .contentType("application/yaml")
                .body(definition(3))
                .put("/api/v1/programs/" + program)
                .then()
                .statusCode(201)
                .header("ETag", "\"1\"");
    }

    @Test
    void anEnrollmentIsConfirmedAndToldToTheOthers() {
        UUID person = person(organization);

        String id = enroll(person, "everybody")
                .statusCode(201)
                .header("Location", notNullValue())
                .header("ETag", "\"1\"")
                .body("state", is("confirmed"))
                .body("program", is(program))
                .body("organization", is(organization))
                .body("date", is("2018-03-01"))
                .extract()
                .path("id");

        coordinator().get("/api/v1/enrollments/" + id).then().statusCode(200).body("personId", is(person.toString()));
        try (var log = EventLog.of("samverka.participants.v1")) {
            EventLog.Entry told = log.awaitOne(entry -> person.toString().equals(entry.key()));
            assertThat(told.headers()).containsEntry("ce_type", "org.samverka.participants.participant-enrolled.v1");
            assertThat(told.value()).contains(id).contains("\"state\":\"confirmed\"");
        }
    }

    @Test
    void aPersonCanBeNamedByTheOrganizationsOwnReference() {
        UUID person = person(organization);
        coordinator()
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "organization",
                        organization,
                        "personRef",
                        "ref-" + person,
                        "targetGroup",
                        "everybody",
                        "date",
                        "2018-03-01"))
                .post(enrollments())
                .then()
                .statusCode(201)
                .body("personId", is(person.toString()));
    }

    @Test
    void thePersonWhoComesAfterTheLastSeatIsWaitlisted() {
        for (int seat = 0; seat < 3; seat++) {
            enroll(person(organization), "limited").statusCode(201).body("state", is("confirmed"));
        }
        enroll(person(organization), "limited").statusCode(201).body("state", is("waitlisted"));
    }

    @Test
    void aHundredClaimsAtOnceTakeExactlyTheSeatsThereAre() throws Exception {
        List<UUID> people =
                IntStream.range(0, 100).mapToObj(i -> person(organization)).toList();

        Map<String, Long> states = atOnce(people.stream()
                        .<Callable<String>>map(person -> () -> enroll(person, "limited")
                                .statusCode(201)
                                .extract()
                                .path("state"))
                        .toList())
                .stream()
                .collect(groupingBy(state -> state, counting()));

        assertThat(states).containsExactlyInAnyOrderEntriesOf(Map.of("confirmed", 3L, "waitlisted", 97L));
        coordinator()
                .get(enrollments() + "?targetGroup=limited&state=confirmed")
                .then()
                .body("items", hasSize(3));
    }

    @Test
    void claimsForOnePersonAtOnceEnrollThemOnce() throws Exception {
        UUID person = person(organization);

        Map<Integer, Long> answers = atOnce(IntStream.range(0, 20)
                        .<Callable<Integer>>mapToObj(
                                i -> () -> enroll(person, "everybody").extract().statusCode())
                        .toList())
                .stream()
                .collect(groupingBy(status -> status, counting()));

        assertThat(answers).containsExactlyInAnyOrderEntriesOf(Map.of(201, 1L, 409, 19L));
    }

    @Test
    void onePersonMayBeInSeveralGroups() {
        UUID person = person(organization);
        enroll(person, "everybody").statusCode(201);
        enroll(person, "limited").statusCode(201);
        enroll(person, "limited").statusCode(409).body("code", is("already-enrolled"));
    }

    @Test
    void theSameRequestUnderTheSameKeyGetsTheSameAnswerAndAnotherIsRefused() {
        UUID person = person(organization);
        String key = UUID.randomUUID().toString();
        String first = enroll(coordinator().header("Idempotency-Key", key), person, "everybody")
                .statusCode(201)
                .extract()
                .asString();
        String again = enroll(coordinator().header("Idempotency-Key", key), person, "everybody")
                .statusCode(201)
                .header("ETag", "\"1\"")
                .extract()
                .asString();

        assertThat(again).isEqualTo(first);
        enroll(coordinator().header("Idempotency-Key", key), person, "limited")
                .statusCode(409)
                .body("code", is("idempotency-key-reused"));
    }

    @Test
    void requestsUnderOneKeyAtOnceTakeEffectOnce() throws Exception {
        UUID person = person(organization);
        String key = UUID.randomUUID().toString();

        List<String> answers = atOnce(IntStream.range(0, 12)
                .<Callable<String>>mapToObj(i ->
                        () -> enroll(coordinator().header("Idempotency-Key", key), person, "everybody")
                                .statusCode(201)
                                .extract()
                                .<String>path("id"))
                .toList());

        assertThat(answers).hasSize(12).containsOnly(answers.get(0));
    }

    @Test
    void withdrawingFreesTheSeatAndIsTold() {
        UUID person = person(organization);
        String id = enroll(person, "limited").statusCode(201).extract().path("id");
        enroll(person(organization), "limited").body("state", is("confirmed"));
        enroll(person(organization), "limited").body("state", is("confirmed"));

        coordinator()
                .header("If-Match", "\"7\"")
                .delete("/api/v1/enrollments/" + id)
                .then()
                .statusCode(412);
        coordinator()
                .header("If-Match", "\"1\"")
                .delete("/api/v1/enrollments/" + id)
                .then()
                .statusCode(204);

        coordinator()
                .get("/api/v1/enrollments/" + id)
                .then()
                .body("state", is("withdrawn"))
                .header("ETag", "\"2\"");
        coordinator().delete("/api/v1/enrollments/" + id).then().statusCode(409).body("code", is("already-withdrawn"));
        enroll(person(organization), "limited").body("state", is("confirmed"));
        try (var log = EventLog.of("samverka.participants.v1")) {
            assertThat(log.await(2, entry -> person.toString().equals(entry.key())))
                    .extracting(entry -> entry.headers().get("ce_type"))
                    .containsExactly(
                            "org.samverka.participants.participant-enrolled.v1",
                            "org.samverka.participants.enrollment-withdrawn.v1");
        }
    }

    @Test
    void refusalsSayWhyAndWhatToDo() {
        UUID person = person(organization);
        enroll(person(UUID.randomUUID().toString()), "everybody")
                .statusCode(409)
                .body("code", is("organization-not-taking-part"));
        enroll(UUID.randomUUID(), "everybody").statusCode(404).body("code", is("person-not-known"));
        enroll(person, "nobody")
                .statusCode(422)
                .body("errors.pointer", contains("/targetGroup"))
                .body("errors[0].detail", is("The program has: everybody, limited"));
        coordinator()
                .contentType(ContentType.JSON)
                .body(Map.of("personId", person, "targetGroup", "everybody", "date", "2031-01-01"))
                .post(enrollments())
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", is("outside-program-period"))
                .body("type", is("urn:samverka:problem:outside-program-period"))
                .body("instance", is(enrollments()));
    }

    @Test
    void badRequestsAreAnsweredWithPointers() {
        coordinator()
                .contentType(ContentType.JSON)
                .body("{")
                .post(enrollments())
                .then()
                .statusCode(400)
                .body("code", is("malformed-json"));
        coordinator()
                .contentType(ContentType.JSON)
                .body("")
                .post(enrollments())
                .then()
                .statusCode(422);
        coordinator()
                .contentType(ContentType.JSON)
                .body("{\"personId\":\"x\",\"targetGroup\":\"everybody\"}")
                .post(enrollments())
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/personId"));
        coordinator()
                .contentType(ContentType.JSON)
                .body("{\"targetGroup\":\"\"}")
                .post(enrollments())
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem("/targetGroup"));
        coordinator()
                .contentType(ContentType.JSON)
                .body("{\"targetGroup\":\"a\",\"color\":\"red\"}")
                .post(enrollments())
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/color"))
                .body("errors.code", contains("unknown-property"));
        coordinator()
                .contentType(ContentType.XML)
                .body("<a/>")
                .post(enrollments())
                .then()
                .statusCode(415)
                .body("code", is("unsupported-media-type"));
        coordinator().get(enrollments() + "?colour=red").then().statusCode(400).body("code", is("unknown-parameter"));
        coordinator().get(enrollments() + "?limit=501").then().statusCode(422);
        coordinator().get(enrollments() + "?cursor=%21").then().statusCode(422);
        coordinator().get(enrollments() + "?state=lost").then().statusCode(422);
        coordinator().get("/api/v1/enrollments/not-an-id").then().statusCode(404);
    }

    @Test
    void theListComesInPages() {
        List<String> people = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            UUID person = person(organization);
            people.add(person.toString());
            enroll(person, "everybody").statusCode(201);
        }
        var seen = new ArrayList<String>();
        String next = null;
        do {
            ValidatableResponse page = coordinator()
                    .get(enrollments() + "?limit=2" + (next == null ? "" : "&cursor=" + next))
                    .then()
                    .statusCode(200);
            seen.addAll(page.extract().path("items.personId"));
            next = page.extract().path("next");
        } while (next != null);
        assertThat(seen).containsExactlyElementsOf(people);
    }

    @Test
    void anotherProgramsEnrollmentIsNotKnown() {
        String id = enroll(person(organization), "everybody").extract().path("id");
        RequestSpecification other = given().auth()
                .oauth2(Tokens.of("coordinator").programs("another").sign());
        other.get("/api/v1/enrollments/" + id).then().statusCode(404);
        given().auth()
                .oauth2(Tokens.of("coordinator").programs("another").sign())
                .get(enrollments())
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(Tokens.of("organization-contact")
                        .programs(program)
                        .organizations("elsewhere")
                        .sign())
                .get("/api/v1/enrollments/" + id)
                .then()
                .statusCode(404);
    }

    @Test
    void aDefinitionIsCheckedAndTheSameOneAgainChangesNothing() {
        coordinator()
                .contentType("application/yaml")
                .body(definition(3))
                .put("/api/v1/programs/" + program)
                .then()
                .statusCode(200)
                .body("changed", is(false))
                .body("version", is(1));
        coordinator()
                .contentType("application/yaml")
                .body(definition(4))
                .put("/api/v1/programs/" + program + "?dryRun=true")
                .then()
                .statusCode(200)
                .body("changed", is(true))
                .body("version", is(2));
        coordinator()
                .get("/api/v1/programs/" + program)
                .then()
                .body("version", is(1))
                .body("definition.targetGroups[1].seats", is(3));
        coordinator()
                .contentType("application/yaml")
                .body(definition(3)
                        .replace("2019-12-31", "2016-12-31")
                        .replace("zone: Europe/Stockholm", "zone: Mars/Base"))
                .put("/api/v1/programs/" + program)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/period/to", "/zone"));
        coordinator()
                .contentType("application/yaml")
                .body("key: [unclosed")
                .put("/api/v1/programs/" + program)
                .then()
                .statusCode(422)
                .body("errors[0].code", is("unreadable-document"));
    }

    @Test
    void seatsThatAreTakenAndGroupsInUseStay() {
        enroll(person(organization), "limited").statusCode(201);
        enroll(person(organization), "limited").statusCode(201);
        coordinator()
                .contentType("application/yaml")
                .body(definition(1))
                .put("/api/v1/programs/" + program)
                .then()
                .statusCode(409)
                .body("code", is("target-group-in-use"));
        coordinator()
                .contentType("application/yaml")
                .body(definition(2))
                .put("/api/v1/programs/" + program)
                .then()
                .statusCode(200)
                .body("version", is(2));
        enroll(person(organization), "limited").body("state", is("waitlisted"));
    }

    private ValidatableResponse enroll(UUID person, String targetGroup) {
        return enroll(coordinator(), person, targetGroup);
    }

    private ValidatableResponse enroll(RequestSpecification request, UUID person, String targetGroup) {
        return request.contentType(ContentType.JSON)
                .body(Map.of("personId", person, "targetGroup", targetGroup, "date", "2018-03-01"))
                .post(enrollments())
                .then();
    }

    private String enrollments() {
        return "/api/v1/programs/" + program + "/enrollments";
    }

    private RequestSpecification coordinator() {
        return given().config(RestAssured.config()
                        .encoderConfig(encoderConfig().encodeContentTypeAs("application/yaml", ContentType.TEXT)))
                .auth()
                .oauth2(coordinator);
    }

    private UUID person(String of) {
        UUID id = UUID.randomUUID();
        database.preparedQuery("""
                        insert into person (id, pseudonym, organization, person_ref, gender, birth_year, language, stamp)
                        values ($1, gen_random_uuid(), $2, $3, 'woman', 1980, 'sv', '')
                        """)
                .execute(Tuple.of(id, of, "ref-" + id))
                .await()
                .atMost(Duration.ofSeconds(10));
        return id;
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        var threads = Executors.newFixedThreadPool(20);
        try {
            var results = new ArrayList<T>();
            for (Future<T> call : threads.invokeAll(calls)) {
                results.add(call.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private String definition(int seats) {
        return """
                key: %s
                name: Recovery for everybody
                period: {from: 2017-10-01, to: 2019-12-31}
                zone: Europe/Stockholm
                languages: [sv]
                organizations:
                  - {key: %s, role: owner}
                targetGroups:
                  - {key: everybody, name: Everybody}
                  - {key: limited, name: A few, seats: %d}
                """.formatted(program, organization, seats);
    }
}
