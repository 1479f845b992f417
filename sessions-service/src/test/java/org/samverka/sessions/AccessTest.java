package org.samverka.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.samverka.testing.OpenApiWalk;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class AccessTest {
    @SuppressWarnings("NullAway.Init")
    @TestHTTPResource
    URI service;

    @Test
    void noOperationAnswersWithoutATokenOrToARoleThatIsNotListedForIt() {
        assertThat(OpenApiWalk.of(service)
                        .except(
                                "GET /api/v1/calendars/{token}.ics",
                                "GET /api/v1/certificate-checks/{code}",
                                "GET /api/v1/invitations/by-link",
                                "PUT /api/v1/invitations/by-link/answer")
                        .walk())
                .isEqualTo(77);
    }

    @Test
    void aTokenForAnotherAudienceOrAnExpiredOneIsNone() {
        for (String token : new String[] {
            Tokens.of("coordinator").audience("elsewhere").sign(),
            Tokens.of("coordinator").expired().sign()
        }) {
            RestAssured.given()
                    .auth()
                    .oauth2(token)
                    .get("/api/v1/sessions")
                    .then()
                    .statusCode(401);
        }
    }

    @Test
    void aParticipantWithoutAPersonIsToldWhomToAsk() {
        RestAssured.given()
                .auth()
                .oauth2(Tokens.of("participant").sign())
                .get("/api/v1/me/sessions")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void theServiceIsReadyWithItsDatabaseItsConsumerAndAnOutboxThatDrains() {
        RestAssured.get("/q/health/ready").then().statusCode(200);
    }
}
