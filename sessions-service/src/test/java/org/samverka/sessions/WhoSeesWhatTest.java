package org.samverka.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

/** Every role against every list: each has the same program and organization, and is the same person. */
@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class WhoSeesWhatTest {
    private ToldProgram program;
    private UUID session;
    private UUID self;
    private UUID colleague;
    private UUID supported;
    private UUID own;

    @BeforeEach
    void threeWhoHaveASeatOneOfThemInASupportGroup() {
        program = ToldProgram.learned();
        program.tellOfSupportAndApproval();
        session = program.session(20);
        self = program.enrolled("inspirers");
        colleague = program.enrolled("careful");
        supported = program.enrolled("support");
        own = program.booked(session, self);
        program.booked(session, colleague);
        program.booked(session, supported);
        for (UUID person : List.of(self, colleague, supported)) {
            program.works(person, "unit-1");
        }
        program.coordinator()
                .body("{\"attended\": [{\"personId\": \"%s\", \"hours\": 3}]}".formatted(self))
                .put("/api/v1/sessions/{id}/attendance", session)
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/bookings                                    | coordinator supplier organization-contact manager participant",
                "/bookings/{booking}                          | coordinator supplier organization-contact participant",
                "/bookings/{booking}/code                     | coordinator participant",
                "/bookings/{booking}/code.png                 | coordinator participant",
                "/sessions/{session}/seats                    | coordinator supplier organization-contact",
                "/sessions/{session}/seats/waiting            | coordinator organization-contact",
                "/sessions/{session}/attendance               | coordinator supplier",
                "/sessions/{session}/attendance/{self}/history| coordinator supplier",
                "/sessions/{session}/check-in                 | coordinator supplier",
                "/programs/{program}/hours?month=2018-03      | coordinator",
                "/programs/{program}/certificates             | coordinator",
                "/me/sessions                                 | participant",
                "/me/hours                                    | participant",
                "/me/certificates                             | participant"
            })
    void listsAndHoursAreForThoseWhoNeedThem(String path, String roles) {
        Set<String> answered = new TreeSet<>();
        for (String role : Tokens.ROLES) {
            int status = as(role).get(address(path)).statusCode();
            assertThat(status).as("%s as %s", path, role).isIn(200, 403, 404);
            if (status == 200) {
                answered.add(role);
            }
        }
        assertThat(answered).isEqualTo(new TreeSet<>(List.of(roles.split(" "))));
    }

    @ParameterizedTest
    @CsvSource({
        "coordinator, true, true, true",
        "supplier, true, true, true",
        "organization-contact, true, true, false",
        "manager, false, true, false",
        "participant, true, false, false"
    })
    void whoIsOnAListDependsOnWhoLooks(String role, boolean seesSelf, boolean seesColleague, boolean seesSupported) {
        List<String> people = as(role).queryParam("sessionId", session)
                .get("/api/v1/bookings")
                .then()
                .statusCode(200)
                .extract()
                .path("items.personId");

        assertThat(people.contains(self.toString())).isEqualTo(seesSelf);
        assertThat(people.contains(colleague.toString())).isEqualTo(seesColleague);
        assertThat(people.contains(supported.toString())).isEqualTo(seesSupported);
    }

    @Test
    void aManagerOfAnotherUnitSeesNobody() {
        UUID other = UUID.randomUUID();
        program.works(other, "unit-2");

        List<String> people =
                program.manager(other).get("/api/v1/bookings").then().extract().path("items");

        assertThat(people).isEmpty();
    }

    @Test
    void aSupplierSeesTheListsOfWhatItHoldsAndOfNoOthers() {
        UUID team = program.team("a-team", "{}");
        UUID held = program.sessionHeldBy(team);
        program.booked(held, self);
        for (String path : List.of("attendance", "check-in", "attendance/" + self + "/history")) {
            assertThat(supplierOf("a-team")
                            .get("/api/v1/sessions/{id}/" + path, held)
                            .statusCode())
                    .as(path)
                    .isEqualTo(200);
            assertThat(supplierOf("b-team")
                            .get("/api/v1/sessions/{id}/" + path, held)
                            .statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(bookedIn(supplierOf("a-team"), held)).containsExactly(self.toString());
        assertThat(bookedIn(supplierOf("b-team"), held)).isEmpty();
        assertThat(bookedIn(supplierOf("b-team"), session)).as("nobody's own").hasSize(3);
    }

    private RequestSpecification supplierOf(String organization) {
        return RestAssured.given()
                .auth()
                .oauth2(Tokens.of("supplier")
                        .programs(program.key)
                        .organizations(organization)
                        .sign());
    }

    private static List<String> bookedIn(RequestSpecification caller, UUID session) {
        return caller.queryParam("sessionId", session)
                .get("/api/v1/bookings")
                .then()
                .statusCode(200)
                .extract()
                .path("items.personId");
    }

    /** Everything of one program is unknown to every role of another. */
    @ParameterizedTest
    @CsvSource({
        "/bookings/{booking}",
        "/bookings/{booking}/code",
        "/sessions/{session}/seats",
        "/sessions/{session}/seats/waiting",
        "/sessions/{session}/attendance",
        "/sessions/{session}/attendance/{self}/history",
        "/sessions/{session}/check-in",
        "/programs/{program}/hours?month=2018-03",
        "/programs/{program}/certificates"
    })
    void othersProgramsAreNotKnownToAnybody(String path) {
        ToldProgram others = ToldProgram.learned();
        for (String role : Tokens.ROLES) {
            int status = RestAssured.given()
                    .auth()
                    .oauth2(Tokens.of(role)
                            .programs(others.key)
                            .organizations("elsewhere")
                            .person(UUID.randomUUID())
                            .sign())
                    .get(address(path))
                    .statusCode();
            assertThat(status).as("%s as %s", path, role).isIn(403, 404);
        }
    }

    private RequestSpecification as(String role) {
        return RestAssured.given()
                .auth()
                .oauth2(Tokens.of(role)
                        .programs(program.key)
                        .organizations(ToldProgram.ORGANIZATION)
                        .person(self)
                        .sign());
    }

    private String address(String path) {
        return "/api/v1"
                + path.trim()
                        .replace("{booking}", own.toString())
                        .replace("{session}", session.toString())
                        .replace("{self}", self.toString())
                        .replace("{program}", program.key);
    }
}
