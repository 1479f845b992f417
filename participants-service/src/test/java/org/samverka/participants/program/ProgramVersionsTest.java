package org.samverka.participants.program;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

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
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.testing.EventLog;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class ProgramVersionsTest {
    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Europe/Stockholm"));
    private static final LocalDate LATER = TODAY.plusDays(40);

    @Inject
    Pool database;

    @Inject
    NewVersions newVersions;

    private final String program = "p-" + UUID.randomUUID();
    private final String organization = "o-" + UUID.randomUUID();
    private final String other = "o-" + UUID.randomUUID();

    @Test
    void aDryRunTellsWhatWouldChangeAndChangesNothing() {
        put(definition("Health", "seats: 3")).statusCode(201).body("effectiveFrom", is(TODAY.toString()));

        put(definition("Health at work", "seats: 4"), "?dryRun=true")
                .statusCode(200)
                .body("version", is(2))
                .body("changed", is(true))
                .body("scheduled", is(false))
                .body("changes.op", contains("replace", "replace"))
                .body("changes.pointer", contains("/name", "/targetGroups/1/seats"))
                .body("changes[1].from", is(3))
                .body("changes[1].to", is(4));

        get("").body("version", is(1)).body("definition.name", is("Health"));
        put(definition("Health", "seats: 3"), "?dryRun=true")
                .body("changed", is(false))
                .body("changes", empty());
    }

    @Test
    void aVersionOfALaterDayWaitsForIt() {
        String id =
                put(definition("First", "seats: 3")).statusCode(201).extract().path("key");
        put(definition("Second", "seats: 3") + "effectiveFrom: " + LATER + "\n")
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("version", is(2))
                .body("scheduled", is(true))
                .body("effectiveFrom", is(LATER.toString()));
        put(definition("Second", "seats: 3") + "effectiveFrom: " + LATER + "\n").body("changed", is(false));
        put(definition("Third", "seats: 3")).header("ETag", "\"3\"").body("scheduled", is(false));

        get("").body("definition.name", is("Third"));
        get("?at=" + LATER.minusDays(1)).body("definition.name", is("Third"));
        get("?at=" + LATER).body("definition.name", is("Second"));
        coordinator().get("/api/v1/programs/" + id + "?at=2001-01-01").then().statusCode(404);
        get("/versions")
                .body("items.version", contains(1, 2, 3))
                .body("items.state", contains("former", "scheduled", "current"))
                .body("items[0].putBy", notNullValue());
        get("/versions/2").body("definition.name", is("Second")).body("currentAt", nullValue());

        letTheDayCome(2);
        begin();

        get("").body("definition.name", is("Second")).body("version", is(4));
        get("/versions").body("items.version", contains(1, 2, 3, 4)).body("items[3].state", is("current"));
        begin();
        get("").body("version", is(4));
        try (var log = EventLog.of("samverka.participants.v1")) {
            assertThat(log.await(
                            3, entry -> entry.value() != null && entry.value().contains(program)))
                    .extracting(entry -> String.valueOf(entry.value()).replaceAll(".*\"version\":(\\d+).*", "$1"))
                    .containsExactly("1", "3", "4");
        }
    }

    @Test
    void whatAScheduledVersionReplacesIsGuardedToo() {
        String later = "effectiveFrom: " + LATER + "\n";
        put(definition("First", "seats: 3")).statusCode(201);
        put(definition("Second", "seats: 3") + later, 1).statusCode(200).body("version", is(2));

        put(definition("Lost", "seats: 3") + later, 1).statusCode(412);
        put(definition("Second", "seats: 4") + later, 2).statusCode(200).body("version", is(3));
        put(definition("Now", "seats: 3"), 3).statusCode(412);
        put(definition("Now", "seats: 3"), 1).statusCode(200).header("ETag", "\"4\"");
        get("?at=" + LATER).header("ETag", "\"3\"").body("definition.targetGroups[1].seats", is(4));
    }

    @Test
    void seatsThatHaveGoneToAnotherOrganizationStayThereWhenTheDefinitionIsPutAgain() {
        String across = ", waitingList: {promotion: automatic, acrossOrganizations: true}";
        put(definition("First", "seatsPerOrganization: 2" + across)).statusCode(201);
        String freed = enroll(person(organization), "limited")
                .statusCode(201)
                .extract()
                .path("id");
        enroll(person(organization), "limited").body("state", is("confirmed"));
        enroll(person(other), "limited").body("state", is("confirmed"));
        enroll(person(other), "limited").body("state", is("confirmed"));
        enroll(person(other), "limited").body("state", is("waitlisted"));
        coordinator().delete("/api/v1/enrollments/" + freed).then().statusCode(204);
        seats(1, 3);

        put(definition("Renamed", "seatsPerOrganization: 2" + across)).statusCode(200);
        seats(1, 3);
        put(definition("Renamed", "seatsPerOrganization: 3" + across)).statusCode(200);
        seats(2, 4);
        put(definition("Renamed", "seatsPerOrganization: 2" + across)).statusCode(200);
        seats(1, 3);
        put(definition("Renamed", "seatsPerOrganization: 1" + across))
                .statusCode(409)
                .body("code", is("target-group-in-use"));
        seats(1, 3);
    }

    private void seats(int ofTheFirst, int ofTheOther) {
        get("/organizations").body("items.seats.seats.flatten()", contains(ofTheFirst, ofTheOther));
    }

    private ValidatableResponse put(String definition, int ifMatch) {
        return coordinator()
                .header("If-Match", "\"" + ifMatch + "\"")
                .contentType("application/yaml")
                .body(definition)
                .put("/api/v1/programs/" + program)
                .then();
    }

    @Test
    void aVersionThatSeatsStandAgainstSaysSo() {
        put(definition("First", "seats: 3")).statusCode(201);
        put(definition("Second", "seats: 1") + "effectiveFrom: " + LATER + "\n").statusCode(200);
        enroll(person(organization), "limited").statusCode(201);
        enroll(person(organization), "limited").statusCode(201);

        letTheDayCome(2);
        begin();

        get("").body("definition.name", is("First"));
        get("/versions/2")
                .body("state", is("hindered"))
                .body("hindrance", startsWith("People are enrolled in: limited"));
    }

    @Test
    void organizationsHaveTheSeatsThatTheDefinitionGivesEach() {
        put(definition("First", "seatsPerOrganization: 2")).statusCode(201);
        enroll(person(organization), "limited").statusCode(201);
        database.preparedQuery("update organization_seats set taken = 1 where organization = $1")
                .execute(Tuple.of(organization))
                .await()
                .atMost(Duration.ofSeconds(10));
        enroll(person(organization), "limited").statusCode(201);

        get("/organizations")
                .body("items.key", contains(organization, other))
                .body("items.roles", contains(java.util.List.of("owner"), java.util.List.of("participating")))
                .body("items.seats.targetGroup.flatten()", contains("limited", "limited"));
        put(definition("First", "seatsPerOrganization: 1"))
                .statusCode(409)
                .body("code", is("target-group-in-use"))
                .body("detail", startsWith("People are enrolled in: limited"));
        put(definition("First", "seatsPerOrganization: 3")).statusCode(200);
        get("/organizations")
                .body("items.seats.seats.flatten()", contains(3, 3))
                .body("items[0].seats[0].taken", is(2));
        put(definition("First", "seats: 2")).statusCode(200);
        get("/organizations").body("items.seats.flatten()", empty());
    }

    @Test
    void theLimitOfAGroupThatHadNoneIsNoLessThanItsPeople() {
        put(definition("First", "plannedSize: 5")).statusCode(201);
        enroll(person(organization), "limited").statusCode(201);
        enroll(person(organization), "limited").statusCode(201);

        put(definition("First", "seats: 1")).statusCode(409).body("code", is("target-group-in-use"));
        put(definition("First", "seats: 2")).statusCode(200);
    }

    @Test
    void moneyIsComputedAndTheSchemaIsPublished() {
        put(definition("First", "seats: 3")
                        + "funding: {funder: F, total: {amount: '200', currency: SEK}, granted: {amount: '150.50', currency: SEK}}\n")
                .statusCode(201);
        get("").body("financing.coFinancing.amount", is("49.50"))
                .body("financing.grantRate.value", is(0.7525f))
                .body("financing.grantRate.denominator", is(200));
        coordinator()
                .get("/api/v1/program-definition-schema")
                .then()
                .statusCode(200)
                .body("title", is("Samverka program definition"));
        coordinator()
                .get("/api/v1/programs")
                .then()
                .body("items", hasSize(1))
                .body("items[0].financing.total.currency", is("SEK"));
    }

    @Test
    void aHugeDocumentIsTooLarge() {
        put("#" + "x".repeat(300_000)).statusCode(413);
    }

    private void letTheDayCome(int version) {
        database.preparedQuery("""
                        update program_version set effective_from = case when version = $2 then cast($3 as date) else cast($3 as date) - 1 end
                        where program_id = (select id from program where key = $1)
                        """)
                .execute(Tuple.of(program, version, TODAY))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private void begin() {
        try {
            VertxContextSupport.subscribeAndAwait(newVersions::begin);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private ValidatableResponse put(String definition) {
        return put(definition, "");
    }

    private ValidatableResponse put(String definition, String query) {
        return coordinator()
                .contentType("application/yaml")
                .body(definition)
                .put("/api/v1/programs/" + program + query)
                .then();
    }

    private ValidatableResponse get(String below) {
        return coordinator().get("/api/v1/programs/" + program + below).then().statusCode(200);
    }

    private ValidatableResponse enroll(UUID person, String targetGroup) {
        return coordinator()
                .contentType(ContentType.JSON)
                .body(Map.of("personId", person, "targetGroup", targetGroup, "date", "2018-03-01"))
                .post("/api/v1/programs/" + program + "/enrollments")
                .then();
    }

    private RequestSpecification coordinator() {
        return given().config(RestAssured.config()
                        .encoderConfig(encoderConfig().encodeContentTypeAs("application/yaml", ContentType.TEXT)))
                .auth()
                .oauth2(Tokens.of("coordinator").programs(program).sign());
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

    private String definition(String name, String limit) {
        return """
                key: %s
                name: %s
                period: {from: 2017-10-01, to: 2039-12-31}
                zone: Europe/Stockholm
                languages: [sv]
                organizations:
                  - {key: %s, role: owner}
                  - {key: %s, role: participating}
                targetGroups:
                  - {key: everybody, name: Everybody}
                  - {key: limited, name: A few, %s}
                """.formatted(program, name, organization, other, limit);
    }
}
