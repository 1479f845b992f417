package org.samverka.reporting;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.samverka.testing.OpenApiWalk;

@QuarkusTest
class AccessTest extends ServiceTest {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI service;

    @Test
    void noOperationAnswersWithoutATokenOrToARoleThatItDoesNotList() {
        assertThat(OpenApiWalk.of(service)
                        .except("POST /api/v1/unsubscriptions/{token}", "POST /api/v1/mail/bounces")
                        .walk())
                .isEqualTo(34);
    }

    @Test
    void theServiceIsReadyWithItsDatabaseAndItsConsumers() {
        given().get("/q/health/ready").then().statusCode(200);
    }
}
