package org.samverka.evaluation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.testing.Tokens;

/** Every role against every operation that reads: who learns of an answer, a score, a band, an offer. */
@QuarkusTest
class WhoReadsWhatTest extends Screened {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The only operations that give any of it, each to one role. */
    private static final Map<String, String> MAY = Map.of(
            "/api/v1/assignments/{id}/result", "participant",
            "/api/v1/me/offers", "participant",
            "/api/v1/screening/offers", "occupational-health");

    @Test
    void nobodyButThePersonAndWhomTheyAcceptedReadsAnythingOfIt() throws Exception {
        Employee employee = inRiskZone(Gender.woman);
        replies(employee, "accepted").statusCode(200);
        String offer = offerTo(employee);
        Set<String> secrets = Set.of(
                offer,
                "risk-zone",
                texts("select cast(respondent as text) from support_offer where id = ?", UUID.fromString(offer))
                        .get(0));
        List<String> paths = readable();
        assertThat(paths).hasSizeGreaterThan(15).containsAll(MAY.keySet());
        var learned = new ArrayList<String>();
        for (String role : Tokens.ROLES) {
            for (String path : paths) {
                // A person of their own, but every program and organization that there is to know.
                Response response = read(role, UUID.randomUUID(), path, employee);
                if (response.statusCode() == 200 && tells(response, secrets, employee)) {
                    learned.add(role + " " + path);
                }
            }
        }
        assertThat(learned).containsExactly("occupational-health /api/v1/screening/offers");
    }

    @Test
    void thePersonReadsWhatIsTheirsAndNoRoleBesidesLetsAnybodyDoSo() throws Exception {
        Employee employee = inRiskZone(Gender.woman);
        for (Map.Entry<String, String> may : MAY.entrySet()) {
            for (String role : Tokens.ROLES) {
                assertThat(read(role, employee.id(), may.getKey(), employee).statusCode())
                        .as(role + " " + may.getKey())
                        .isEqualTo(role.equals(may.getValue()) ? 200 : 403);
            }
        }
    }

    /** To whoever gave it, as a FHIR document, and in no other way or role. */
    @Test
    void oneOperationGivesAnAnswerBackAndOnlyToWhoeverGaveIt() throws Exception {
        Employee employee = employee(Gender.woman);
        screened(employee, 5);
        String answer = "\"code\":\"5\"";
        var given = new ArrayList<String>();

        for (String path : readable()) {
            for (String role : Tokens.ROLES) {
                for (UUID person : List.of(employee.id(), UUID.randomUUID())) {
                    Response response = read(role, person, path, employee);
                    assertThat(response.body().asString()).as(path).doesNotContain("\"answers\":{\"keds");
                    if (response.body().asString().contains(answer)) {
                        given.add(role + " " + path + (person.equals(employee.id()) ? "" : " of another"));
                    }
                }
            }
        }
        assertThat(given).containsExactly("participant /api/v1/assignments/{id}/response/fhir");
    }

    private static boolean tells(Response response, Set<String> secrets, Employee employee) {
        String body = response.body().asString();
        return body.contains(employee.id().toString()) || secrets.stream().anyMatch(body::contains);
    }

    private static List<String> readable() throws Exception {
        var paths = new ArrayList<String>();
        JsonNode document =
                JSON.readTree(given().get("/q/openapi?format=json").body().asString());
        document.path("paths").properties().forEach(path -> {
            if (path.getValue().has("get") && !path.getKey().contains("/link/")) {
                paths.add(path.getKey());
            }
        });
        return paths;
    }

    private Response read(String role, UUID person, String path, Employee employee) {
        String concrete = path.contains("/surveys/{key}")
                ? path.replace("{key}", survey)
                : path.replace("{id}", employee.assignment().toString());
        return given().auth()
                .oauth2(Tokens.of(role)
                        .person(person)
                        .programs(program)
                        .organizations(region)
                        .sign())
                .get(concrete.replaceAll("\\{[^}]*}", "1"));
    }
}
