package org.samverka.reporting.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.contracts.Gender;
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.contracts.ReportingEvent.GoalStateChanged;
import org.samverka.reporting.Others.Person;
import org.samverka.reporting.ServiceTest;
import org.samverka.testing.Tokens;

@QuarkusTest
class WebhookTest extends ServiceTest {
    private static final String PATH = "/api/v1/webhooks";

    private final UUID programId = UUID.randomUUID();

    @SuppressWarnings("NullAway.Init")
    private Receiver receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void hangUp() {
        receiver.close();
    }

    @Test
    void aGoalInAnotherStateIsToldOnceAndSignedHoweverOftenTheEventComes() {
        JsonPath webhook = registered(receiver, "goal.state_changed");
        UUID event = UUID.randomUUID();
        others.tell(goal(1), event);
        others.tell(goal(1), event);
        others.tell(goal(1)); // told once more, as another event
        others.tell(goal(2));

        List<Receiver.Request> requests = requests(receiver, 2);
        assertThat(requests.get(0).isSignedWith(webhook.getString("secret"))).isTrue();
        assertThat(requests.get(0).isSignedWith("whsec_" + "A".repeat(44))).isFalse();
        JsonPath body = JsonPath.from(requests.get(0).body());
        assertThat(body.getString("type")).isEqualTo("goal.state_changed");
        assertThat(OffsetDateTime.parse(body.getString("timestamp"))).isBefore(OffsetDateTime.now());
        assertThat(body.getMap("data"))
                .containsEntry("program", program)
                .containsEntry("goal", "network-people")
                .containsEntry("state", "at_risk")
                .containsEntry("version", 1);
        assertThat(requests.get(0).headers()).containsEntry("Content-Type", List.of("application/json"));
        assertThat(JsonPath.from(requests.get(1).body()).getInt("data.version")).isEqualTo(2);
        await().during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> receiver.requests().size() == 2);
    }

    @Test
    void aKilledTransactionTellsOnceAllTheSame() throws SQLException {
        registered(receiver, "goal.state_changed");
        try (Connection blocking = database.getConnection();
                Statement statement = blocking.createStatement()) {
            blocking.setAutoCommit(false);
            statement.execute("lock table webhook.delivery in access exclusive mode");
            others.tell(goal(1));
            await().atMost(PATIENCE).until(() -> !rows("""
                                    select pg_terminate_backend(pid) from pg_stat_activity
                                    where datname = current_database() and wait_event_type = 'Lock'
                                        and query like '%insert into webhook.delivery%'
                                    """).isEmpty());
            blocking.rollback();
        }

        requests(receiver, 1);
        await().during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> receiver.requests().size() == 1);
    }

    @Test
    void whatChangesIsToldWithoutFiguresAndWithoutPeople() {
        registered(receiver, "statistics.changed", "enrollments.changed");
        Person asa = Person.of(Gender.woman);
        others.tell(asa.event());
        others.tell(asa.enrolled(program, "inspirers"));

        List<Receiver.Request> requests = requests(receiver, 2);
        assertThat(requests)
                .allSatisfy(request -> assertThat(request.body())
                        .doesNotContain(asa.id().toString(), asa.pseudonym().toString(), "inspirers"));
        assertThat(requests)
                .extracting(request -> JsonPath.from(request.body()).getString("type"))
                .containsExactlyInAnyOrder("statistics.changed", "enrollments.changed");
        Map<String, Object> data = JsonPath.from(requests.get(0).body()).getMap("data");
        assertThat(data).containsOnlyKeys("program", "asOf");
    }

    @Test
    void aReceiverThatFailsGetsItLaterUnderTheSameNameAndTheLogTellsOfBoth() {
        String webhook =
                registered(receiver.answering(302), "goal.state_changed").getString("id");
        others.tell(goal(1));

        List<Receiver.Request> requests = requests(receiver, 2);
        assertThat(requests)
                .extracting(Receiver.Request::id)
                .containsOnly(requests.get(0).id());
        String delivery = awaitDelivery(webhook, "delivered");
        coordinator()
                .get(PATH + "/{id}/deliveries/{delivery}", webhook, delivery)
                .then()
                .statusCode(200)
                .body("attempts.status", contains(302, 204))
                .body("delivery.messageId", equalTo(requests.get(0).id()))
                .body("delivery.nextAttemptAt", nullValue())
                .body("payload", equalTo(requests.get(0).body()));
        coordinator().get(PATH + "/{id}", webhook).then().body("failingSince", nullValue());
    }

    @Test
    void goneEndsItUntilItIsEnabledAndThenItCanBeAskedForAgain() {
        String webhook =
                registered(receiver.answering(410), "goal.state_changed").getString("id");
        others.tell(goal(1));
        await().atMost(PATIENCE)
                .untilAsserted(() -> coordinator()
                        .get(PATH + "/{id}", webhook)
                        .then()
                        .body("state", equalTo("disabled"))
                        .body("reason", equalTo("gone")));
        String delivery = awaitDelivery(webhook, "failed");
        others.tell(goal(2));
        redeliver(webhook, delivery).statusCode(409).body("code", equalTo("webhook-not-enabled"));

        coordinator()
                .contentType(ContentType.JSON)
                .body(Map.of("url", receiver.url(), "events", List.of("goal.state_changed"), "state", "enabled"))
                .put(PATH + "/{id}", webhook)
                .then()
                .statusCode(200)
                .body("reason", nullValue());
        redeliver(webhook, delivery).statusCode(202).body("state", equalTo("pending"));

        List<Receiver.Request> requests = requests(receiver, 2);
        assertThat(requests.get(1).id()).isEqualTo(requests.get(0).id());
        awaitDelivery(webhook, "delivered");
    }

    @Test
    void whileThereAreTwoSecretsBothSign() throws SQLException {
        JsonPath webhook = registered(receiver, "goal.state_changed");
        String before = webhook.getString("secret");
        JsonPath rotated = coordinator()
                .post(PATH + "/{id}/secrets", webhook.getString("id"))
                .then()
                .statusCode(201)
                .body("previousSecretUntil", notNullValue())
                .extract()
                .jsonPath();
        others.tell(goal(1));
        Receiver.Request request = requests(receiver, 1).get(0);
        assertThat(rotated.getString("secret")).isNotEqualTo(before);
        assertThat(request.isSignedWith(before)).isTrue();
        assertThat(request.isSignedWith(rotated.getString("secret"))).isTrue();

        rows(
                "update webhook.endpoint set previous_until = now() where id = cast(? as uuid) returning 1",
                webhook.getString("id"));
        others.tell(goal(2));
        Receiver.Request later = requests(receiver, 2).get(1);
        assertThat(later.isSignedWith(before)).isFalse();
        assertThat(later.isSignedWith(rotated.getString("secret"))).isTrue();
    }

    @Test
    void whoIsSlowHoldsUpNobodyElseAndGetsOneMessageAfterTheOther() throws IOException {
        try (Receiver slow = new Receiver().holding()) {
            registered(slow, "goal.state_changed");
            registered(receiver, "goal.state_changed");
            others.tell(goal(1));
            others.tell(goal(2));
            others.tell(goal(3));

            requests(receiver, 3);
            requests(slow, 1);
            await().during(Duration.ofSeconds(2))
                    .atMost(PATIENCE)
                    .until(() -> slow.requests().size() == 1);
            slow.answerOne();
            requests(slow, 2);
            slow.answerOne();
            assertThat(requests(slow, 3))
                    .extracting(request -> JsonPath.from(request.body()).getInt("data.version"))
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void whatFailsAgainAndAgainLetsTheOthersPass() throws SQLException {
        String webhook =
                registered(receiver.answering(500), "goal.state_changed").getString("id");
        others.tell(goal(1));
        requests(receiver, 1);
        await().atMost(PATIENCE)
                .until(() -> !rows(
                                "update webhook.delivery set tries = 3, next_attempt_at = now() + interval '1 hour' where endpoint_id = cast(? as uuid) and attempts = 1 returning 1",
                                webhook)
                        .isEmpty());
        others.tell(goal(2));

        assertThat(JsonPath.from(requests(receiver, 2).get(1).body()).getInt("data.version"))
                .isEqualTo(2);
    }

    @Test
    void whoseSenderDiedIsSentToWhenItsTimeIsOver() throws SQLException {
        String webhook = registered(receiver, "goal.state_changed").getString("id");
        rows(
                "update webhook.endpoint set busy_until = now() + interval '1 hour' where id = cast(? as uuid) returning 1",
                webhook);
        others.tell(goal(1));
        awaitDelivery(webhook, "pending");
        await().during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> receiver.requests().isEmpty());

        rows("update webhook.endpoint set busy_until = now() where id = cast(? as uuid) returning 1", webhook);
        requests(receiver, 1);
    }

    @Test
    void aNameThatLeadsBehindTheWallIsNotSentTo() throws SQLException {
        String webhook = registered(receiver, "goal.state_changed").getString("id");
        rows(
                "update webhook.endpoint set url = replace(url, '127.0.0.1', 'localhost') where id = cast(? as uuid) returning 1",
                webhook);
        others.tell(goal(1));

        await().atMost(PATIENCE)
                .until(() -> rows(
                                "select reason from webhook.attempt a join webhook.delivery d on d.id = a.delivery_id where endpoint_id = cast(? as uuid)",
                                webhook)
                        .contains(List.of("address-not-allowed")));
        assertThat(receiver.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.org/, https-required",
        "https://192.168.0.1/, host-name-required",
        "https://localhost:8084/, host-not-public"
    })
    void addressesBehindTheWallAreRefused(String url, String code) {
        register(url, "goal.state_changed").statusCode(422).body("errors.code", contains(code));
    }

    @Test
    void theSecretIsShownOnceAndKeptNowhere() throws SQLException {
        String key = UUID.randomUUID().toString();
        String token = Tokens.of("coordinator").programs(program).sign();
        JsonPath first = withKey(token, key)
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .extract()
                .jsonPath();
        assertThat(first.getString("secret")).startsWith("whsec_");
        withKey(token, key).statusCode(201).body("secret", equalTo(first.getString("secret")));
        coordinator()
                .get(PATH + "?program=" + program)
                .then()
                .body("items", hasSize(1))
                .body("items[0].secret", nullValue());
        coordinator()
                .get(PATH + "/" + first.getString("id"))
                .then()
                .header("ETag", "\"1\"")
                .body("secret", nullValue())
                .body("url", startsWith("http://127.0.0.1"));
        assertThat(rows("select 1 from idempotency where body like '%whsec_%'")).isEmpty();
    }

    private ValidatableResponse withKey(String token, String key) {
        return given().auth()
                .oauth2(token)
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(Map.of("program", program, "url", receiver.url(), "events", List.of("goal.state_changed")))
                .post(PATH)
                .then();
    }

    @Test
    void nobodyKnowsOfTheWebhooksOfOthersPrograms() {
        String webhook = registered(receiver, "goal.state_changed").getString("id");
        String other = Tokens.of("coordinator").programs("another").sign();
        for (String path : List.of("/{id}", "/{id}/deliveries", "/{id}/deliveries/" + UUID.randomUUID())) {
            given().auth().oauth2(other).get(PATH + path, webhook).then().statusCode(404);
        }
        given().auth().oauth2(other).delete(PATH + "/{id}", webhook).then().statusCode(404);
        given().auth()
                .oauth2(other)
                .post(PATH + "/{id}/secrets", webhook)
                .then()
                .statusCode(404);
        given().auth().oauth2(other).get(PATH + "?program=" + program).then().statusCode(404);
        coordinator()
                .header("If-Match", "\"9\"")
                .delete(PATH + "/{id}", webhook)
                .then()
                .statusCode(412);
        as("platform-admin").delete(PATH + "/{id}", webhook).then().statusCode(204);
        coordinator().get(PATH + "/{id}", webhook).then().statusCode(404);
    }

    @Test
    void anEventThatNobodyKnowsIsRefusedAndSoIsTheTwentyFirstWebhook() {
        register(receiver.url(), "person.changed").statusCode(422);
        for (int i = 0; i < 20; i++) {
            register(receiver.url(), "goal.state_changed").statusCode(201);
        }
        register(receiver.url(), "goal.state_changed")
                .statusCode(409)
                .body("code", equalTo("too-many-webhooks"))
                .body("detail", containsString("20"));
    }

    private JsonPath registered(Receiver receiver, String... events) {
        return register(receiver.url(), events).statusCode(201).extract().jsonPath();
    }

    private ValidatableResponse register(String url, String... events) {
        return coordinator()
                .contentType(ContentType.JSON)
                .body(Map.of("program", program, "url", url, "events", List.of(events)))
                .post(PATH)
                .then();
    }

    private ValidatableResponse redeliver(String webhook, String delivery) {
        return coordinator()
                .post(PATH + "/{id}/deliveries/{delivery}/redelivery", webhook, delivery)
                .then();
    }

    private String awaitDelivery(String webhook, String state) {
        return await().atMost(PATIENCE)
                .until(
                        () -> coordinator()
                                .get(PATH + "/{id}/deliveries?state=" + state, webhook)
                                .then()
                                .statusCode(200)
                                .extract()
                                .<List<String>>path("items.id"),
                        ids -> ids.size() == 1)
                .get(0);
    }

    private static List<Receiver.Request> requests(Receiver receiver, int count) {
        return await().atMost(PATIENCE).until(receiver::requests, requests -> requests.size() >= count);
    }

    private GoalStateChanged goal(int version) {
        return new GoalStateChanged(
                programId,
                program,
                "network-people",
                GoalState.at_risk,
                GoalState.on_track,
                LocalDate.parse("2026-03-01"),
                version);
    }
}
