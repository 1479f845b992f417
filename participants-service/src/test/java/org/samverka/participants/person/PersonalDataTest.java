package org.samverka.participants.person;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.testing.EventLog;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class PersonalDataTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String NUMBER = "19821105-9954";

    @Inject
    Pool database;

    private final UUID caller = UUID.randomUUID();
    private final String organization = "o-" + UUID.randomUUID();
    private final String another = "o-" + UUID.randomUUID();

    @Test
    void anIdentityNumberIsKeptSealedAndReadOnlyForAReportAndEveryReadingIsLogged() {
        UUID person = person(organization, "p1", "Åsa", "Öberg");
        keepNumber(organization, person, NUMBER).statusCode(204);

        Row kept = rows("select sealed, lookup from identity where person_id = $1", person)
                .get(0);
        assertThat(new String(kept.getBuffer("sealed").getBytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("198211059954", "8211059954");
        as("coordinator", organization)
                .get("/api/v1/people/" + person + "/identity-number?purpose=funder-report")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("number", is(NUMBER))
                .body("kind", is("personnummer"));
        as("coordinator", organization)
                .get("/api/v1/people/" + person + "/identity-number")
                .then()
                .statusCode(422);
        as("coordinator", another)
                .get("/api/v1/people/" + person + "/identity-number?purpose=funder-report")
                .then()
                .statusCode(404);
        UUID contact = UUID.randomUUID();
        given().auth()
                .oauth2(Tokens.of("organization-contact")
                        .person(contact)
                        .organizations(organization)
                        .sign())
                .get("/api/v1/people/" + person + "/identity-number?purpose=funder-report")
                .then()
                .statusCode(403);

        String subject = pseudonym(person).toString();
        auditor("?subject=" + subject)
                .body("items.action", contains("set", "read"))
                .body("items[1].object", is("identity-number"))
                .body("items[1].purpose", is("funder-report"))
                .body("items[1].role", is("coordinator"))
                .body("items[1].outcome", is("granted"));
        auditor("?outcome=not-known&limit=500").body("items.object", hasItem("identity-number"));
        auditor("?outcome=forbidden&caller=" + contact)
                .body("items.object", hasItem("/api/v1/people/" + person + "/identity-number"));
        participant(person)
                .get("/api/v1/me/access-log")
                .then()
                .statusCode(200)
                .body("items.action", contains("set", "read"));
    }

    @Test
    void aNumberThatCannotBeIsRefusedWithoutRepeatingIt() {
        UUID person = person(organization, "p1", "Åsa", "Öberg");
        String answer = keepNumber(organization, person, "19870704-9996")
                .statusCode(422)
                .body("errors[0].code", is("identity-number-check-digit"))
                .extract()
                .asString();
        assertThat(answer).doesNotContain("0704-9996").doesNotContain("07049996");
    }

    @Test
    void theAccessLogCannotBeChangedAndAChangeMadeBehindItsBackIsFound() {
        person(organization, "p1", "Åsa", "Öberg");
        as("coordinator", organization).get("/api/v1/people").then().statusCode(200);
        for (String attempt :
                List.of("update access_log set caller = 'nobody'", "delete from access_log", "truncate access_log")) {
            assertThat(failure(attempt)).contains("only added to");
        }
        verification().body("intact", is(true)).body("brokenAt", nullValue());

        long position = rows(
                        "select max(position) from access_log where caller <> $1",
                        UUID.randomUUID().toString())
                .get(0)
                .getLong(0);
        String tamper = "update access_log set action = '%s' where position = " + position;
        execute("alter table access_log disable trigger access_log_stays");
        String action = rows("select action from access_log where position = $1", position)
                .get(0)
                .getString(0);
        execute(tamper.formatted("nothing"));
        verification().body("intact", is(false)).body("brokenAt", is((int) position));
        execute(tamper.formatted(action));
        execute("alter table access_log enable trigger access_log_stays");
        verification().body("intact", is(true));
    }

    @Test
    void ofAProtectedPersonNobodyIsToldNameContactOrPlace() {
        UUID person = person(organization, "p1", "Åsa", "Öberg");
        person(organization, "p2", "Bo", "Ek");
        keepNumber(organization, person, NUMBER).statusCode(204);

        protect("organization-contact", person, true)
                .statusCode(200)
                .body("name", nullValue())
                .body("unit", nullValue())
                .body("protectedIdentity", is(true));

        people("")
                .body("items.personRef", contains("p1", "p2"))
                .body("items[0].name", nullValue())
                .body("items[0].unit", nullValue())
                .body("items[1].name.given", is("Bo"));
        people("?q=öberg").body("items", empty());
        people("?unit=north").body("items.personRef", contains("p2"));
        as("coordinator", organization).get("/api/v1/people/" + person).then().body("name", nullValue());
        as("coordinator", organization)
                .get("/api/v1/people/" + person + "/identity-number?purpose=funder-report")
                .then()
                .statusCode(409)
                .body("code", is("identity-protected"));
        participant(person).get("/api/v1/me").then().body("name.given", is("Åsa"));
        JsonNode contact = lastOf("samverka.contacts.v1", person, 1);
        assertThat(contact.path("protectedIdentity").asBoolean()).isTrue();
        assertThat(List.of("givenName", "familyName", "email", "phone")).noneMatch(contact::hasNonNull);
        assertThat(lastOf("samverka.participants.v1", person, 1).hasNonNull("unit"))
                .isFalse();

        protect("organization-contact", person, false).statusCode(403);
        protect("platform-admin", person, false).statusCode(200).body("name.given", is("Åsa"));
        assertThat(lastOf("samverka.contacts.v1", person, 2).path("familyName").asText())
                .isEqualTo("Öberg");
    }

    @Test
    void absenceFactsOfAProtectedPersonNameNoUnit() {
        UUID person = person(organization, "p1", "Åsa", "Öberg");
        employment(organization, "p1");

        protect("organization-contact", person, true).statusCode(200);
        JsonNode hidden = lastOf("samverka.absence.v1", pseudonym(person), 1).path("slices");
        assertThat(hidden).hasSize(1);
        assertThat(hidden.path(0).path("extent").asInt()).isEqualTo(1);
        assertThat(hidden.path(0).hasNonNull("unit")).isFalse();

        protect("platform-admin", person, false).statusCode(200);
        assertThat(lastOf("samverka.absence.v1", pseudonym(person), 2)
                        .path("slices")
                        .path(0)
                        .path("unit")
                        .asText())
                .isEqualTo("south");
    }

    @Test
    void whoDoesNotWantMailHasNoAddressAnyMore() {
        UUID person = person(organization, "p1", "Åsa", "Öberg");
        participant(person)
                .get("/api/v1/me/consents")
                .then()
                .statusCode(200)
                .body(
                        "items.purpose",
                        contains("contact-by-mail", "early-signal", "share-result-with-occupational-health"))
                .body("items.given", contains(true, true, false))
                .body("items[0].since", nullValue());

        consent(person, "contact-by-mail", false);
        JsonNode contact = lastOf("samverka.contacts.v1", person, 1);
        assertThat(contact.hasNonNull("email")).isFalse();
        assertThat(contact.path("givenName").asText()).isEqualTo("Åsa");
        consent(person, "contact-by-mail", false);
        consent(person, "contact-by-mail", true);
        assertThat(lastOf("samverka.contacts.v1", person, 2).path("email").asText())
                .isEqualTo("exempla@example.org");
        participant(person)
                .get("/api/v1/me/consents")
                .then()
                .body("items[0].given", is(true))
                .body("items[0].history.given", contains(true, false));
        try (var log = EventLog.of("samverka.participants.v1")) {
            assertThat(log.await(
                            2,
                            entry -> person.toString().equals(entry.key())
                                    && entry.type().equals("org.samverka.participants.consent-changed.v1")))
                    .extracting(entry -> entry.data().path("allowed").asBoolean())
                    .containsExactly(false, true);
        }

        consent(person, "early-signal", true);
        as("organization-contact", organization)
                .get("/api/v1/people/" + person + "/consents")
                .then()
                .body("items.purpose", contains("contact-by-mail"));
        as("occupational-health", organization)
                .get("/api/v1/people/" + person + "/consents")
                .then()
                .body("items.purpose", hasSize(3));
        given().auth()
                .oauth2(Tokens.of("participant").person(person).sign())
                .contentType(ContentType.JSON)
                .body(Map.of("given", true))
                .put("/api/v1/me/consents/everything")
                .then()
                .statusCode(422);
    }

    @Test
    void twoRecordsOfOnePersonCountAsOneUntilThatIsUndone() {
        UUID first = person(organization, "p1", "Åsa", "Öberg");
        UUID second = person(another, "p1", "ASA", "OBERG");
        UUID third = person(another, "p3", "Bo", "Ek");
        keepNumber(organization, first, NUMBER).statusCode(204);
        keepNumber(another, third, NUMBER).statusCode(204);

        coordinator()
                .get("/api/v1/people/duplicates?limit=500")
                .then()
                .statusCode(200)
                .body("items.id", contains(second.toString(), third.toString()))
                .body("items[0].candidates.id", contains(first.toString()))
                .body("items[0].candidates.because", contains("same-name"))
                .body("items[1].candidates.because", contains("same-identity-number"));

        String key = UUID.randomUUID().toString();
        merge(key, second, first).statusCode(200).body("merged", is(true));
        merge(key, second, first).statusCode(200).body("merged", is(true));
        merge(key, second, third).statusCode(409).body("code", is("idempotency-key-reused"));
        merge(third, second).statusCode(200);
        merge(second, third).statusCode(409).body("code", is("already-merged"));
        merge(first, third).statusCode(409).body("code", is("merged-the-other-way"));
        assertThat(lastOf("samverka.participants.v1", third, 1).path("sameAs").asText())
                .isEqualTo(pseudonym(first).toString());
        coordinator().get("/api/v1/people/duplicates?limit=500").then().body("items", empty());
        employment(another, "p3");
        participant(first)
                .get("/api/v1/me")
                .then()
                .body("employments", hasSize(1))
                .body("employments[0].organization", is(another));

        undo(second).statusCode(200).body("merged", is(false));
        assertThat(lastOf("samverka.participants.v1", second, 2).hasNonNull("sameAs"))
                .isFalse();
        assertThat(lastOf("samverka.participants.v1", third, 2).path("sameAs").asText())
                .isEqualTo(pseudonym(second).toString());
        undo(third).statusCode(200);
        assertThat(lastOf("samverka.participants.v1", third, 3).hasNonNull("sameAs"))
                .isFalse();
        undo(third).statusCode(404);
        as("coordinator", organization)
                .contentType(ContentType.JSON)
                .body(Map.of("into", first, "reason", "same number"))
                .post("/api/v1/people/" + second + "/merge")
                .then()
                .statusCode(404);
    }

    @Test
    void aNameIsFoundByItsBeginningHoweverItIsTyped() {
        person(organization, "p1", "Åsa", "Öberg");
        person(organization, "p2", "Anna-Karin", "Olsson");
        person(organization, "p3", "Søren", "Æbeltoft");
        person(another, "p4", "Åsa", "Öberg");

        people("?q=ober").body("items.personRef", contains("p1"));
        people("?q=ÖBERG").body("items.personRef", contains("p1"));
        people("?q=asa öb").body("items.personRef", contains("p1"));
        people("?q=anna-k").body("items.personRef", contains("p2"));
        people("?q=o").body("items.personRef", contains("p1", "p2"));
        people("?q=sor").body("items.personRef", contains("p3"));
        people("?q=aeb").body("items", empty());
        people("?q=*").statusCode(422);
        given().auth()
                .oauth2(Tokens.of("coordinator")
                        .organizations(organization, another)
                        .sign())
                .get("/api/v1/people?q=asa&limit=1")
                .then()
                .body("items.personRef", contains("p1"))
                .body("next", notNullValue());
    }

    @Test
    void eachOfSeveralNamesIsABeginningOfOneOfTheNamesInAnyOrder() {
        person(organization, "p1", "Andrea", "Andersson");
        person(organization, "p2", "Berit", "Andersson");
        person(organization, "p3", "Andrea", "Bergström");

        people("?q=and").body("items.personRef", contains("p1", "p2", "p3"));
        people("?q=andersson and").body("items.personRef", contains("p1", "p2"));
        people("?q=and and").body("items.personRef", contains("p1", "p2", "p3"));
        people("?q=ber and").body("items.personRef", contains("p2", "p3"));
        people("?q=ber andersson").body("items.personRef", contains("p2"));
        people("?q=bergström andrea").body("items.personRef", contains("p3"));
        people("?q=be a").body("items.personRef", contains("p2", "p3"));
        people("?q=ber and berg").body("items.personRef", contains("p3"));
        people("?q=ber cec").body("items", empty());
        people("?q=ber and&limit=1").body("items.personRef", contains("p2")).body("next", notNullValue());
    }

    private ValidatableResponse people(String query) {
        ValidatableResponse answer =
                as("coordinator", organization).get("/api/v1/people" + query).then();
        return query.contains("*") ? answer : answer.statusCode(200).body("items.organization", not(hasItem(another)));
    }

    private ValidatableResponse keepNumber(String of, UUID person, String number) {
        return as("organization-contact", of)
                .contentType(ContentType.JSON)
                .body(Map.of("number", number, "country", "SE"))
                .put("/api/v1/people/" + person + "/identity-number")
                .then();
    }

    private ValidatableResponse protect(String role, UUID person, boolean hidden) {
        return as(role, organization)
                .contentType(ContentType.JSON)
                .body(Map.of("protectedIdentity", hidden))
                .put("/api/v1/people/" + person + "/protection")
                .then();
    }

    private void consent(UUID person, String purpose, boolean given) {
        participant(person)
                .contentType(ContentType.JSON)
                .body(Map.of("given", given))
                .put("/api/v1/me/consents/" + purpose)
                .then()
                .statusCode(200)
                .body("items[0].given", is(given));
    }

    private RequestSpecification coordinator() {
        return given().auth()
                .oauth2(Tokens.of("coordinator")
                        .organizations(organization, another)
                        .person(caller)
                        .sign());
    }

    private ValidatableResponse merge(UUID person, UUID into) {
        return merge(UUID.randomUUID().toString(), person, into);
    }

    private ValidatableResponse merge(String key, UUID person, UUID into) {
        return coordinator()
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(Map.of("into", into, "reason", "same number"))
                .post("/api/v1/people/" + person + "/merge")
                .then();
    }

    private ValidatableResponse undo(UUID person) {
        return coordinator().delete("/api/v1/people/" + person + "/merge").then();
    }

    private static ValidatableResponse auditor(String query) {
        return given().auth()
                .oauth2(Tokens.of("auditor").sign())
                .get("/api/v1/access-log" + query)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse verification() {
        return given().auth()
                .oauth2(Tokens.of("auditor").sign())
                .get("/api/v1/access-log/verification")
                .then()
                .statusCode(200);
    }

    private static RequestSpecification participant(UUID person) {
        return given().auth().oauth2(Tokens.of("participant").person(person).sign());
    }

    private static RequestSpecification as(String role, String... organizations) {
        return given().auth()
                .oauth2(Tokens.of(role).organizations(organizations).sign());
    }

    /** What was said of a person for the {@code count}th time, not counting consents. */
    private static JsonNode lastOf(String topic, UUID person, int count) {
        try (var log = EventLog.of(topic)) {
            return log.await(
                            count,
                            entry -> person.toString().equals(entry.key())
                                    && !entry.type().contains("consent"))
                    .get(count - 1)
                    .data();
        }
    }

    /** Published already as they are. */
    private UUID person(String of, String ref, String given, String family) {
        UUID id = UUID.randomUUID();
        execute("""
            insert into person (id, pseudonym, organization, person_ref, gender, birth_year, given_name, family_name,
                email, language, stamp, unit, extent, leader, active, employments, person_published, contact_published)
            values ($1, gen_random_uuid(), $2, $3, 'woman', 1982, $4, $5,
                'exempla@example.org', 'sv', '', 'north', 0, false, true, 1, true, true)
            """, id, of, ref, given, family);
        return id;
    }

    private void employment(String of, String personRef) {
        String ref = UUID.randomUUID().toString();
        execute("""
            insert into employment (ref, organization, person_ref, first_day, stamp) values ($1, $2, $3, '2020-01-01', '')
            """, ref, of, personRef);
        execute("""
            insert into employment_slice (employment_ref, effective_from, unit, extent, weekly_hours, pay_form, leader, stamp)
            values ($1, '2020-01-01', 'south', 1, 40, 'monthly', false, '')
            """, ref);
    }

    private UUID pseudonym(UUID person) {
        return rows("select pseudonym from person where id = $1", person).get(0).getUUID(0);
    }

    private @Nullable String failure(String sql) {
        try {
            execute(sql);
            return null;
        } catch (RuntimeException e) {
            return e.getMessage();
        }
    }

    private List<Row> rows(String sql, Object... parameters) {
        return StreamSupport.stream(
                        database.preparedQuery(sql)
                                .execute(Tuple.from(List.of(parameters)))
                                .await()
                                .atMost(PATIENCE)
                                .spliterator(),
                        false)
                .toList();
    }

    private void execute(String sql, Object... parameters) {
        database.preparedQuery(sql)
                .execute(Tuple.from(List.of(parameters)))
                .await()
                .atMost(PATIENCE);
    }
}
