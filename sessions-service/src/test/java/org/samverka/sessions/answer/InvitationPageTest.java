package org.samverka.sessions.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.samverka.sessions.invitation.Invitees.change;
import static org.samverka.sessions.invitation.Invitees.one;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.sessions.ToldProgram;
import org.samverka.sessions.invitation.Invitees;
import org.samverka.testing.RealStack;

/** As a browser without scripts sends it. */
@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class InvitationPageTest {
    private ToldProgram program;
    private Invitees session;
    private UUID anna;
    private String token;

    @BeforeEach
    void annaHasALetter() {
        program = ToldProgram.learned();
        anna = program.enrolled("inspirers");
        session = Invitees.of(program, 1, null);
        session.invite();
        token = session.tokenOf(anna);
    }

    @Test
    void whoeverHasTheLetterOpensItsLinkAndAnswersAndNothingElseIsNeeded() {
        RestAssured.given()
                .get("/invitation")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString("<form method=\"post\" action=\"/invitation\" id=\"open\">"));
        form().formParam("token", "http://127.0.0.1:8082/invitation#" + token)
                .post("/invitation")
                .then()
                .statusCode(200)
                .body(allOf(
                        containsString("Inspiration för alla"),
                        containsString("Folkets hus"),
                        containsString("Behöver du något för att kunna delta?"),
                        containsString("value=\"tested_hearing_loop\""),
                        not(containsString(anna.toString())),
                        not(containsString(program.key))));

        answer("accepted", "Jag är allergisk mot nötter", "tested_hearing_loop", "diet")
                .statusCode(200)
                .body(containsString("Du är anmäld och har en plats"))
                .body(not(containsString("allergisk")));

        assertThat(one("select state from invitation where person_id = ?", anna))
                .isEqualTo("accepted");
        assertThat(one(
                        "select array_to_string(needs, ',') || ' ' || text from attendee_need where session_id = ? and person_id = ?",
                        session.session,
                        anna))
                .isEqualTo("tested_hearing_loop,diet Jag är allergisk mot nötter");
        session.told("answered", 1);
    }

    @Test
    void whoDoesNotComeSaysSoAndCanComeBack() {
        answer("declined", "").statusCode(200).body(containsString("Du är avanmäld"));
        assertThat(one("select count(*) from booking where session_id = ? and state = 'booked'", session.session))
                .isEqualTo("0");
        form().formParam("token", token)
                .post("/invitation")
                .then()
                .body(containsString("Du har svarat att du inte kommer"));

        answer("accepted", "").statusCode(200);
        assertThat(one("select count(*) from attendee_need where session_id = ?", session.session))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "sv-SE, sv, Din inbjudan, Skicka svaret",
        "da, da, Din invitation, Send svaret",
        "fi, en, Your invitation, Send the answer"
    })
    void itSpeaksTheReadersLanguage(String accepted, String language, String title, String send) {
        RestAssured.given()
                .header("Accept-Language", accepted)
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("token", token)
                .post("/invitation")
                .then()
                .header("Content-Language", is(language))
                .body(containsString("<html lang=\"" + language + "\">"))
                .body(containsString("<h1>" + title + "</h1>"))
                .body(containsString(send));
    }

    @Test
    void aLanguageThatIsChosenStays() {
        form().formParam("token", token)
                .formParam("language", "da")
                .post("/invitation")
                .then()
                .body(containsString("<input type=\"hidden\" name=\"language\" value=\"da\">"))
                .body(containsString("Send svaret"));
    }

    @Test
    void whatIsRefusedIsExplainedOnThePageAndNothingIsKept() {
        UUID bo = program.enrolled("inspirers");
        String tokenOfBo = session.tokenOf(bo);
        answer("accepted", "").statusCode(200);

        answerBy(tokenOfBo, "accepted", "").statusCode(409).body(containsString("Alla platser är tagna"));
        answerBy(tokenOfBo, "", "").statusCode(422).body(containsString("Välj om du kommer eller inte"));
        answerBy(tokenOfBo, "accepted", "x".repeat(1001)).statusCode(422);
        assertThat(one("select state from invitation where person_id = ?", bo)).isEqualTo("open");
        change("update session set starts_at = starts_at - interval '40 days' where id = ?", session.session);
        answer("declined", "").statusCode(409).body(containsString("Träffen har börjat"));
    }

    @Test
    void aLinkThatIsNoneOpensNothingAndComesBackWithoutHarm() {
        for (String wrong : new String[] {"x", "\"><script>alert(1)</script>", "#"}) {
            form().formParam("token", wrong)
                    .post("/invitation")
                    .then()
                    .statusCode(404)
                    .body(containsString("Länken gäller inte"))
                    .body(not(containsString("<script>alert")));
            answerBy(wrong, "accepted", "").statusCode(404);
        }
    }

    @Test
    void whatOthersWroteIsTextAndNothingElse() {
        change("update session set title = '<b onclick=x>' where id = ?", session.session);

        form().formParam("token", token)
                .post("/invitation")
                .then()
                .body(containsString("&lt;b onclick=x&gt;"))
                .body(not(containsString("<b onclick")));
    }

    @Test
    void aSupportTrackIsNotNamedAndAWorkshopSaysEachOfItsDays() {
        change("update program set support_groups = '{coaches}' where key = ?", program.key);
        UUID bo = program.enrolled("coaches");
        Invitees discreet = Invitees.at(
                program,
                UUID.fromString(program.coordinator()
                        .body("""
                        {"program": "%s", "title": "Hälsosteget", "zone": "Europe/Stockholm", "capacity": 20, "targetGroup": "coaches", "parts": [
                         {"startsAt": "%s", "hours": 8}, {"startsAt": "%s", "hours": 6}]}""".formatted(program.key, Invitees.inDays(10), Invitees.inDays(11)))
                        .post("/api/v1/sessions")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id")));
        discreet.invite();

        String page = form().formParam("token", discreet.tokenOf(bo))
                .post("/invitation")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(page).contains("<h2>En träff</h2>").doesNotContain("lsosteget");
        assertThat(page.split("<dd>", -1)).hasSize(3);
    }

    @Test
    void nothingIsLoadedFromElsewhereNothingIsKeptAndNoAddressTellsTheToken() {
        form().formParam("token", token)
                .post("/invitation")
                .then()
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("Cache-Control", is("no-store"))
                .header("Referrer-Policy", is("no-referrer"))
                .body(not(containsString("<script")))
                .body(not(containsString("style=")))
                .body(not(containsString("http://")))
                .body(not(containsString("https://")));
        String start = RestAssured.get("/invitation").asString();
        assertThat(start)
                .contains("<script src=\"/pages/invitation.js\" defer></script>")
                .doesNotContain("https://");
        RestAssured.get("/pages/invitation.js").then().statusCode(200);
        RestAssured.get("/pages/invitation.css").then().statusCode(200);
        RestAssured.given().queryParam("token", token).get("/invitation").then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"answer", "needs"})
    void everyLanguageHasEveryText(String bundle) {
        Set<String> keys = Texts.of(bundle, "en").all().keySet();
        for (Locale language : new Locale[] {Locale.forLanguageTag("sv"), Locale.forLanguageTag("da")}) {
            assertThat(Texts.of(bundle, language.toLanguageTag()).all().keySet())
                    .isEqualTo(keys);
        }
    }

    private ValidatableResponse answer(String answer, String text, String... needs) {
        return answerBy(token, answer, text, needs);
    }

    private static ValidatableResponse answerBy(String token, String answer, String text, String... needs) {
        return form().formParam("token", token)
                .formParam("language", "sv")
                .formParam("answer", answer)
                .formParam("need", (Object[]) needs)
                .formParam("text", text)
                .post("/invitation/answer")
                .then();
    }

    private static RequestSpecification form() {
        return RestAssured.given()
                .header("Accept-Language", "sv")
                .contentType("application/x-www-form-urlencoded; charset=UTF-8");
    }
}
