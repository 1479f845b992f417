package org.samverka.reporting.notification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.contracts.ReportingEvent.GoalStateChanged;
import org.samverka.reporting.ServiceTest;
import org.samverka.testing.Tokens;

@QuarkusTest
class FollowingTest extends ServiceTest {
    private static final String PATH = "/api/v1/notifications/following/{program}";

    @SuppressWarnings("NullAway.Init")
    GreenMail mail;

    private final UUID programId = UUID.randomUUID();
    private final String address = "coordinator-%s@example.org".formatted(UUID.randomUUID());
    private String token = "";

    @BeforeEach
    void signIn() throws Exception {
        token = Tokens.of("coordinator").programs(program).sign();
        await().atMost(PATIENCE)
                .until(() -> !rows("select 1 from notification.program where key = ?", program)
                        .isEmpty());
    }

    @Test
    void whoFollowsAProgramIsToldOnceThatAGoalIsReachedOrAtRiskAndOfNothingElse() throws Exception {
        follow().statusCode(200).body("following", equalTo(true));
        UUID event = UUID.randomUUID();
        others.tell(goal(1, null, GoalState.at_risk)); // first judged: no news
        others.tell(goal(2, GoalState.at_risk, GoalState.on_track));
        others.tell(goal(3, GoalState.on_track, GoalState.at_risk), event);
        others.tell(goal(3, GoalState.on_track, GoalState.at_risk), event);
        others.tell(goal(3, GoalState.on_track, GoalState.at_risk));
        others.tell(goal(4, GoalState.at_risk, GoalState.met));

        List<MimeMessage> letters = await().atMost(PATIENCE).until(this::letters, found -> found.size() >= 2);
        await().during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> letters().size() == 2);
        assertThat(letters)
                .extracting(MimeMessage::getSubject)
                .containsExactlyInAnyOrder("Ett mål är i farozonen", "Ett mål är uppnått");
        assertThat(((MimeMultipart) letters.get(0).getContent())
                        .getBodyPart(0)
                        .getContent()
                        .toString())
                .contains("network-people", "Heja <Hälsan>");
        coordinatorHere()
                .header("Accept-Language", "en")
                .get("/api/v1/notifications")
                .then()
                .statusCode(200)
                .body("items.title", containsInAnyOrder("A goal is at risk", "A goal has been reached"));
    }

    @Test
    void whoFollowsNothingAnyMoreIsForgotten() throws Exception {
        follow().statusCode(200);
        coordinatorHere().get(PATH, program).then().body("following", equalTo(true));
        coordinatorHere().delete(PATH, program).then().statusCode(204);
        coordinatorHere().get(PATH, program).then().body("following", equalTo(false));
        assertThat(rows("select 1 from notification.contact where email = ?", address))
                .isEmpty();
    }

    @Test
    void whoHasNoAddressIsAskedForOneAndAnothersProgramIsNotFollowed() {
        coordinatorHere()
                .contentType(ContentType.JSON)
                .body(Map.of())
                .put(PATH, program)
                .then()
                .statusCode(409)
                .body("code", equalTo("address-required"));
        coordinatorHere()
                .contentType(ContentType.JSON)
                .body(Map.of("email", "no address", "language", "sv"))
                .put(PATH, program)
                .then()
                .statusCode(422);
        coordinatorHere().get(PATH, "another").then().statusCode(404);
    }

    private io.restassured.response.ValidatableResponse follow() {
        return coordinatorHere()
                .contentType(ContentType.JSON)
                .body(Map.of("email", address, "language", "sv"))
                .put(PATH, program)
                .then();
    }

    /** The same one each time. */
    private RequestSpecification coordinatorHere() {
        return given().auth().oauth2(token);
    }

    private GoalStateChanged goal(int version, @Nullable GoalState before, GoalState state) {
        return new GoalStateChanged(
                programId, program, "network-people", state, before, LocalDate.parse("2026-03-01"), version);
    }

    private List<MimeMessage> letters() {
        return Arrays.stream(mail.getReceivedMessages())
                .filter(letter -> {
                    try {
                        return GreenMailUtil.getAddressList(letter.getAllRecipients())
                                .equals(address);
                    } catch (MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }
}
