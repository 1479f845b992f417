package org.samverka.reporting;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApiDescriptionTest extends ServiceTest {
    private static final Path COMMITTED = Path.of("openapi.yaml");

    @Test
    void theCommittedDescriptionIsTheOneThatIsPublished() throws IOException {
        String published = given().get("/q/openapi?format=yaml")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        if (Boolean.getBoolean("samverka.write-openapi")) {
            Files.writeString(COMMITTED, published);
        }
        assertThat(Files.readString(COMMITTED))
                .as("openapi.yaml; -Dsamverka.write-openapi=true writes it anew")
                .isEqualTo(published);
    }
}
