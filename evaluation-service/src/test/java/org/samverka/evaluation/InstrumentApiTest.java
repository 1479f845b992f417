package org.samverka.evaluation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "evaluation"))
class InstrumentApiTest {
    private static final String PATH = "/api/v1/instruments/session-evaluation";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sv | sv | Innehållet var relevant för mitt arbete.",
                "da | da | Indholdet var relevant for mit arbejde.",
                "en-GB | en | The content was relevant to my work.",
                "de, da;q=0.4, en;q=0.8 | en | The content was relevant to my work.",
                "fi | sv | Innehållet var relevant för mitt arbete.",
                "* | sv | Innehållet var relevant för mitt arbete.",
            })
    void anInstrumentSpeaksTheReadersLanguage(String accepted, String language, String relevance) {
        get(PATH, accepted)
                .header("Content-Language", language)
                .header("Vary", "Accept-Language")
                .header("ETag", "\"1-" + language + "\"")
                .body("language", equalTo(language))
                .body("items[0].text", equalTo(relevance));
    }

    @Test
    void withoutAnAcceptLanguageItSpeaksSwedish() {
        given().auth()
                .oauth2(Tokens.of("participant").sign())
                .get(PATH)
                .then()
                .statusCode(200)
                .header("Content-Language", "sv")
                .body("scale.from", equalTo(1))
                .body("scale.to", equalTo(5))
                .body("scale.labels[4].text", equalTo("Håller helt med"))
                .body("license.spdx", equalTo("Apache-2.0"));
    }

    @Test
    void allAreListedInPages() {
        get("/api/v1/instruments", "en")
                .header("Content-Language", "en")
                .body("items.key", hasItems("goal-statement", "recommendation", "session-evaluation"))
                .body("next", nullValue());
        String next = get("/api/v1/instruments?limit=2", "en").extract().path("next");
        get("/api/v1/instruments?cursor=" + next, "en").body("items.key", hasItem("session-evaluation"));
    }

    @Test
    void aVersionCanBeNamedAndAnUnknownOneIsNotKnown() {
        get(PATH + "?version=1", "en").body("version", equalTo(1));
        for (String path : new String[] {PATH + "?version=2", "/api/v1/instruments/mood"}) {
            assertThat(given().auth()
                            .oauth2(Tokens.of("analyst").sign())
                            .get(path)
                            .then()
                            .statusCode(404)
                            .extract()
                            .<String>path("code"))
                    .isEqualTo("not-known");
        }
    }

    private static final String WORDS = """
            {"key": "%s", "version": %d,
             "license": {"spdx": "LicenseRef-agreement", "holder": "A publisher", "source": "Synthetic words"},
             "review": {"sv": "official"}, "title": {"sv": "Din arbetsförmåga"}, "introduction": {"sv": "Frivilligt."},
             "scale": {"from": 0, "to": 10, "labels": {"0": {"sv": "Minst"}, "10": {"sv": "Mest"}}},
             "items": [{"key": "was-1", "required": true, "text": {"sv": "%s"}}],
             "scoring": {"key": "was", "version": 1}}
            """;

    @Test
    void anOrganizationLoadsItsOwnWordsOnceAndForGood() {
        String key = "words-" + UUID.randomUUID();

        load("olofstrom", key, 1, WORDS.formatted(key, 1, "Ett"))
                .statusCode(201)
                .body("loaded", equalTo(true))
                .body("languages", contains("sv"));
        load("olofstrom", key, 1, WORDS.formatted(key, 1, "Ett"))
                .statusCode(200)
                .body("loaded", equalTo(false));
        load("olofstrom", key, 1, WORDS.formatted(key, 1, "Två"))
                .statusCode(409)
                .body("code", equalTo("version-exists"));
        load("olofstrom", key, 2, WORDS.formatted(key, 2, "Två")).statusCode(201);

        get("/api/v1/instruments/" + key, "en")
                .body("version", equalTo(2))
                .header("Content-Language", "sv")
                .body("items[0].text", equalTo("Två"))
                .body("scoring.key", equalTo("was"))
                .body("scoring.sensitivity", equalTo("health"))
                .body("review", equalTo("official"));
        get("/api/v1/instruments/" + key + "?version=1", "en").body("items[0].text", equalTo("Ett"));
        get("/api/v1/instruments?limit=500", "en")
                .body("items.findAll { it.key == '" + key + "' }.version", contains(2));
    }

    @Test
    void nobodyLoadsWordsForAnotherOrganizationNorUnderAnothersKey() {
        String key = "words-" + UUID.randomUUID();
        load("olofstrom", key, 1, WORDS.formatted(key, 1, "Ett")).statusCode(201);

        load("kalmar", key, 2, WORDS.formatted(key, 2, "Ett")).statusCode(409).body("code", equalTo("key-taken"));
        load("olofstrom", "recommendation", 2, WORDS.formatted("recommendation", 2, "Ett"))
                .statusCode(409)
                .body("code", equalTo("key-taken"));
        given().auth()
                .oauth2(Tokens.of("organization-contact")
                        .organizations("kalmar")
                        .sign())
                .contentType("application/json")
                .body(WORDS.formatted(key, 3, "Ett"))
                .put("/api/v1/instruments/{key}/versions/3?organization=olofstrom", key)
                .then()
                .statusCode(404);
    }

    @Test
    void aDefinitionThatBreaksARuleIsRefusedByPointerAndADryRunKeepsNothing() {
        String key = "words-" + UUID.randomUUID();

        load("olofstrom", key, 1, WORDS.formatted(key, 1, "Ett").replace("\"spdx\": \"LicenseRef-agreement\",", ""))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.pointer", contains("/license/spdx"));
        load("olofstrom", key, 2, WORDS.formatted(key, 1, "Ett"))
                .statusCode(422)
                .body("errors.code", contains("other-key"));
        load("olofstrom", key, 1, "{").statusCode(400);
        given().auth()
                .oauth2(Tokens.of("organization-contact")
                        .organizations("olofstrom")
                        .sign())
                .contentType("application/json")
                .body(WORDS.formatted(key, 1, "Ett"))
                .put("/api/v1/instruments/{key}/versions/1?organization=olofstrom&dryRun=true", key)
                .then()
                .statusCode(200)
                .body("dryRun", equalTo(true));
        given().auth()
                .oauth2(Tokens.of("coordinator").sign())
                .get("/api/v1/instruments/{key}", key)
                .then()
                .statusCode(404);
    }

    @Test
    void theSchemaAndTheScoringsAreThereForThoseWhoWriteInstruments() {
        get("/api/v1/instrument-definition-schema", "en").body("title", equalTo("Samverka instrument"));
        get("/api/v1/scorings", "en").body("items.key", hasItems("who-5", "keds", "s-ums"));
        get("/api/v1/scorings/keds/1", "en")
                .body("repeat.days", equalTo(14))
                .body("measures[0].bands[1].from", equalTo(19))
                .body("vectors.size()", equalTo(15));
    }

    private static ValidatableResponse load(String organization, String key, int version, String definition) {
        return given().auth()
                .oauth2(Tokens.of("organization-contact")
                        .organizations(organization)
                        .sign())
                .contentType("application/json")
                .body(definition)
                .put(
                        "/api/v1/instruments/{key}/versions/{version}?organization={organization}",
                        key,
                        version,
                        organization)
                .then();
    }

    private static ValidatableResponse get(String path, String acceptLanguage) {
        return given().auth()
                .oauth2(Tokens.of("coordinator").sign())
                .header("Accept-Language", acceptLanguage)
                .get(path)
                .then()
                .statusCode(200);
    }
}
