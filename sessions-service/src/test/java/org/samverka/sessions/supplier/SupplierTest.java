package org.samverka.sessions.supplier;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.ParticipantEvent.Requirement;
import org.samverka.contracts.ParticipantEvent.RequirementKind;
import org.samverka.contracts.ParticipantEvent.RequirementLevel;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class SupplierTest {
    private final String organization = "provider-" + UUID.randomUUID();
    private ToldProgram program;

    @BeforeEach
    void aProgram() {
        program = ToldProgram.requiring(
                new Requirement("microphone", RequirementKind.procurement, RequirementLevel.shall, "Microphones"),
                new Requirement("hand-out", RequirementKind.procurement, RequirementLevel.should, "Pictures"),
                new Requirement("premises", RequirementKind.physical, RequirementLevel.shall, "Accessible premises"));
    }

    @Test
    void aTeamIsAddedReadChangedAndRemoved() {
        String id = add("Team north", "{\"pictures_described\": {\"finding\": \"met\"}}")
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("competences", contains("recovery", "salutogenic leadership"))
                .body("languages", contains("sv", "da"))
                .body("checklist.pictures_described.finding", is("met"))
                .extract()
                .path("id");

        program.coordinator()
                .header("If-Match", "\"1\"")
                .body(body("Team south", "{}"))
                .put("/api/v1/suppliers/{id}", id)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("name", is("Team south"));
        program.coordinator()
                .header("If-Match", "\"1\"")
                .delete("/api/v1/suppliers/{id}", id)
                .then()
                .statusCode(412);
        program.coordinator().delete("/api/v1/suppliers/{id}", id).then().statusCode(204);
        program.coordinator().get("/api/v1/suppliers/{id}", id).then().statusCode(404);
    }

    @Test
    void aSupplierSeesTheirOwnOrganizationsTeamsOnly() {
        String id = add("Team north", "{}").extract().path("id");

        program.supplierOf(organization).get("/api/v1/suppliers").then().body("items.id", contains(id));
        program.supplierOf("another").get("/api/v1/suppliers").then().body("items", is(empty()));
        program.supplierOf("another").get("/api/v1/suppliers/{id}", id).then().statusCode(404);
        program.supplierOf("another")
                .get("/api/v1/suppliers/{id}/requirements/{program}", id, program.key)
                .then()
                .statusCode(404);
    }

    @Test
    void teamsAreFoundByWhatTheyCanAndSpeak() {
        String id = add("Team north", "{}").extract().path("id");

        program.supplierOf(organization)
                .queryParam("competence", "recovery")
                .queryParam("language", "da")
                .get("/api/v1/suppliers")
                .then()
                .body("items.id", contains(id));
        program.supplierOf(organization)
                .queryParam("language", "en")
                .get("/api/v1/suppliers")
                .then()
                .body("items", is(empty()));
    }

    @Test
    void aTeamStandsAgainstWhatTheProgramRequiresOfSuppliers() {
        String id = add("Team north", "{}").extract().path("id");
        standing(id)
                .body("met", is(false))
                .body("requirements.key", contains("microphone", "hand-out"))
                .body("requirements.level", contains("shall", "should"))
                .body("requirements.found.finding", contains("unknown", "unknown"));

        judge(
                        id,
                        "{\"microphone\": {\"finding\": \"met\", \"on\": \"2026-01-10\"}, \"hand-out\": {\"finding\": \"not_met\"}}")
                .statusCode(200)
                .header("ETag", "\"2\"");

        standing(id)
                .body("met", is(true))
                .body("requirements.found.finding", contains("met", "not_met"))
                .body("requirements[0].found.verifiedOn", is("2026-01-10"));
        judge(id, "{\"premises\": {\"finding\": \"met\"}}")
                .statusCode(422)
                .body("errors[0].pointer", is("/checklist/premises"));
    }

    @Test
    void whatAnotherProgramRequiresIsNotKnown() {
        String id = add("Team north", "{}").extract().path("id");
        ToldProgram others = ToldProgram.learned();

        program.coordinator()
                .get("/api/v1/suppliers/{id}/requirements/{program}", id, others.key)
                .then()
                .statusCode(404);
    }

    private ValidatableResponse standing(String id) {
        return program.coordinator()
                .get("/api/v1/suppliers/{id}/requirements/{program}", id, program.key)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse judge(String id, String checklist) {
        return program.coordinator()
                .body("{\"checklist\": %s}".formatted(checklist))
                .put("/api/v1/suppliers/{id}/requirements/{program}", id, program.key)
                .then();
    }

    private ValidatableResponse add(String name, String checklist) {
        return program.coordinator()
                .body(body(name, checklist))
                .post("/api/v1/suppliers")
                .then();
    }

    private String body(String name, String checklist) {
        return """
                {"name": "%s", "organization": "%s", "competences": ["recovery", "salutogenic leadership"],
                 "languages": ["sv", "da"], "checklist": %s}""".formatted(name, organization, checklist);
    }
}
