package org.samverka.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The realm's file holds what services and front ends rely on. */
class RealmFileTest {
    private static final String[] ROLES = {
        "platform-admin",
        "coordinator",
        "supplier",
        "organization-contact",
        "manager",
        "participant",
        "occupational-health",
        "analyst",
        "hr-partner",
        "auditor"
    };

    private final ObjectMapper json = new ObjectMapper();
    private final JsonNode realm;

    RealmFileTest() throws IOException {
        realm = json.readTree(Settings.ofEnvironment()
                .checkout()
                .resolve("deploy/keycloak/samverka-realm.json")
                .toFile());
    }

    @Test
    void thereAreTheTenRoles() {
        assertThat(names(realm.at("/roles/realm"), "name")).containsExactlyInAnyOrder(ROLES);
    }

    @Test
    void eachRoleHasADemoUserOfItsName() {
        for (String role : ROLES) {
            JsonNode user = named(realm.path("users"), "username", role);
            assertThat(texts(user.path("realmRoles"))).containsExactly(role);
            assertThat(user.at("/credentials/0/value").asText()).isEqualTo(role);
        }
    }

    @Test
    void thePortalLogsInWithPkceOnly() {
        JsonNode portal = named(realm.path("clients"), "clientId", "samverka-portal");

        assertThat(portal.path("publicClient").asBoolean()).isTrue();
        assertThat(portal.path("standardFlowEnabled").asBoolean()).isTrue();
        assertThat(portal.path("directAccessGrantsEnabled").asBoolean()).isFalse();
        assertThat(portal.path("implicitFlowEnabled").asBoolean()).isFalse();
        assertThat(portal.path("attributes").path("pkce.code.challenge.method").asText())
                .isEqualTo("S256");
    }

    @Test
    void theDemoAndThePartnerHaveClientsOfTheirOwn() {
        assertThat(names(realm.path("clients"), "clientId"))
                .containsExactlyInAnyOrder("samverka-portal", "samverka-cli", "hr-olofstrom", "samverka-demo");
        JsonNode partner = named(realm.path("users"), "serviceAccountClientId", "hr-olofstrom");
        assertThat(texts(partner.path("realmRoles"))).containsExactly("hr-partner");
        assertThat(texts(partner.at("/attributes/organizations"))).containsExactly("olofstrom");
    }

    @Test
    void tokensSayWhoseDataTheirBearerMaySee() {
        JsonNode scope = named(realm.path("clientScopes"), "name", "samverka");

        assertThat(texts(realm.path("defaultDefaultClientScopes"))).contains("samverka", "roles");
        assertThat(mapper(scope, "person_id").path("multivalued").asBoolean()).isFalse();
        assertThat(mapper(scope, "organizations").path("multivalued").asBoolean())
                .isTrue();
        assertThat(mapper(scope, "programs").path("multivalued").asBoolean()).isTrue();
        assertThat(mapper(scope, "audience").path("included.custom.audience").asText())
                .isEqualTo("samverka");
    }

    @Test
    void usersCannotGiveThemselvesOtherClaims() throws IOException {
        JsonNode profile = json.readTree(
                realm.at("/components/org.keycloak.userprofile.UserProfileProvider/0/config/kc.user.profile.config/0")
                        .asText());

        for (String claim : List.of("person_id", "organizations", "programs")) {
            JsonNode attribute = named(profile.path("attributes"), "name", claim);
            assertThat(texts(attribute.at("/permissions/edit"))).containsExactly("admin");
        }
        assertThat(profile.path("unmanagedAttributePolicy").isMissingNode()).isTrue();
    }

    private static JsonNode mapper(JsonNode scope, String name) {
        return named(scope.path("protocolMappers"), "name", name).path("config");
    }

    private static JsonNode named(JsonNode list, String field, String value) {
        return elements(list)
                .filter(element -> element.path(field).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("none with " + field + " " + value));
    }

    private static List<String> names(JsonNode list, String field) {
        return elements(list).map(element -> element.path(field).asText()).toList();
    }

    private static List<String> texts(JsonNode list) {
        return elements(list).map(JsonNode::asText).toList();
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
