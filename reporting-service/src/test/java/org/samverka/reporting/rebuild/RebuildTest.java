package org.samverka.reporting.rebuild;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.contracts.ScreeningEvent.ScreeningCompleted;
import org.samverka.reporting.Others.Person;
import org.samverka.reporting.ServiceTest;
import org.samverka.testing.Tokens;

@QuarkusTest
class RebuildTest extends ServiceTest {
    private static final String REBUILDS = "/api/v1/statistics/rebuilds";
    private static final Map<String, Object> TOTAL = Map.of();

    @Test
    void aRebuildIsAskedForOnceAndPutsRightWhatWasWrong() throws SQLException {
        people(3, Gender.woman).forEach(person -> others.tell(person.event(), person.enrolled(program, "inspirers")));
        awaitExactly("enrolled", TOTAL, 3);
        set("update statistics.cell set n = 99 where program = ? and measure = 'enrolled'");
        awaitExactly("enrolled", TOTAL, 99);

        String token = Tokens.of("platform-admin").sign();
        Response asked = post(token, "key-" + program);
        assertThat(post(token, "key-" + program).asString()).isEqualTo(asked.asString());
        Response other = post(Tokens.of("platform-admin").sign(), null);
        assertThat(other.statusCode()).isIn(201, 409);
        if (other.statusCode() == 409) {
            other.then().body("code", equalTo("rebuild-running"));
        }
        awaitDone(asked.header("Location"));

        awaitExactly("enrolled", TOTAL, 3);
        others.tell(Person.of(Gender.man).enrolled(program, "inspirers"));
        awaitExactly("enrolled", TOTAL, 4);
        as("platform-admin")
                .queryParam("limit", 500)
                .get(REBUILDS)
                .then()
                .statusCode(200)
                .body("items.id", hasItem(asked.<String>path("id")));
        awaitNoneUnderWay();
    }

    @Test
    void whatTheLogDoesNotKeepIsCarriedOver() {
        for (int i = 0; i < 12; i++) {
            others.tell(new ScreeningCompleted(
                    UUID.randomUUID(), "s", program, UUID.randomUUID(), "i", 1, 1, i < 5, Gender.woman, "asele", null));
        }
        await().atMost(PATIENCE)
                .until(() -> figure(coordinator(), "screened", TOTAL).value() != null);

        awaitNoneUnderWay();
        awaitDone(post(Tokens.of("platform-admin").sign(), null)
                .then()
                .statusCode(201)
                .extract()
                .header("Location"));

        assertThat(figure(coordinator(), "screened", TOTAL).value()).isEqualTo(10);
    }

    @Test
    void whoeverTakesOverGoesOnWhereItWasAndCountsNothingTwice() throws SQLException {
        people(5, Gender.woman).forEach(person -> others.tell(person.event(), person.enrolled(program, "inspirers")));
        awaitExactly("enrolled", TOTAL, 5);
        awaitNoneUnderWay();

        // A replica that read some of it and died.
        UUID dead = UUID.randomUUID();
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                    insert into statistics.rebuild (id, state, requested_at, worker, seen_at)
                    values (?, 'reading', now(), ?, now() - interval '5 minutes')
                    """)) {
            statement.setObject(1, dead);
            statement.setObject(2, UUID.randomUUID());
            statement.executeUpdate();
        }
        awaitDone(REBUILDS + "/" + dead);

        awaitExactly("enrolled", TOTAL, 5);
        assertThat(rows("select 1 from statistics_next.fact union all select 1 from statistics_next.seen"))
                .isEmpty();
    }

    @Test
    void whatIsNotThereIsNotKnown() {
        as("platform-admin").get(REBUILDS + "/" + UUID.randomUUID()).then().statusCode(404);
        as("coordinator").post(REBUILDS).then().statusCode(403);
    }

    private static Response post(String token, @Nullable String key) {
        var request = given().auth().oauth2(token);
        return (key == null ? request : request.header("Idempotency-Key", key)).post(REBUILDS);
    }

    private void awaitDone(String rebuild) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> as("platform-admin").get(rebuild).path("state"), "done"::equals);
    }

    private void awaitNoneUnderWay() {
        await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> rows("select 1 from statistics.rebuild where state not in ('done', 'failed')"),
                        List::isEmpty);
    }

    private void set(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, program);
            statement.executeUpdate();
        }
    }
}
