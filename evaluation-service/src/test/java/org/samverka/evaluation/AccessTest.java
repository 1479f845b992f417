package org.samverka.evaluation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.samverka.testing.OpenApiWalk;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "evaluation"))
class AccessTest {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI service;

    @Test
    void noOperationAnswersWithoutATokenOrToARoleThatItDoesNotList() {
        assertThat(OpenApiWalk.of(service)
                        .except("GET /api/v1/link/assignment", "GET /api/v1/link/form", "POST /api/v1/link/response")
                        .walk())
                .isEqualTo(45);
    }

    @Test
    void aTokenThatIsExpiredOrForSomebodyElseIsNone() {
        for (Tokens token : new Tokens[] {
            Tokens.of("coordinator").expired(), Tokens.of("coordinator").audience("elsewhere")
        }) {
            given().auth().oauth2(token.sign()).get("/api/v1/surveys").then().statusCode(401);
        }
    }

    @Test
    void theServiceIsReadyWithItsDatabaseItsConsumersAndAnOutboxThatDrains() {
        given().get("/q/health/ready").then().statusCode(200);
    }
}
