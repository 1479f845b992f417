package org.samverka.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class ApiDescriptionTest {
    private static final Path COMMITTED = Path.of("openapi.yaml");

    @Test
    void theCommittedDescriptionIsTheOneThatIsServed() throws IOException {
        String served =
                RestAssured.get("/q/openapi").then().statusCode(200).extract().asString();
        if (Boolean.getBoolean("samverka.write-openapi")) {
            Files.writeString(COMMITTED, served);
        }

        assertThat(served)
                .as("run with -Dsamverka.write-openapi=true where the change is meant")
                .isEqualTo(Files.readString(COMMITTED));
    }
}
