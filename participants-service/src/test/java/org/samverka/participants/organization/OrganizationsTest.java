package org.samverka.participants.organization;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class OrganizationsTest {
    @Inject
    Pool database;

    @Inject
    Units units;

    private final String key = "o-" + UUID.randomUUID();

    @Test
    void aRegisteredOrganizationIsFoundByItsKeyAndItsId() {
        String id = register(organization(key))
                .statusCode(201)
                .header("Location", endsWith("/api/v1/organizations/" + key))
                .header("ETag", is("\"1\""))
                .body("key", is(key))
                .body("name", is("Exempelby kommun"))
                .body("kind", is("municipality"))
                .body("number", is("212000-0829"))
                .body("parent", nullValue())
                .extract()
                .path("id");

        as("coordinator", key)
                .get("/api/v1/organizations/" + key)
                .then()
                .statusCode(200)
                .header("ETag", is("\"1\""))
                .body("id", is(id));
        as("coordinator", key)
                .get("/api/v1/organizations/" + id)
                .then()
                .statusCode(200)
                .body("key", is(key));
    }

    @Test
    void aKeyIsGivenOnce() {
        register(organization(key)).statusCode(201);
        register(organization(key)).statusCode(409).body("code", is("organization-already-registered"));
    }

    @Test
    void theSameRequestUnderTheSameIdempotencyKeyGetsTheSameAnswer() {
        String token = Tokens.of("platform-admin").sign();
        String once = UUID.randomUUID().toString();
        String id = register(given().auth().oauth2(token).header("Idempotency-Key", once), organization(key))
                .statusCode(201)
                .extract()
                .path("id");
        register(given().auth().oauth2(token).header("Idempotency-Key", once), organization(key))
                .statusCode(201)
                .body("id", is(id));
    }

    @Test
    void onesOwnOrganizationsAreListedInTheirOrderAndByTheirParent() {
        String child = key + "-child";
        register(organization(key)).statusCode(201);
        register(with(organization(child), "parent", key)).statusCode(201).body("parent", is(key));
        register(organization(key + "-foreign")).statusCode(201);

        RequestSpecification manager = as("manager", key, child);
        manager.get("/api/v1/organizations").then().statusCode(200).body("items.key", contains(key, child));
        String next = manager.get("/api/v1/organizations?limit=1")
                .then()
                .body("items.key", contains(key))
                .extract()
                .path("next");
        manager.get("/api/v1/organizations?limit=1&cursor=" + next)
                .then()
                .body("items.key", contains(child))
                .body("next", nullValue());
        admin().get("/api/v1/organizations?parent=" + key).then().body("items.key", contains(child));
    }

    @Test
    void anotherOrganizationIsAsUnknownAsOneThatIsNot() {
        register(organization(key)).statusCode(201);
        for (String path : new String[] {key, key + "/units", "nowhere", "nowhere/units"}) {
            as("organization-contact", "another")
                    .get("/api/v1/organizations/" + path)
                    .then()
                    .statusCode(404)
                    .body("detail", is("There is no such organization among yours"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "key, Olofström, /key, pattern",
        "key, a--b, /key, pattern",
        "name, ' ', /name, not-blank",
        "kind, club, /kind, pattern",
        "number, 821105-9954, /number, pattern",
        "number, 12, /number, pattern",
        "number, 212000-0828, /number, check-digit",
        "number, 13585629, /number, check-digit",
        "parent, nowhere, /parent, unknown-organization"
    })
    void whatIsNotValidIsNamed(String property, String value, String pointer, String code) {
        register(with(organization(key), property, value))
                .statusCode(422)
                .body("errors[0].pointer", is(pointer))
                .body("errors[0].code", is(code));
    }

    @Test
    void theUnitsAreATree() {
        register(organization(key)).statusCode(201);
        unit("home", "Home", null);
        unit("south", "South", "home");
        unit("north", "North", "home");

        as("manager", key)
                .get("/api/v1/organizations/" + key + "/units")
                .then()
                .statusCode(200)
                .body("next", nullValue())
                .body("items.ref", contains("home"))
                .body("items[0].units.name", contains("North", "South"));
    }

    @Test
    void theUnitsOfADayAreThoseThatWereStatedUntilThen() throws Throwable {
        register(organization(key)).statusCode(201);
        for (String stamp : new String[] {"2026-03-02T10:00:00 2", "2026-01-01T10:00:00 1", "2026-03-02T09:00:00 1"}) {
            VertxContextSupport.subscribeAndAwait(() -> Panache.withTransaction(
                    () -> units.record(List.of(new Units.Stated(key, "ward", "Ward " + stamp, null, stamp)))));
        }

        units("?at=2025-12-31").body("items", empty());
        units("?at=2026-03-01").body("items.name", contains("Ward 2026-01-01T10:00:00 1"));
        units("?at=2026-03-02").body("items.name", contains("Ward 2026-03-02T10:00:00 2"));
        units("").body("items.name", contains("Ward 2026-03-02T10:00:00 2"));
    }

    @Test
    void anOrganizationBelongsToItsParentFromADayOn() {
        String region = key + "-region";
        String other = key + "-other";
        register(with(organization(region), "kind", "region")).statusCode(201);
        register(with(organization(other), "kind", "region")).statusCode(201);
        register(with(organization(key), "parent", region)).statusCode(201);

        change(key, with(organization(key), "parent", other), "2030-01-01", "\"9\"")
                .statusCode(412);
        change(key, with(organization(key), "parent", other), "2030-01-01", "\"1\"")
                .statusCode(200)
                .header("ETag", is("\"2\""))
                .body("parent", is(other));

        admin().get("/api/v1/organizations/" + key).then().body("parent", is(region));
        admin().get("/api/v1/organizations/" + key + "?at=2030-01-01").then().body("parent", is(other));
        admin().get("/api/v1/organizations?at=2030-01-01&parent=" + other)
                .then()
                .body("items.key", contains(key));
        admin().get("/api/v1/organizations/" + key + "/parents")
                .then()
                .body("items.parent", contains(region, other))
                .body("items.to", contains("2029-12-31", null));
    }

    @Test
    void nothingBelongsToItselfOnAnyDay() {
        String child = key + "-child";
        String grandchild = key + "-grandchild";
        register(organization(key)).statusCode(201);
        register(with(organization(child), "parent", key)).statusCode(201);
        register(with(organization(grandchild), "parent", child)).statusCode(201);

        change(key, with(organization(key), "parent", grandchild), "2026-01-01", "*")
                .statusCode(409)
                .body("code", is("belongs-to-itself"));
        change(key, with(organization(key), "parent", key), "2026-01-01", "*").statusCode(409);
        Map<String, Object> free = organization(grandchild);
        change(grandchild, free, "2028-01-01", "*").statusCode(200).body("parent", nullValue());
        change(key, with(organization(key), "parent", grandchild), "2027-12-31", "*")
                .statusCode(409);
        change(key, with(organization(key), "parent", grandchild), "2028-01-01", "*")
                .statusCode(200);
    }

    @Test
    void contactsAreNamedAndEnd() {
        register(organization(key)).statusCode(201);
        String contacts = "/api/v1/organizations/" + key + "/contacts";
        String id = admin().contentType(ContentType.JSON)
                .body(Map.of("userId", "u-1", "function", "program-lead", "from", "2020-01-01"))
                .post(contacts)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        admin().contentType(ContentType.JSON)
                .body(Map.of("userId", "u-2", "function", "hr", "from", "2020-01-01", "to", "2020-12-31"))
                .post(contacts)
                .then()
                .statusCode(201);

        as("organization-contact", key).get(contacts).then().body("items.userId", contains("u-1", "u-2"));
        as("organization-contact", key).get(contacts + "?at=2021-01-01").then().body("items.userId", contains("u-1"));
        as("organization-contact", "another").get(contacts).then().statusCode(404);
        admin().delete(contacts + "/" + id).then().statusCode(204);
        admin().get(contacts + "?at=2999-01-01").then().body("items", empty());
        admin().delete(contacts + "/" + UUID.randomUUID()).then().statusCode(404);
    }

    private static ValidatableResponse change(
            String key, Map<String, Object> organization, String from, String ifMatch) {
        var change = new HashMap<>(organization);
        change.remove("key");
        change.put("parentFrom", from);
        return admin().contentType(ContentType.JSON)
                .header("If-Match", ifMatch)
                .body(change)
                .put("/api/v1/organizations/" + key)
                .then();
    }

    private ValidatableResponse units(String query) {
        return as("manager", key)
                .get("/api/v1/organizations/" + key + "/units" + query)
                .then()
                .statusCode(200);
    }

    private void unit(String ref, String name, @Nullable String parent) {
        database.preparedQuery(
                        "insert into unit (organization, ref, name, parent_ref, stamp) values ($1, $2, $3, $4, '')")
                .execute(Tuple.of(key, ref, name, parent))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private static Map<String, Object> organization(String key) {
        return Map.of("key", key, "name", "Exempelby kommun", "kind", "municipality", "number", "212000-0829");
    }

    private static Map<String, Object> with(Map<String, Object> organization, String property, String value) {
        var other = new HashMap<>(organization);
        other.put(property, value);
        return other;
    }

    private static ValidatableResponse register(Map<String, Object> organization) {
        return register(admin(), organization);
    }

    private static ValidatableResponse register(RequestSpecification request, Map<String, Object> organization) {
        return request.contentType(ContentType.JSON)
                .body(organization)
                .post("/api/v1/organizations")
                .then();
    }

    private static RequestSpecification admin() {
        return as("platform-admin");
    }

    private static RequestSpecification as(String role, String... organizations) {
        return given().auth()
                .oauth2(Tokens.of(role).organizations(organizations).sign());
    }
}
