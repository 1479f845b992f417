package org.samverka.participants;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.samverka.testing.OpenApiWalk;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class AccessTest {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI service;

    @Test
    void noOperationAnswersWithoutATokenOrToARoleThatItDoesNotList() {
        assertThat(OpenApiWalk.of(service).walk()).isGreaterThanOrEqualTo(13);
    }
}
