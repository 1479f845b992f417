package org.samverka.evaluation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
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
                .body("items.key", contains("goal-statement", "recommendation", "session-evaluation"))
                .body("next", nullValue());
        String next = get("/api/v1/instruments?limit=2", "en").extract().path("next");
        get("/api/v1/instruments?cursor=" + next, "en").body("items.key", contains("session-evaluation"));
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

    private static ValidatableResponse get(String path, String acceptLanguage) {
        return given().auth()
                .oauth2(Tokens.of("coordinator").sign())
                .header("Accept-Language", acceptLanguage)
                .get(path)
                .then()
                .statusCode(200);
    }
}
