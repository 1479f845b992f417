package org.samverka.sessions.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.samverka.sessions.ToldProgram.participant;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class CertificateTest {
    private final UUID enrollment = UUID.randomUUID();
    private ToldProgram program;
    private UUID anna;

    @BeforeEach
    void somebodyCompletesTheProgram() {
        program = ToldProgram.learned();
        anna = UUID.randomUUID();
        program.tell(program.completion(enrollment, anna, 3, true));
        program.awaitLearned("select count(*) from certificate where program = ? and valid", 1);
    }

    @Test
    void whoHasCompletedGetsACertificateThatAnybodyCanCheckByItsCode() throws Exception {
        program.named(anna, "Anna", "Åberg", false);
        String code = participant(anna)
                .get("/api/v1/me/certificates")
                .then()
                .statusCode(200)
                .body("items.program", equalTo(List.of(program.key)))
                .body("items[0].date", is("2018-06-01"))
                .extract()
                .path("items[0].code");

        check(code)
                .body("valid", is(true))
                .body("program", is(program.key))
                .body("programName", is("Program of a test"))
                .body("date", is("2018-06-01"))
                .body("size()", is(4));
        check(code.toLowerCase(Locale.ROOT).replace("-", "")).body("valid", is(true));
        byte[] pdf = participant(anna)
                .queryParam("language", "en")
                .get("/api/v1/me/certificates/{id}/document", enrollment)
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .header("Cache-Control", containsString("no-store"))
                .extract()
                .asByteArray();
        assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(document)).contains("Anna Åberg", "Program of a test", code);
        }
    }

    @Test
    void anUnknownCodeIsSimplyNotValid() {
        check("0000-0000-0000-0000-0000-0000")
                .body("valid", is(false))
                .body("program", nullValue())
                .body("date", nullValue());
    }

    @Test
    void aCompletionThatIsTakenBackIsNoLongerValidAndALaterWordWins() {
        String code = participant(anna)
                .get("/api/v1/me/certificates")
                .then()
                .extract()
                .path("items[0].code");

        program.tell(program.completion(enrollment, anna, 4, false));
        program.awaitLearned("select count(*) from certificate where program = ? and not valid", 1);
        program.tell(program.completion(enrollment, anna, 2, true));
        UUID later = UUID.randomUUID();
        program.tell(program.completion(later, anna, 1, true));
        program.awaitLearned("select count(*) from certificate where program = ?", 2);

        check(code).body("valid", is(false)).body("program", nullValue());
        participant(anna).get("/api/v1/me/certificates").then().body("items.id", equalTo(List.of(later.toString())));
        participant(anna)
                .get("/api/v1/me/certificates/{id}/document", enrollment)
                .then()
                .statusCode(404);
    }

    @Test
    void anothersCertificateIsNotKnownAndNobodysNameIsGuessed() {
        UUID bo = UUID.randomUUID();

        participant(bo).get("/api/v1/me/certificates").then().body("items", empty());
        participant(bo)
                .get("/api/v1/me/certificates/{id}/document", enrollment)
                .then()
                .statusCode(404);
        participant(anna)
                .get("/api/v1/me/certificates/{id}/document", enrollment)
                .then()
                .statusCode(409)
                .body("code", is("name-not-known"));
    }

    @Test
    void aCoordinatorSeesWhoHasOneInTheirProgramWithoutTheCode() {
        program.coordinator()
                .get("/api/v1/programs/{key}/certificates", program.key)
                .then()
                .statusCode(200)
                .body("items.personId", equalTo(List.of(anna.toString())))
                .body("items[0].code", nullValue());
        ToldProgram.learned()
                .coordinator()
                .get("/api/v1/programs/{key}/certificates", program.key)
                .then()
                .statusCode(404);
    }

    private static ValidatableResponse check(String code) {
        return RestAssured.get("/api/v1/certificate-checks/{code}", code).then().statusCode(200);
    }
}
