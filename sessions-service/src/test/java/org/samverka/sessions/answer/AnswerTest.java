package org.samverka.sessions.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.samverka.sessions.ToldProgram.participant;
import static org.samverka.sessions.invitation.Invitees.change;
import static org.samverka.sessions.invitation.Invitees.one;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.ToldProgram;
import org.samverka.sessions.invitation.Invitees;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class AnswerTest {
    private static final String COMES = """
            {"answer": "accepted", "needs": {"choices": ["tested_hearing_loop", "diet"], "text": "Jag är allergisk mot nötter"}}""";
    private static final String DECLINES = "{\"answer\": \"declined\"}";

    private ToldProgram program;
    private Invitees session;
    private UUID anna;
    private String token;

    @BeforeEach
    void annaIsInvited() {
        program = ToldProgram.learned();
        anna = program.enrolled("inspirers");
        session = Invitees.of(program, 1, null);
        session.invite();
        token = session.tokenOf(anna);
    }

    @Test
    void theLinkShowsWhatIsAskedInTheReadersLanguageAndNobodysNeeds() {
        linked().header("Accept-Language", "da, en;q=0.5")
                .get("/api/v1/invitations/by-link")
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("title", is("Inspiration för alla"))
                .body("state", is("open"))
                .body("needsQuestion.language", is("da"))
                .body("needsQuestion.question", containsString("brug for"))
                .body("needsQuestion.choices", hasSize(14))
                .body("$", not(org.hamcrest.Matchers.hasKey("needs")))
                .body("$", not(org.hamcrest.Matchers.hasKey("personId")));
        assertThat(one("select state from invitation where person_id = ?", anna))
                .isEqualTo("open");
    }

    @Test
    void whoAcceptsByTheLinkHasASeatAndTheirNeedsAreKeptInTheNeedStoreAlone() {
        linked().body(COMES)
                .put("/api/v1/invitations/by-link/answer")
                .then()
                .statusCode(200)
                .body("state", is("accepted"));

        assertThat(one(
                        "select count(*) from booking where session_id = ? and person_id = ? and state = 'booked'",
                        session.session,
                        anna))
                .isEqualTo("1");
        assertThat(one("select text from attendee_need where session_id = ? and person_id = ?", session.session, anna))
                .contains("allergisk");
        ToldProgram.awaitEmptyOutbox();
        assertThat(session.told("answered", 1).get(0).data().path("answer").asText())
                .isEqualTo("accepted");
        assertThat(session.toldSoFar("answered").get(0).value()).doesNotContain("allergisk", "hearing", "diet");
        linked().get("/api/v1/invitations/by-link").then().body(not(containsString("allergisk")));
    }

    @Test
    void whoAcceptsHasToAnswerWhatTheyNeedAndNothingIsAnAnswer() {
        linked().body("{\"answer\": \"accepted\"}")
                .put("/api/v1/invitations/by-link/answer")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", is("/needs"));
        linked().body("{\"answer\": \"accepted\", \"needs\": {\"choices\": []}}")
                .put("/api/v1/invitations/by-link/answer")
                .then()
                .statusCode(200);
        assertThat(one("select count(*) from attendee_need where session_id = ?", session.session))
                .isEqualTo("0");
    }

    @Test
    void whoDeclinesAfterAllGivesTheSeatAndTheNeedsUpAndCanComeBack() {
        answer(COMES).statusCode(200);
        answer(DECLINES).statusCode(200).body("state", is("declined"));

        assertThat(one("select count(*) from booking where session_id = ? and state = 'booked'", session.session))
                .isEqualTo("0");
        assertThat(one("select count(*) from attendee_need where session_id = ?", session.session))
                .isEqualTo("0");
        answer(COMES).statusCode(200).body("state", is("accepted"));
        session.told("answered", 3);
    }

    @Test
    void aFullSessionIsRefusedAndTheInvitationStaysOpen() {
        UUID bo = program.enrolled("inspirers");
        String tokenOfBo = session.tokenOf(bo);
        answer(COMES).statusCode(200);

        answer(tokenOfBo, COMES).statusCode(409).body("code", is("session-full"));
        assertThat(one("select state from invitation where person_id = ?", bo)).isEqualTo("open");
    }

    @Test
    void aTokenOfAnotherKindOrNoneOpensNothing() {
        for (String wrong :
                new String[] {"", "x", Tokens.of("participant").person(anna).sign()}) {
            RestAssured.given()
                    .header("Invitation-Token", wrong)
                    .get("/api/v1/invitations/by-link")
                    .then()
                    .statusCode(404)
                    .body("code", is("link-not-valid"));
        }
        RestAssured.given().get("/api/v1/invitations/by-link").then().statusCode(404);
        // It is no access token either.
        RestAssured.given()
                .auth()
                .oauth2(token)
                .get("/api/v1/me/invitations")
                .then()
                .statusCode(401);
    }

    @Test
    void whatHasStartedOrIsTakenBackCannotBeAnswered() {
        change("update invitation set state = 'withdrawn' where person_id = ?", anna);
        answer(COMES).statusCode(409).body("code", is("invitation-taken-back"));
        change("update invitation set state = 'open' where person_id = ?", anna);
        change("update session set starts_at = starts_at - interval '40 days' where id = ?", session.session);
        answer(COMES).statusCode(409).body("code", is("session-started"));
    }

    @Test
    void signedInOneSeesAndAnswersOnesOwnAndNobodyElsesInvitations() {
        UUID bo = program.enrolled("inspirers");
        session.sentTo(bo);
        String id = participant(anna)
                .get("/api/v1/me/invitations")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].title", is("Inspiration för alla"))
                .extract()
                .path("items[0].id");

        participant(bo).get("/api/v1/me/invitations/{id}", id).then().statusCode(404);
        participant(bo)
                .body(DECLINES)
                .put("/api/v1/me/invitations/{id}/answer", id)
                .then()
                .statusCode(404);
        participant(anna)
                .header("If-Match", "\"9\"")
                .body(DECLINES)
                .put("/api/v1/me/invitations/{id}/answer", id)
                .then()
                .statusCode(412);
        participant(anna)
                .body(COMES)
                .put("/api/v1/me/invitations/{id}/answer", id)
                .then()
                .statusCode(200)
                .body("invitation.state", is("accepted"))
                .body("needs.choices", contains("tested_hearing_loop", "diet"))
                .body("needs.text", containsString("allergisk"));
        participant(anna)
                .header("Accept-Language", "sv")
                .get("/api/v1/me/invitations/{id}", id)
                .then()
                .statusCode(200)
                .body("needsQuestion.language", is("sv"))
                .body("needs.choices", hasSize(2));
    }

    /** The matrix: of everything there is about invitations, nothing shows anybody's needs to any role but to the person. */
    @Test
    void nobodyReadsWhatSomebodyAnsweredFromTheInvitations() {
        answer(COMES).statusCode(200);
        String id = one("select id from invitation where person_id = ?", anna);
        for (String role : Tokens.ROLES) {
            String caller = Tokens.of(role)
                    .programs(program.key)
                    .organizations(ToldProgram.ORGANIZATION)
                    .person(UUID.randomUUID())
                    .sign();
            for (Map.Entry<String, String> path : Map.of(
                            "/api/v1/sessions/{id}/invitations", session.session.toString(),
                            "/api/v1/sessions/{id}/invitations/counts", session.session.toString(),
                            "/api/v1/sessions/{id}/invitations/rule", session.session.toString(),
                            "/api/v1/me/invitations/{id}", id)
                    .entrySet()) {
                String body = RestAssured.given()
                        .auth()
                        .oauth2(caller)
                        .get(path.getKey(), path.getValue())
                        .asString();
                assertThat(body).as(role + " " + path.getKey()).doesNotContain("allergisk", "hearing", "diet");
            }
        }
        participant(UUID.randomUUID())
                .get("/api/v1/me/invitations")
                .then()
                .body("items", empty())
                .body("next", nullValue());
    }

    private RequestSpecification linked() {
        return linked(token);
    }

    private static RequestSpecification linked(String token) {
        return RestAssured.given().contentType(ContentType.JSON).header("Invitation-Token", token);
    }

    private ValidatableResponse answer(String body) {
        return answer(token, body);
    }

    private static ValidatableResponse answer(String token, String body) {
        return linked(token)
                .body(body)
                .put("/api/v1/invitations/by-link/answer")
                .then();
    }
}
