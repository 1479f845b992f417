package org.samverka.sessions.blocked;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.ValidatableResponse;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.ToldProgram;
import org.samverka.sessions.invitation.Invitees;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class BlockedTimesTest {
    private final UUID room = UUID.randomUUID();
    private final String coordinator = Tokens.of("coordinator").sign();

    @BeforeEach
    void thereIsARoom() {
        Invitees.change("""
                insert into venue (id, name, municipality, capacity, checklist, version) values (?, ?, 'Olofström', 20, '{}', 1)
                """, room, "Sal " + room);
    }

    @Test
    void whatIsBlockedClashesAndIsNamedWithoutSayingWhy() {
        put("/api/v1/blocked-times/rooms/" + room, coordinator, calendar(1)).statusCode(200);
        ToldProgram program = ToldProgram.learned();
        String session = """
                {"program": "%s", "title": "Inspiration", "startsAt": "%sT%s:30", "zone": "UTC", "hours": 1, "capacity": 5,
                 "roomId": "%s"}""";

        program.coordinator()
                .body(session.formatted(program.key, LocalDate.now().plusDays(2), "09", room))
                .post("/api/v1/sessions")
                .then()
                .statusCode(409)
                .body("code", is("clash"))
                .body("detail", containsString("as its own calendar says"));
        program.coordinator()
                .body(session.formatted(program.key, LocalDate.now().plusDays(2), "10", room))
                .post("/api/v1/sessions")
                .then()
                .statusCode(201);
    }

    @Test
    void aSupplierSaysItOfNoRoomAndOfNoOtherTeam() {
        String supplier = Tokens.of("supplier").organizations("elsewhere").sign();
        put("/api/v1/blocked-times/rooms/" + room, supplier, calendar(1)).statusCode(404);
        put("/api/v1/blocked-times/teams/" + room, coordinator, calendar(1)).statusCode(404);
    }

    @Test
    void anImportReplacesTheOneBeforeAndKeepsTimesOnly() {
        put("/api/v1/blocked-times/rooms/" + room, coordinator, calendar(3))
                .statusCode(200)
                .body("blocked", is(3));
        put("/api/v1/blocked-times/rooms/" + room, coordinator, calendar(2))
                .statusCode(200)
                .body("blocked", is(2));

        RestAssured.given()
                .auth()
                .oauth2(coordinator)
                .get("/api/v1/blocked-times/rooms/" + room)
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body(not(containsString("hemligt")));
        RestAssured.given()
                .auth()
                .oauth2(coordinator)
                .delete("/api/v1/blocked-times/rooms/" + room)
                .then()
                .statusCode(204);
        RestAssured.given()
                .auth()
                .oauth2(coordinator)
                .get("/api/v1/blocked-times/rooms/" + room)
                .then()
                .body("items", hasSize(0));
    }

    @Test
    void aPersonSaysItOfThemselves() {
        String anna = Tokens.of("participant").person(UUID.randomUUID()).sign();
        put("/api/v1/me/blocked-times", anna, calendar(4)).statusCode(200).body("blocked", is(4));
        RestAssured.given()
                .auth()
                .oauth2(Tokens.of("participant").person(UUID.randomUUID()).sign())
                .get("/api/v1/me/blocked-times")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    @Test
    void whatIsTooLargeOrNoCalendarIsRefused() {
        put("/api/v1/blocked-times/rooms/" + room, coordinator, "x".repeat((1 << 20) + 1))
                .statusCode(413)
                .contentType("application/problem+json");
        put("/api/v1/blocked-times/rooms/" + room, coordinator, "no calendar")
                .statusCode(422)
                .body("errors[0].code", is("not-a-calendar"));
        put("/api/v1/blocked-times/kitchens/" + room, coordinator, calendar(1)).statusCode(404);
    }

    private static ValidatableResponse put(String path, String token, String body) {
        return RestAssured.given()
                .config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .auth()
                .oauth2(token)
                .contentType("text/calendar")
                .body(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .put(path)
                .then();
    }

    private static String calendar(int events) {
        var calendar = new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
        for (int i = 1; i <= events; i++) {
            String day = LocalDate.now().plusDays(2L * i).format(DateTimeFormatter.BASIC_ISO_DATE);
            calendar.append(
                    "BEGIN:VEVENT\r\nUID:%d\r\nSUMMARY:hemligt\r\nDTSTART:%sT090000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
                            .formatted(i, day));
        }
        return calendar.append("END:VCALENDAR\r\n").toString();
    }
}
