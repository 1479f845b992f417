package org.samverka.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenApiWalkTest {
    private static final String GUARDED = """
            {"paths": {"/bookings/{id}": {
              "get": {"security": [{"oidc": ["coordinator", "participant"]}]},
              "put": {"security": [{"oidc": ["coordinator"]}],
                      "requestBody": {"content": {"application/yaml": {}}}}}}}""";

    private final List<String> called = new ArrayList<>();
    private HttpServer service;
    private String document = GUARDED;
    private Set<String> letIn = Set.of("coordinator");

    @BeforeEach
    void listen() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", this::answer);
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void aServiceThatKeepsWhatItPublishesPasses() {
        assertThat(walk().walk()).isEqualTo(2);
        assertThat(called)
                .hasSize(1 + Tokens.ROLES.size() - 2 + 1 + Tokens.ROLES.size() - 1)
                .allMatch(call -> call.matches("(GET /bookings/[0-9a-f-]{36} null|PUT .* application/yaml)"));
    }

    @Test
    void aRoleThatIsLetInWithoutBeingListedIsFound() {
        letIn = Set.of("coordinator", "participant");

        assertThatThrownBy(() -> walk().walk())
                .isInstanceOf(AssertionError.class)
                .hasMessage("PUT /bookings/{id} as participant answered 200, not 403");
    }

    @Test
    void anOperationThatListsNoRoleIsFound() {
        document = "{\"paths\": {\"/open\": {\"get\": {}}}}";

        assertThatThrownBy(() -> walk().walk()).hasMessageContaining("GET /open lists no role");
    }

    @Test
    void aRoleThatNobodyHasIsFound() {
        document = GUARDED.replace("participant", "particpant");

        assertThatThrownBy(() -> walk().walk())
                .hasMessage("GET /bookings/{id} lists the role particpant, which nobody has");
    }

    @Test
    void anExceptionIsLeftOutAndMustBePublished() {
        letIn = Set.of("coordinator", "participant");

        assertThat(walk().except("PUT /bookings/{id}").walk()).isEqualTo(1);
        assertThatThrownBy(
                        () -> walk().except("PUT /bookings/{id}", "GET /gone").walk())
                .hasMessage("GET /gone is excepted but not published");
    }

    @Test
    void aServiceThatPublishesNothingIsFound() {
        document = "{}";

        assertThatThrownBy(() -> walk().walk()).hasMessage("no operation is published");
    }

    private OpenApiWalk walk() {
        return OpenApiWalk.of(
                URI.create("http://127.0.0.1:" + service.getAddress().getPort()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/q/openapi")) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(document.getBytes(UTF_8));
        } else {
            called.add(exchange.getRequestMethod() + " " + path + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type"));
            exchange.sendResponseHeaders(status(exchange.getRequestHeaders().getFirst("Authorization")), -1);
        }
        exchange.close();
    }

    private int status(String authorization) {
        if (authorization == null) {
            return 401;
        }
        return roles(authorization).stream().anyMatch(letIn::contains) ? 200 : 403;
    }

    private static Set<String> roles(String authorization) {
        try {
            JsonNode claims = new ObjectMapper()
                    .readTree(Base64.getUrlDecoder().decode(authorization.split("\\.", -1)[1]));
            return StreamSupport.stream(
                            claims.path("realm_access").path("roles").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
