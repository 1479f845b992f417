package org.samverka.sessions.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.EventLog;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class SchedulingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ToldProgram program;

    @BeforeEach
    void aProgram() {
        program = ToldProgram.learned();
    }

    @Test
    void aScheduledSessionIsReadBackAndTold() {
        String id = schedule(request().put("targetGroup", "inspirers").put("venue", "Holjebacken"))
                .statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", containsString("/api/v1/sessions/"))
                .body("state", is("open"))
                .body("version", is(1))
                .extract()
                .path("id");

        program.coordinator()
                .get("/api/v1/sessions/{id}", id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("program", is(program.key))
                .body("title", is("Inspiration"))
                .body("targetGroup", is("inspirers"))
                .body("startsAt", is("2018-03-01T09:00:00"))
                .body("zone", is("Europe/Stockholm"))
                .body("hours", is(2.5f))
                .body("capacity", is(20))
                .body("venue", is("Holjebacken"));
        try (EventLog sessions = EventLog.of("samverka.sessions.v1")) {
            Entry told = sessions.awaitOne(entry -> id.equals(entry.key()));
            assertThat(told.type()).isEqualTo("org.samverka.sessions.session-scheduled.v1");
            assertThat(told.data().path("startsAt").asText()).isEqualTo("2018-03-01T09:00:00");
            assertThat(told.data().path("hours").decimalValue()).isEqualByComparingTo("2.5");
        }
    }

    @Test
    void aTimeThatDoesNotExistIsRefusedWithAnExplanation() {
        schedule(request().put("startsAt", "2026-03-29T02:30"))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", is("invalid-values"))
                .body("errors", hasSize(1))
                .body("errors[0].pointer", is("/startsAt"))
                .body("errors[0].code", is("no-such-time"))
                .body("errors[0].detail", containsString("clocks go from 02:00 to 03:00"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "zone, |\"Europe/Gothenburg\"|, /zone, unknown-zone",
                "zone, null, /zone, not-null",
                "startsAt, |\"2026-05-01T09:00:00Z\"|, /startsAt, unreadable-value",
                "startsAt, |\"2026-05-01\"|, /startsAt, unreadable-value",
                "startsAt, |\"0001-05-01T09:00\"|, /startsAt, date-out-of-range",
                "targetGroup, |\"nobody\"|, /targetGroup, unknown-target-group",
                "hours, 0, /hours, decimal-min",
                "hours, 744.01, /hours, decimal-max",
                "hours, 1.005, /hours, digits",
                "hours, |\"many\"|, /hours, unreadable-value",
                "capacity, 0, /capacity, min",
                "capacity, 10001, /capacity, max",
                "capacity, |\"x\"|, /capacity, unreadable-value",
                "capacity, 1.5, /capacity, unreadable-value",
                "title, |\" \"|, /title, not-blank",
                "title, |\"a\\u0000b\"|, /title, unreadable-value",
                "title, [], /title, unreadable-value",
                "price, 1, /price, unknown-property"
            })
    void aValueThatCannotBeRightIsNamedByItsPointer(String field, String value, String pointer, String code)
            throws Exception {
        ObjectNode request = request();
        JsonNode wrong = JSON.readTree(value);
        request.set(field, wrong);

        schedule(request)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", is("invalid-values"))
                .body("errors.pointer", hasItem(pointer))
                .body("errors.code", hasItem(code));
    }

    @Test
    void whatIsNotJsonIsMalformed() {
        program.coordinator()
                .body("{\"program\": ")
                .post("/api/v1/sessions")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is("malformed-json"));
        program.coordinator()
                .post("/api/v1/sessions")
                .then()
                .contentType("application/problem+json")
                .statusCode(org.hamcrest.Matchers.oneOf(400, 422));
    }

    @Test
    void aProgramThatIsUnknownOrNotTheirsIsNotKnown() {
        schedule(request().put("program", "p-of-others")).statusCode(404).body("code", is("not-known"));
        ToldProgram others = ToldProgram.learned();
        schedule(request().put("program", others.key)).statusCode(404).body("code", is("not-known"));
        UUID foreign = others.session(5);
        program.coordinator()
                .get("/api/v1/sessions/{id}", foreign)
                .then()
                .statusCode(404)
                .body("detail", is(notFound(UUID.randomUUID())));
        program.coordinator()
                .queryParam("program", others.key)
                .get("/api/v1/sessions")
                .then()
                .statusCode(404);
    }

    private String notFound(UUID nothing) {
        return program.coordinator()
                .get("/api/v1/sessions/{id}", nothing)
                .then()
                .statusCode(404)
                .extract()
                .path("detail");
    }

    @Test
    void listsComeInPagesAndHoldWhatTheCallerMaySee() {
        List<String> scheduled = IntStream.range(0, 5)
                .mapToObj(i -> program.session(5).toString())
                .toList();
        ToldProgram.learned().session(5);

        String next = page(null)
                .body("items.id", equalTo(scheduled.subList(0, 2)))
                .extract()
                .path("next");
        next = page(next)
                .body("items.id", equalTo(scheduled.subList(2, 4)))
                .extract()
                .path("next");
        page(next).body("items.id", equalTo(scheduled.subList(4, 5))).body("next", nullValue());
        program.supplier()
                .queryParam("program", program.key)
                .get("/api/v1/sessions")
                .then()
                .statusCode(200)
                .body("items.id", equalTo(scheduled));
    }

    private ValidatableResponse page(@Nullable String cursor) {
        var request = program.coordinator().queryParam("limit", 2);
        if (cursor != null) {
            request.queryParam("cursor", cursor);
        }
        return request.get("/api/v1/sessions").then().statusCode(200);
    }

    @Test
    void aParameterThatNobodyKnowsOrALimitOutOfRangeIsRefused() {
        program.coordinator()
                .queryParam("programme", program.key)
                .get("/api/v1/sessions")
                .then()
                .statusCode(400)
                .body("code", is("unknown-parameter"))
                .body("errors[0].pointer", is("/programme"))
                .body("errors[0].detail", containsString("cursor, follows, limit, program"));
        for (int limit : new int[] {0, 501}) {
            program.coordinator()
                    .queryParam("limit", limit)
                    .get("/api/v1/sessions")
                    .then()
                    .statusCode(422)
                    .body("errors[0].pointer", is("/limit"));
        }
        program.coordinator()
                .queryParam("cursor", "nonsense")
                .get("/api/v1/sessions")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", is("/cursor"));
    }

    @Test
    void theSameRequestUnderOneKeySchedulesOneSession() {
        String key = UUID.randomUUID().toString();
        String first = scheduleUnder(key, request()).statusCode(201).extract().path("id");

        scheduleUnder(key, request())
                .statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", endsWith("/api/v1/sessions/" + first))
                .body("id", is(first));
        scheduleUnder(key, request().put("title", "Another"))
                .statusCode(409)
                .body("code", is("idempotency-key-reused"));
        program.coordinator().get("/api/v1/sessions").then().body("items.id", equalTo(List.of(first)));
    }

    @Test
    void withoutAKeyEachRequestSchedulesASession() {
        String first = schedule(request()).statusCode(201).extract().path("id");

        schedule(request()).statusCode(201).body("id", not(first));
    }

    private ObjectNode request() {
        return JSON.createObjectNode()
                .put("program", program.key)
                .put("title", "Inspiration")
                .put("startsAt", "2018-03-01T09:00")
                .put("zone", "Europe/Stockholm")
                .put("hours", 2.5)
                .put("capacity", 20);
    }

    private ValidatableResponse schedule(ObjectNode request) {
        return program.coordinator()
                .body(request.toString())
                .post("/api/v1/sessions")
                .then();
    }

    private ValidatableResponse scheduleUnder(String key, ObjectNode request) {
        // The caller is part of the key: one token for all.
        return io.restassured.RestAssured.given()
                .auth()
                .oauth2(token())
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(request.toString())
                .post("/api/v1/sessions")
                .then();
    }

    private @Nullable String token;

    private String token() {
        if (token == null) {
            token = program.coordinatorToken();
        }
        return token;
    }
}
