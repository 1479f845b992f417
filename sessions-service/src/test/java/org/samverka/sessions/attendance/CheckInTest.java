package org.samverka.sessions.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.samverka.sessions.ToldProgram.participant;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class CheckInTest {
    private ToldProgram program;
    private UUID session;
    private UUID anna;
    private UUID bo;
    private UUID annas;

    @BeforeEach
    void aSessionWithTwoBooked() {
        program = ToldProgram.learned();
        session = program.session(20);
        List<UUID> people = program.enrolled(2, "inspirers");
        anna = people.get(0);
        bo = people.get(1);
        annas = program.booked(session, anna);
        program.booked(session, bo);
    }

    @Test
    void whoShowsTheirCodeIsCheckedInOnce() {
        String code = codeOf(anna, annas);
        assertThat(code).matches("[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}");

        arrives(program.supplier(), code.toLowerCase(Locale.ROOT).replace('-', ' '))
                .statusCode(200)
                .body("personId", is(anna.toString()))
                .body("hours", is(3.0f))
                .body("first", is(true));
        arrives(program.supplier(), code).statusCode(200).body("first", is(false));

        program.supplier()
                .get("/api/v1/sessions/{id}/check-in", session)
                .then()
                .statusCode(200)
                .body("items.personId", contains(anna.toString(), bo.toString()))
                .body("items.hours", contains(is(3.0f), nullValue()));
        program.supplier()
                .get("/api/v1/sessions/{id}/attendance/{person}/history", session, anna)
                .then()
                .body("changes.source", contains("check-in"));
    }

    @Test
    void whoLeftEarlyIsCorrectedAndCheckingInAgainDoesNotUndoIt() {
        String code = codeOf(anna, annas);
        arrives(program.supplier(), code).statusCode(200);
        program.supplier()
                .body("{\"attended\": [{\"personId\": \"%s\", \"hours\": 1.5}]}".formatted(anna))
                .put("/api/v1/sessions/{id}/attendance", session)
                .then()
                .statusCode(200);

        arrives(program.supplier(), code).body("first", is(false)).body("hours", is(1.5f));
    }

    @Test
    void theCodeIsAPictureThatAPhoneReadsAndBelongsToItsHolderOnly() throws Exception {
        byte[] png = participant(anna)
                .get("/api/v1/bookings/{id}/code.png", annas)
                .then()
                .statusCode(200)
                .contentType("image/png")
                .extract()
                .asByteArray();

        assertThat(read(png)).isEqualTo(codeOf(anna, annas));
        participant(bo).get("/api/v1/bookings/{id}/code", annas).then().statusCode(404);
        participant(bo).get("/api/v1/bookings/{id}/code.png", annas).then().statusCode(404);
    }

    @Test
    void aCodeOfAnotherSessionOrOfWhoCanceledIsNobodys() {
        String code = codeOf(anna, annas);
        UUID other = program.session(5);

        program.supplier()
                .body("{\"code\": \"%s\"}".formatted(code))
                .post("/api/v1/sessions/{id}/check-in", other)
                .then()
                .statusCode(409)
                .body("code", is("no-such-code"));
        program.coordinator().delete("/api/v1/bookings/{id}", annas).then().statusCode(204);
        arrives(program.supplier(), code).statusCode(409).body("code", is("no-such-code"));
        participant(anna)
                .get("/api/v1/bookings/{id}/code", annas)
                .then()
                .statusCode(409)
                .body("code", is("no-seat"));
        arrives(ToldProgram.learned().supplier(), code).statusCode(404);
    }

    @Test
    void theListAtTheDoorHasNamesUnlessTheyAreProtected() {
        program.named(anna, "Anna", "Åberg", false);
        program.named(bo, "Bo", "Hemlig", true);

        program.supplier()
                .get("/api/v1/sessions/{id}/check-in", session)
                .then()
                .body("items.name", contains(is("Anna Åberg"), nullValue()));
    }

    @Test
    void aListThatWasKeptWithoutAConnectionMayBeSentTwiceAndSaysWhatIsWrong() {
        String noted = Instant.now().minusSeconds(600).toString();
        String rows = """
                {"rows": [{"personId": "%s", "at": "%s", "hours": 2.5}, {"personId": "%s", "at": "%s", "hours": 3}]}""".formatted(anna, noted, UUID.randomUUID(), noted);

        upload(rows)
                .statusCode(200)
                .body("recorded", is(1))
                .body("unchanged", is(0))
                .body("refused.pointer", contains("/rows/1/personId"))
                .body("refused.code", contains("not-booked"));
        upload(rows).statusCode(200).body("recorded", is(0)).body("unchanged", is(1));
        program.supplier()
                .body("{\"attended\": [{\"personId\": \"%s\", \"hours\": 1}]}".formatted(anna))
                .put("/api/v1/sessions/{id}/attendance", session)
                .then()
                .statusCode(200);
        upload(rows).body("recorded", is(0)).body("refused.code", contains("outdated", "not-booked"));
        program.supplier()
                .get("/api/v1/sessions/{id}/attendance", session)
                .then()
                .body("items.personId", equalTo(List.of(anna.toString())))
                .body("items.hours", contains(1.0f));
    }

    private static String codeOf(UUID person, UUID booking) {
        return participant(person)
                .get("/api/v1/bookings/{id}/code", booking)
                .then()
                .statusCode(200)
                .extract()
                .path("code");
    }

    private ValidatableResponse arrives(RequestSpecification caller, String code) {
        return caller.body("{\"code\": \"%s\"}".formatted(code))
                .post("/api/v1/sessions/{id}/check-in", session)
                .then();
    }

    private ValidatableResponse upload(String rows) {
        return program.supplier()
                .body(rows)
                .post("/api/v1/sessions/{id}/attendance/uploads", session)
                .then();
    }

    private static String read(byte[] png) throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        var source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(source)))
                .getText();
    }
}
