package org.samverka.participants.hr;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.participants.absence.AbsenceRetention;
import org.samverka.testing.EventLog;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

/** The feed without Kafka, what it tells statistics, and what becomes of what it cannot take in. */
@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class HrOverHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RestAssuredConfig CLOUD_EVENTS = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .encodeContentTypeAs(CloudEventsOverHttp.SINGLE, ContentType.TEXT)
                    .encodeContentTypeAs(CloudEventsOverHttp.BATCH, ContentType.TEXT)
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false));

    @Inject
    Pool database;

    @Inject
    DeadLetters letters;

    @Inject
    AbsenceRetention retention;

    private final String organization = "o-" + UUID.randomUUID();
    private final String source = "urn:partner:" + organization;
    private int events;

    @Test
    void aBatchIsAnsweredEventByEvent() {
        String hired = hired("e", "p");
        String unknown = event("employee.promoted", "{}");
        String wrong =
                event("employee.left", "{\"employmentRef\": \"%s\", \"lastDay\": \"31/12\"}".formatted(ref("e")));

        batch(hired, unknown, wrong, "{\"neither\": 1}", hired)
                .statusCode(200)
                .body("accepted", is(1))
                .body("duplicates", is(1))
                .body("rejected", is(3))
                .body("events.outcome", contains("accepted", "rejected", "rejected", "rejected", "duplicate"))
                .body("events[1].code", is("unknown-type"))
                .body("events[2].errors.pointer", contains("/data/lastDay"))
                .body("events[3].code", is("not-a-cloudevent"))
                .body("events[3].errors[0].pointer", is("/3"));
        batch(hired).body("duplicates", is(1)).body("accepted", is(0));
        assertThat(rows("select ref from employment where organization = $1", organization))
                .hasSize(1);
    }

    @Test
    void textThatCannotBeKeptIsRejectedWhereverItStandsInAnEvent() {
        String name = hired("e", "p")
                .replace("\"leader\":false", "\"leader\":false,\"name\":{\"given\":\"a\\u0000\",\"family\":\"b\"}");
        String subject = hired("e", "p").replace("\"specversion\"", "\"subject\":\"\\ud800\",\"specversion\"");
        batch(name, subject, hired("e", "p"))
                .statusCode(200)
                .body("accepted", is(1))
                .body("rejected", is(2))
                .body("events[0].errors.pointer", contains("/data/name/given"))
                .body("events[1].errors.pointer", contains("/1/subject"));
    }

    @Test
    void aSingleEventComesAsJsonOrInHeadersAndAMistakeIsAProblem() {
        single(hired("e", "p")).statusCode(200).body("accepted", is(1));

        given().auth()
                .oauth2(partner())
                .header("ce-specversion", "1.0")
                .header("ce-id", UUID.randomUUID().toString())
                .header("ce-source", source)
                .header("ce-type", "org.samverka.hr.employee.left.v1")
                .header("ce-time", "2026-02-01T00:00:00Z")
                .contentType(ContentType.JSON)
                .body("{\"employmentRef\": \"%s\", \"lastDay\": \"2026-01-31\"}".formatted(ref("e")))
                .post("/api/v1/hr/events")
                .then()
                .statusCode(200)
                .body("accepted", is(1));
        assertThat(rows("select last_day from employment_end where employment_ref = $1", ref("e")))
                .hasSize(1);

        single(absence("f", 1, "2026-01-05", "2026-01-04", 1))
                .statusCode(422)
                .body("code", is("invalid-values"))
                .body("errors.code", hasItem("invalid-dates"));
        single("{").statusCode(422).body("errors[0].code", is("not-a-cloudevent"));
        given().auth()
                .oauth2(partner())
                .contentType("text/csv")
                .body("a;b")
                .post("/api/v1/hr/events")
                .then()
                .statusCode(415);
    }

    @Test
    void tooMuchAtOnceIsRefused() {
        String event = hired("e", "p");
        manyTimes(CloudEventsOverHttp.MOST_EVENTS + 1, event).statusCode(413);
    }

    @Test
    void otherContentOfAKnownVersionIsRefusedAndACorrectedEventMayComeAgain() {
        batch(hired("e", "p"), absence("f", 1, "2026-01-05", null, 1)).body("accepted", is(2));

        single(absence("f", 1, "2026-01-05", null, 0.5)).statusCode(409).body("code", is("version-conflict"));
        single(absence("f", 2, "2026-01-05", null, 0.5)).statusCode(200).body("accepted", is(1));
    }

    @Test
    void aPartnerSpeaksForTheirOwnOrganizationsOnly() {
        String foreign = "o-" + UUID.randomUUID();
        batch(hired("e", "p")).body("accepted", is(1));

        for (String event : List.of(
                hired("e2", "p2"),
                absence("f", 1, "2026-01-05", null, 1),
                event(
                        "employee.left",
                        "{\"employmentRef\": \"%s\", \"lastDay\": \"2026-01-31\"}".formatted(ref("e"))))) {
            send(Tokens.of("hr-partner").organizations(foreign).sign(), CloudEventsOverHttp.SINGLE, event)
                    .statusCode(422)
                    .body("errors[0].code", is("source-not-allowed"));
        }
        assertThat(rows("select ref from absence where ref = $1", ref("f"))).isEmpty();
    }

    @Test
    void onceAnOrganizationHasARegisteredSystemOthersArePutAsideOverKafkaToo() {
        absenceOverKafka("urn:stranger:" + organization, "parked");
        await().atMost(PATIENCE)
                .until(() -> !rows("select ref from absence where ref = $1", ref("parked"))
                        .isEmpty());

        register(source);
        batch(hired("e", "p")).body("accepted", is(1));
        assertThat(rows("select ref from absence where ref = $1", ref("parked")))
                .as("what had waited came from a stranger")
                .isEmpty();
        String kept = awaitLetter("source-not-allowed", "urn:stranger:" + organization);

        absenceOverKafka("urn:stranger:" + organization, "f");
        await().atMost(PATIENCE)
                .until(() -> rows("select id from hr_dead_letter where source = $1", "urn:stranger:" + organization)
                                .size()
                        == 2);
        assertThat(rows("select ref from absence where ref = $1", ref("f"))).isEmpty();

        register("urn:stranger:" + organization);
        as(Tokens.of("platform-admin").sign())
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/hr/dead-letters/" + kept + "/replay")
                .then()
                .statusCode(200)
                .body("outcome", is("accepted"));
        assertThat(rows("select ref from absence where ref = $1", ref("parked")))
                .as("it was kept, until its source had a say")
                .hasSize(1);
    }

    private void register(String speaker) {
        given().auth()
                .oauth2(Tokens.of("platform-admin").sign())
                .contentType(ContentType.JSON)
                .body(Map.of("source", speaker, "organizations", List.of(organization)))
                .put("/api/v1/hr/sources")
                .then()
                .statusCode(200)
                .body("organizations", contains(organization));
    }

    @Test
    void whatALetterHoldsLiesSealedAlsoWhatWasKeptBeforeLettersWere() {
        publish(source, "absence.started", "{\"absenceRef\": \"" + ref("readable") + "\"}");
        String id = awaitLetter("schema-violation", source);
        assertThat(payloads(id)).singleElement().satisfies(row -> {
            assertThat(row.getString(0)).isNotNull();
            assertThat(row.getBuffer(1).toString()).doesNotContain("readable");
        });

        UUID older = UUID.randomUUID();
        database.preparedQuery("""
                        insert into hr_dead_letter (id, reason, detail, source, headers, payload, time)
                        values ($1, 'schema-violation', '/', $2, '{}', $3, current_timestamp)
                        """)
                .execute(Tuple.tuple().addUUID(older).addString(source).addBuffer(Buffer.buffer("readable")))
                .await()
                .atMost(PATIENCE);
        letter(older.toString()).body("payload", is("readable"));
        letters.sealOpenOnes().await().atMost(PATIENCE);
        assertThat(payloads(older.toString())).singleElement().satisfies(row -> {
            assertThat(row.getString(0)).isNotNull();
            assertThat(row.getBuffer(1).toString()).doesNotContain("readable");
        });
        letter(older.toString()).body("payload", is("readable"));
    }

    private List<Row> payloads(String letter) {
        return rows("select key_id, payload from hr_dead_letter where cast(id as text) = $1", letter);
    }

    private static ValidatableResponse letter(String id) {
        return as(Tokens.of("platform-admin").sign())
                .get("/api/v1/hr/dead-letters/" + id)
                .then()
                .statusCode(200);
    }

    @Test
    void aDeadLetterIsLookedAtCorrectedAndReplayed() {
        batch(hired("e", "p"), absence("f", 1, "2026-01-05", null, 1)).body("accepted", is(2));
        publish(source, "absence.started", """
                {"absenceRef": "%s", "employmentRef": "%s", "kind": "sick", "from": "2026-01-05", "extent": 0.25, "version": 1}
                """.formatted(ref("f"), ref("e")));
        String id = awaitLetter("version-conflict", source);

        letters(Tokens.of("hr-partner").organizations("another").sign()).body("items", empty());
        letters(partner())
                .body("items", hasSize(1))
                .body("items[0].reason", is("version-conflict"))
                .body("items[0].detail", is("/version"))
                .body("items[0].payload", nullValue());
        as(partner())
                .get("/api/v1/hr/dead-letters/" + id)
                .then()
                .statusCode(200)
                .body("payload", containsString("0.25"));
        as(Tokens.of("hr-partner").organizations("another").sign())
                .get("/api/v1/hr/dead-letters/" + id)
                .then()
                .statusCode(404);

        replay(id, "{}").statusCode(409).body("code", is("version-conflict"));
        replay(id, """
                {"data": {"absenceRef": "%s", "employmentRef": "%s", "kind": "sick", "from": "2026-01-05", "extent": 0.25, "version": 2}}
                """.formatted(ref("f"), ref("e"))).statusCode(200).body("outcome", is("accepted"));
        replay(id, "{}").statusCode(409).body("code", is("letter-closed"));

        assertThat(rows("select extent from absence where ref = $1", ref("f"))
                        .get(0)
                        .getBigDecimal(0))
                .isEqualByComparingTo("0.25");
        assertThat(rows("select why from hr_dead_letter_look where cast(letter as text) = $1 order by at", id))
                .extracting(row -> row.getString(0))
                .containsExactly("read", "replay", "replay", "replay");
    }

    @Test
    void deadLettersAreReplayedManyAtOnceOrDiscarded() {
        publish(source, "absence.started", "{\"absenceRef\": \"" + ref("f") + "\"}");
        String id = awaitLetter("schema-violation", source);
        batch(hired("e", "p")).body("accepted", is(1));

        as(partner())
                .contentType(ContentType.JSON)
                .body(Map.of("source", source))
                .post("/api/v1/hr/dead-letters/replay")
                .then()
                .statusCode(200)
                .body("replayed", is(0))
                .body("refused", is(1));
        as(partner())
                .contentType(ContentType.JSON)
                .body(Map.of("reason", "sent again by hand"))
                .post("/api/v1/hr/dead-letters/" + id + "/discard")
                .then()
                .statusCode(204);
        letters(partner())
                .body("items[0].state", is("discarded"))
                .body("items[0].attempts", is(1))
                .body("items[0].closedBecause", is("sent again by hand"));
    }

    @Test
    void theFeedSaysWhatWaitsAndHowFarBehindItIs() {
        batch(absence("f", 1, "2026-01-05", null, 1)).body("accepted", is(1));

        as(partner()).get("/api/v1/hr/feed").then().body("parked", is(0)).body("sources", empty());
        batch(hired("other", "p")).body("accepted", is(1));
        as(partner())
                .get("/api/v1/hr/feed")
                .then()
                .body("parked", is(1))
                .body("parkedSince", notNullValue())
                .body("dead", is(0));
        await().atMost(PATIENCE)
                .untilAsserted(() -> as(partner()).get("/api/v1/hr/feed").then().body("lag", notNullValue()));
    }

    @Test
    void statisticsAreToldPlannedTimeAndEpisodesAndACorrectionReplacesWhatItTouches() {
        batch(
                absence("g", 1, "2026-09-08", "2026-09-15", 0.5),
                absence("f", 1, "2026-09-01", "2026-09-10", 1),
                hired("e", "p"));
        List<JsonNode> told = told(2);
        assertThat(told.get(0).path("slices")).hasSize(1);
        assertThat(told.get(0).path("slices").get(0).path("weeklyHours").decimalValue())
                .isEqualByComparingTo("40");
        JsonNode episode = told.get(1);
        assertThat(episode.path("from").asText()).isEqualTo("2026-09-01");
        assertThat(episode.path("to").asText()).isEqualTo("2026-09-15");
        assertThat(episode.path("parts")).hasSize(2);
        assertThat(episode.path("employmentId")).isEqualTo(told.get(0).path("employmentId"));
        assertThat(episode.toString()).doesNotContain(organization);

        batch(absence("h", 1, "2026-11-02", "2026-11-03", 1));
        assertThat(told(3).get(2).path("from").asText()).isEqualTo("2026-11-02");

        batch(event("absence.cancelled", "{\"absenceRef\": \"%s\", \"version\": 2}".formatted(ref("f"))));
        List<JsonNode> corrected = told(5).subList(3, 5);
        assertThat(corrected.get(0).path("from").asText()).isEqualTo("2026-09-08");
        assertThat(corrected.get(1).path("episodeId")).isEqualTo(episode.path("episodeId"));
        assertThat(corrected.get(1).path("version").asInt()).isEqualTo(2);
        assertThat(corrected.get(1).has("parts")).isFalse();

        batch(event("employee.left", "{\"employmentRef\": \"%s\", \"lastDay\": \"2026-09-10\"}".formatted(ref("e"))));
        List<JsonNode> ended = told(8).subList(5, 8);
        assertThat(ended.get(0).path("slices").get(0).path("to").asText()).isEqualTo("2026-09-10");
        assertThat(ended.get(1).path("to").asText()).isEqualTo("2026-09-10");
        assertThat(ended.get(2).has("parts"))
                .as("the one of November is retracted")
                .isFalse();
    }

    @Test
    void repeatedShortAbsenceLeadsToOneOfferThatOnlyThePersonSees() {
        organization();
        signal(3);
        LocalDate today = LocalDate.now();
        batch(hired("e", "p"));
        batch(spell("f1", 1, today.minusDays(60), 2), spell("f2", 1, today.minusDays(40), 3));
        UUID person = rows("select id from person where person_ref = $1", ref("p"))
                .get(0)
                .getUUID(0);
        mine(person).body("items", empty());

        batch(spell("f3", 1, today.minusDays(20), 1));
        batch(spell("f4", 1, today.minusDays(10), 1));
        String offer = mine(person)
                .body("items", hasSize(1))
                .body("items[0].state", is("open"))
                .extract()
                .path("items[0].id");
        acceptedOffers().body("items", empty());

        batch(
                event("absence.cancelled", "{\"absenceRef\": \"%s\", \"version\": 2}".formatted(ref("f1"))),
                event("absence.cancelled", "{\"absenceRef\": \"%s\", \"version\": 2}".formatted(ref("f2"))));
        mine(person).body("items", hasSize(1)).body("items[0].state", is("closed"));

        batch(spell("f1", 3, today.minusDays(60), 2));
        String again = mine(person)
                .body("items.state", contains("open", "closed"))
                .extract()
                .path("items[0].id");
        assertThat(again).isNotEqualTo(offer);
        as(Tokens.of("participant").person(person).sign())
                .contentType(ContentType.JSON)
                .body(Map.of("answer", "accepted"))
                .post("/api/v1/me/offers/" + again + "/answer")
                .then()
                .statusCode(200)
                .body("state", is("accepted"));
        acceptedOffers().body("items.personId", contains(person.toString()));
    }

    @Test
    void aRuleLooksBackWhenItIsSetAndFollowsRecordsThatAreOnePerson() {
        organization();
        LocalDate today = LocalDate.now();
        batch(hired("e", "p"), hired("e2", "p2"), hired("e3", "p3"));
        batch(
                spell("f1", 1, today.minusDays(60), 2),
                spell("f2", 1, today.minusDays(40), 2),
                spellOf("e2", "g1", 1, today.minusDays(20), 2),
                spellOf("e3", "h1", 1, today.minusDays(50), 2),
                spellOf("e3", "h2", 1, today.minusDays(30), 2),
                spellOf("e3", "h3", 1, today.minusDays(10), 2));
        signal(3);

        UUID third = person("p3");
        await().atMost(PATIENCE).untilAsserted(() -> mine(third).body("items.state", contains("open")));
        UUID first = person("p");
        UUID second = person("p2");
        mine(first).body("items", empty());

        as(Tokens.of("coordinator").organizations(organization).sign())
                .contentType(ContentType.JSON)
                .body(Map.of("into", first, "reason", "the same"))
                .post("/api/v1/people/" + second + "/merge")
                .then()
                .statusCode(200);
        mine(first).body("items.state", contains("open"));
        mine(second).body("items.state", contains("open"));

        as(Tokens.of("coordinator").organizations(organization).sign())
                .delete("/api/v1/people/" + second + "/merge")
                .then()
                .statusCode(200);
        mine(first).body("items.findAll { it.state == 'open' }", empty());
        mine(second).body("items.findAll { it.state == 'open' }", empty());
    }

    @Test
    void absencesAreForgottenAfterTheirTimeAndNothingThatWasToldIsTakenBack() {
        LocalDate today = LocalDate.now();
        LocalDate old = today.minusMonths(37);
        batch(
                hired("e", "p"),
                absence("old", 1, old.toString(), old.plusDays(3).toString(), 1),
                absence(
                        "both",
                        1,
                        old.plusDays(40).toString(),
                        today.minusMonths(35).toString(),
                        1),
                absence("open", 1, today.minusMonths(30).toString(), null, 1));
        int facts = told(4).size();

        forgetOldAbsences();

        assertThat(rows("select ref from absence where employment_ref = $1 order by ref", ref("e")))
                .extracting(row -> row.getString(0))
                .containsExactly(ref("both"), ref("open"));
        assertThat(rows("select first_day from absence_episode where employment_ref = $1", ref("e")))
                .hasSize(2);
        batch(absence(
                "new",
                1,
                today.minusMonths(33).toString(),
                today.minusMonths(33).toString(),
                0.5));
        assertThat(told(facts + 1)).hasSize(facts + 1).noneMatch(fact -> !fact.has("parts") && fact.has("episodeId"));
    }

    private void forgetOldAbsences() {
        try {
            VertxContextSupport.subscribeAndAwait(retention::forget);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private UUID person(String ref) {
        return rows("select id from person where person_ref = $1", ref(ref))
                .get(0)
                .getUUID(0);
    }

    private void organization() {
        as(Tokens.of("platform-admin").sign())
                .contentType(ContentType.JSON)
                .body(Map.of("key", organization, "name", "O", "kind", "municipality"))
                .post("/api/v1/organizations")
                .then()
                .statusCode(201);
    }

    private void signal(int occasions) {
        as(Tokens.of("occupational-health").organizations(organization).sign())
                .contentType(ContentType.JSON)
                .body(Map.of("occasions", occasions, "months", 12, "maxDays", 14))
                .put("/api/v1/organizations/" + organization + "/early-signal")
                .then()
                .statusCode(200);
    }

    private ValidatableResponse mine(UUID person) {
        return as(Tokens.of("participant").person(person).sign())
                .get("/api/v1/me/offers")
                .then()
                .statusCode(200);
    }

    private ValidatableResponse acceptedOffers() {
        return as(Tokens.of("occupational-health").organizations(organization).sign())
                .get("/api/v1/support-offers")
                .then()
                .statusCode(200);
    }

    @Test
    void aSnapshotMatchesOrNamesTheDifferences() {
        batch(hired("e", "p"), hired("e2", "p2"), absence("f", 1, "2026-01-05", "2026-01-09", 0.5));
        String e = String.join("\t", ref("e"), ref("p"), "2020-01-01", "");
        String e2 = String.join("\t", ref("e2"), ref("p2"), "2020-01-01", "");
        String f = String.join("\t", ref("f"), "1", ref("e"), "sick", "2026-01-05", "2026-01-09", "0.5");

        snapshot(said(List.of(e2, e)), said(List.of(f)))
                .body("matches", is(true))
                .body("employments.countHere", is(2))
                .body("absences.countHere", is(1));
        snapshot(
                        said(List.of(e, e2 + "2030-12-31", ref("e3") + "\tx")),
                        Map.of("count", 0, "hash", Snapshot.hash(List.of())))
                .body("matches", is(false))
                .body("employments.missingHere", contains(ref("e3")))
                .body("employments.different", contains(ref("e2")))
                .body("employments.unknownThere", empty())
                .body("absences.matches", is(false))
                .body("absences.unknownThere", empty());
        as(partner())
                .get("/api/v1/hr/snapshots?organization=" + organization)
                .then()
                .body("items.matches", contains(true, false))
                .body("items[1].result.employments.different", is(1));
    }

    private ValidatableResponse snapshot(Map<String, ?> employments, Map<String, ?> absences) {
        return as(partner())
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "organization", organization,
                        "date", "2026-02-01",
                        "employments", employments,
                        "absences", absences))
                .post("/api/v1/hr/snapshots")
                .then()
                .statusCode(200);
    }

    private static Map<String, ?> said(List<String> lines) {
        return Map.of(
                "count",
                lines.size(),
                "hash",
                Snapshot.hash(lines),
                "lines",
                lines.stream()
                        .map(line -> Map.of("ref", line.split("\t", -1)[0], "hash", Snapshot.lineHash(line)))
                        .toList());
    }

    /** What statistics were told of this organization's people, in its order; one person each. */
    private List<JsonNode> told(int many) {
        String pseudonym = rows("select pseudonym from person where organization = $1", organization)
                .get(0)
                .getUUID(0)
                .toString();
        try (var log = EventLog.of("samverka.absence.v1")) {
            return log.await(many, entry -> pseudonym.equals(entry.key())).stream()
                    .map(Entry::data)
                    .toList();
        }
    }

    private String awaitLetter(String reason, String from) {
        var found = new ArrayList<Row>();
        await().atMost(PATIENCE).until(() -> {
            found.addAll(rows("select cast(id as text), reason from hr_dead_letter where source = $1", from));
            return !found.isEmpty();
        });
        assertThat(found.get(0).getString(1)).isEqualTo(reason);
        return found.get(0).getString(0);
    }

    private ValidatableResponse letters(String token) {
        return as(token).get("/api/v1/hr/dead-letters?source=" + source).then().statusCode(200);
    }

    private ValidatableResponse replay(String id, String body) {
        return as(partner())
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/hr/dead-letters/" + id + "/replay")
                .then();
    }

    private void absenceOverKafka(String from, String absence) {
        publish(from, "absence.started", """
                {"absenceRef": "%s", "employmentRef": "%s", "kind": "sick", "from": "2026-01-05", "extent": 1, "version": 1}
                """.formatted(ref(absence), ref("e")));
    }

    /** Later than what comes over HTTP, since of one version what was stated first holds. */
    private void publish(String from, String type, String data) {
        try (var log = EventLog.of("samverka.hr.v1")) {
            log.publishRaw(
                    ref("e"),
                    data.getBytes(UTF_8),
                    Map.of(
                            "ce_specversion",
                            "1.0",
                            "ce_id",
                            UUID.randomUUID().toString(),
                            "ce_source",
                            from,
                            "ce_type",
                            "org.samverka.hr." + type + ".v1",
                            "ce_time",
                            "2026-01-06T00:00:01Z",
                            "content-type",
                            "application/json"));
        }
    }

    private ValidatableResponse single(String event) {
        return send(partner(), CloudEventsOverHttp.SINGLE, event);
    }

    private ValidatableResponse batch(String... some) {
        return send(partner(), CloudEventsOverHttp.BATCH, "[" + String.join(",", some) + "]")
                .statusCode(200);
    }

    private ValidatableResponse manyTimes(int times, String event) {
        return send(
                partner(), CloudEventsOverHttp.BATCH, "[" + String.join(",", Collections.nCopies(times, event)) + "]");
    }

    private ValidatableResponse send(String token, String contentType, String body) {
        return given().config(CLOUD_EVENTS)
                .auth()
                .oauth2(token)
                .contentType(contentType)
                .body(body)
                .post("/api/v1/hr/events")
                .then();
    }

    private String hired(String employment, String person) {
        return event("employee.hired", """
                {"employmentRef": "%s", "personRef": "%s", "organization": "%s", "orgUnitRef": "u", "from": "2020-01-01",
                 "to": null, "extent": 1, "weeklyHours": 40, "payForm": "monthly", "gender": "woman", "birthYear": 1980,
                 "leader": false}
                """.formatted(ref(employment), ref(person), organization));
    }

    private String spell(String absence, int version, LocalDate from, int days) {
        return spellOf("e", absence, version, from, days);
    }

    private String spellOf(String employment, String absence, int version, LocalDate from, int days) {
        return absenceOf(
                employment,
                absence,
                version,
                from.toString(),
                from.plusDays(days - 1).toString(),
                1);
    }

    private String absence(String absence, int version, String from, @Nullable String to, double extent) {
        return absenceOf("e", absence, version, from, to, extent);
    }

    private String absenceOf(
            String employment, String absence, int version, String from, @Nullable String to, double extent) {
        return event("absence.changed", """
                {"absenceRef": "%s", "employmentRef": "%s", "kind": "sick", "from": "%s", "to": %s, "extent": %s, "version": %d}
                """.formatted(
                        ref(absence), ref(employment), from, to == null ? "null" : "\"" + to + "\"", extent, version));
    }

    private String event(String type, String data) {
        var event = new HashMap<String, Object>(Map.of(
                "specversion",
                "1.0",
                "id",
                organization + "-" + events++,
                "source",
                source,
                "type",
                "org.samverka.hr." + type + ".v1",
                "time",
                "2026-01-06T00:00:00Z",
                "datacontenttype",
                "application/json"));
        try {
            event.put("data", JSON.readTree(data));
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String ref(String of) {
        return organization + ":" + of;
    }

    private String partner() {
        return Tokens.of("hr-partner").organizations(organization).sign();
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }

    private List<Row> rows(String sql, String parameter) {
        return StreamSupport.stream(
                        database.preparedQuery(sql)
                                .execute(Tuple.of(parameter))
                                .await()
                                .atMost(PATIENCE)
                                .spliterator(),
                        false)
                .toList();
    }
}
