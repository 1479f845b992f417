package org.samverka.reporting.notification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;
import org.samverka.reporting.Others.Person;
import org.samverka.reporting.ServiceTest;
import org.samverka.testing.Tokens;

@QuarkusTest
@Timeout(90)
class InboxTest extends ServiceTest {
    private static final String PATH = "/api/v1/notifications";

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI service;

    private final Person asa = Person.of(Gender.woman);
    private final String address = "asa-%s@example.org".formatted(UUID.randomUUID());

    @Test
    void whatHasBeenReadIsNoLongerAmongTheUnread() {
        others.tell(asa.contact(address, Language.sv));
        others.tell(asa.enrolled(program, "inspirers"), asa.asked(program, "s1"));
        JsonPath first = items(2);
        assertThat(first.getList("items.title"))
                .containsExactlyInAnyOrder("Your place is confirmed", "We would like to hear from you");
        assertThat(first.getList("items.read")).containsOnly(false);
        String id = first.getString("items[0].id");
        await().atMost(PATIENCE)
                .untilAsserted(() -> asa().get(PATH + "/{id}", id).then().body("state", equalTo("sent")));
        String tag =
                asa().get(PATH + "/{id}", id).then().statusCode(200).extract().header("ETag");

        mark(id, true, tag).then().statusCode(200).body("read", equalTo(true)).body("readAt", notNullValue());
        mark(id, false, tag).then().statusCode(412);
        mark(id, true, "*").then().statusCode(200);
        asa().get(PATH + "?unread=true").then().body("items", hasSize(1));
        asa().get(PATH + "?unread=false").then().body("items.id", equalTo(List.of(id)));
        mark(id, false, "*").then().statusCode(200).body("readAt", nullValue());
        asa().get(PATH + "?unread=true").then().body("items", hasSize(2));
        asa().get(PATH + "?unread=perhaps").then().statusCode(422);
    }

    @Test
    void anothersNotificationIsAsUnknownAsNone() {
        others.tell(asa.enrolled(program, "inspirers"));
        String id = items(1).getString("items[0].id");
        RequestSpecification bo = given().auth()
                .oauth2(Tokens.of("participant").person(UUID.randomUUID()).sign());
        bo.get(PATH + "/{id}", id).then().statusCode(404);
        given().auth()
                .oauth2(Tokens.of("participant").person(UUID.randomUUID()).sign())
                .contentType(ContentType.JSON)
                .body(Map.of("read", true))
                .patch(PATH + "/{id}", id)
                .then()
                .statusCode(404);
    }

    @Test
    void aSensitiveOnesTitleSaysNothingInAnyLanguage() {
        others.tell(asa.due(program, "screening-1", UUID.randomUUID(), "https://portal.example/answer#x"));
        others.tell(asa.asked(program, "screening-1", "https://portal.example/answer#y", true));
        items(2);
        for (String language : List.of("sv", "da", "en")) {
            assertThat(in(language).get(PATH).jsonPath().<String>getList("items.title"))
                    .containsOnly(
                            language.equals("sv")
                                    ? "Du har ett nytt meddelande"
                                    : language.equals("da") ? "Du har en ny meddelelse" : "You have a new message");
        }
    }

    @Test
    void newOnesAreHeardAsTheyComeAndWhatWasMissedAfterwards() throws Exception {
        Person bo = Person.of(Gender.man);
        String last;
        try (Listening listening = listen(null)) {
            others.tell(bo.enrolled(program, "inspirers"), asa.enrolled(program, "inspirers"));
            await().atMost(PATIENCE).until(() -> listening.data().size() == 1);
            assertThat(listening.data().get(0))
                    .contains("enrollment-confirmed")
                    .doesNotContain(asa.id().toString());
            last = listening.ids().get(0);
        }
        others.tell(asa.asked(program, "s1"));
        items(2);
        try (Listening again = listen(last)) {
            await().atMost(PATIENCE).until(() -> again.data().size() == 1);
            assertThat(again.data().get(0)).contains("evaluation-due");
            others.tell(asa.asked(program, "s2"));
            await().atMost(PATIENCE).until(() -> again.data().size() == 2);
        }
    }

    @Test
    void aKilledTransactionNotesOnceAllTheSame() throws SQLException {
        others.tell(asa.contact(address, Language.sv));
        await().atMost(PATIENCE)
                .until(() -> !rows("select 1 from notification.contact where person_id = ?", asa.id())
                        .isEmpty());
        try (Connection blocking = database.getConnection();
                Statement statement = blocking.createStatement()) {
            blocking.setAutoCommit(false);
            statement.execute("set local role reporting_notification");
            statement.execute("lock table notification.notification in share mode");
            UUID event = UUID.randomUUID();
            others.tell(asa.enrolled(program, "inspirers"), event);
            others.tell(asa.enrolled(program, "inspirers"), event);
            await().atMost(PATIENCE).until(() -> !rows("""
                                    select pg_terminate_backend(pid) from pg_stat_activity
                                    where datname = current_database() and wait_event_type = 'Lock'
                                        and query like '%insert into notification_notification%'
                                    """).isEmpty());
            blocking.rollback();
        }

        items(1);
        await().during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> asa().get(PATH).jsonPath().getList("items").size() == 1);
    }

    private RequestSpecification asa() {
        return in("en-GB");
    }

    private RequestSpecification in(String language) {
        return given().auth().oauth2(token()).header("Accept-Language", language);
    }

    private String token() {
        return Tokens.of("participant").person(asa.id()).sign();
    }

    private JsonPath items(int count) {
        return await().atMost(PATIENCE)
                .until(
                        () -> asa().get(PATH).jsonPath(),
                        page -> page.getList("items").size() == count);
    }

    private io.restassured.response.Response mark(String id, boolean read, String tag) {
        return asa().header("If-Match", tag)
                .contentType(ContentType.JSON)
                .body(Map.of("read", read))
                .patch(PATH + "/{id}", id);
    }

    private Listening listen(@org.jspecify.annotations.Nullable String last) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(PATH + "/stream"))
                .header("Authorization", "Bearer " + token())
                .header("Accept", "text/event-stream");
        if (last != null) {
            request.header("Last-Event-ID", last);
        }
        var response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        return new Listening(response.body());
    }

    private static final class Listening implements AutoCloseable {
        private final Stream<String> lines;
        private final List<String> heard = new CopyOnWriteArrayList<>();

        private Listening(Stream<String> lines) {
            this.lines = lines;
            var listener = new Thread(this::listen, "listening");
            listener.setDaemon(true);
            listener.start();
        }

        private void listen() {
            try {
                lines.forEach(heard::add);
            } catch (UncheckedIOException closed) {
                // The test is over.
            }
        }

        List<String> data() {
            return of("data:");
        }

        List<String> ids() {
            return of("id:");
        }

        private List<String> of(String field) {
            return heard.stream()
                    .filter(line -> line.startsWith(field))
                    .map(line -> line.substring(field.length()).strip())
                    .toList();
        }

        @Override
        public void close() {
            lines.close();
        }
    }
}
