package org.samverka.reporting.notification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.reporting.Others.Person;
import org.samverka.reporting.ServiceTest;
import org.samverka.testing.Tokens;

@QuarkusTest
class MailMannersTest extends ServiceTest {
    private static final String PREFERENCES = "/api/v1/notifications/preferences";
    private static final String LINK = "https://portal.example/answer#AbC-123_x";

    @SuppressWarnings("NullAway.Init")
    GreenMail mail;

    @Inject
    @SuppressWarnings("NullAway.Init")
    ReturnPaths returnPaths;

    private final Person asa = Person.of(Gender.woman);
    private final String address = "asa-%s@example.org".formatted(UUID.randomUUID());

    @BeforeEach
    void asaIsKnown() {
        others.tell(asa.contact(address, Language.en));
        await().atMost(PATIENCE)
                .until(() -> !rows("select 1 from notification.contact where person_id = ?", asa.id())
                        .isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void whoHasNotAnsweredIsRemindedOnceWithALinkAndWithoutAWordOfWhatItIs(Language language) throws Exception {
        others.tell(asa.contact(address, language));
        await().atMost(PATIENCE)
                .until(() -> rows("select language from notification.contact where person_id = ?", asa.id())
                        .equals(List.of(List.of(language.name()))));
        UUID event = UUID.randomUUID();
        UUID assignment = UUID.randomUUID();
        others.tell(asa.due(program, "screening-1", assignment, LINK), event);
        others.tell(asa.due(program, "screening-1", assignment, LINK), event);
        MimeMessage letter = letters(1).get(0);
        stays(1);

        assertThat(letter.getSubject())
                .isEqualTo(
                        switch (language) {
                            case sv -> "Du har ett nytt meddelande";
                            case da -> "Du har en ny meddelelse";
                            case en -> "You have a new message";
                        });
        assertThat(text(letter, 0)).contains(LINK).doesNotContain("Heja", "screening");
        assertThat(text(letter, 1)).contains("href=\"" + LINK + "\"").doesNotContain("Heja", "screening");
        assertThat(rows("select link from notification.notification where person_id = ?", asa.id()))
                .containsExactly(Arrays.asList((Object) null));

        // The same reminder once more in two weeks, of an instrument that asks twice.
        others.tell(asa.due(program, "screening-1", assignment, LINK));
        letters(2);
    }

    @Test
    void theFirstLetterCarriesThePersonalLinkWhereThereIsOne() throws Exception {
        others.tell(asa.asked(program, "s1", LINK, false));

        MimeMessage letter = letters(1).get(0);
        assertThat(text(letter, 0)).contains(LINK, "Heja <Hälsan>");
        assertThat(letter.getSubject()).isEqualTo("We would like to hear from you");
    }

    @Test
    void oneClickEndsLettersOfAKindAndOnlyOfThatKind() throws Exception {
        others.tell(asa.due(program, "s1", UUID.randomUUID(), LINK), UUID.randomUUID());
        MimeMessage letter = letters(1).get(0);
        assertThat(letter.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        String oneClick = letter.getHeader("List-Unsubscribe", null).replaceAll("\\s", "");
        assertThat(oneClick).matches("<http://127\\.0\\.0\\.1:8084/api/v1/unsubscriptions/[A-Za-z0-9_-]+>");
        String path = oneClick.substring("<http://127.0.0.1:8084".length(), oneClick.length() - 1);
        assertThat(text(letter, 0)).contains("http://127.0.0.1:8080/unsubscribe#");

        for (int i = 0; i < 2; i++) {
            given().contentType("application/x-www-form-urlencoded")
                    .body("List-Unsubscribe=One-Click")
                    .post(path)
                    .then()
                    .statusCode(204);
        }
        asa().get(PREFERENCES)
                .then()
                .body("unsubscribed", contains("evaluation-reminder"))
                .body("version", equalTo(1));
        given().post(path + "x").then().statusCode(404);

        others.tell(asa.due(program, "s2", UUID.randomUUID(), LINK), UUID.randomUUID());
        others.tell(asa.enrolled(program, "inspirers"));
        MimeMessage confirmed = letters(2).get(1);
        assertThat(confirmed.getSubject()).isEqualTo("Your place is confirmed");
        assertThat(confirmed.getHeader("List-Unsubscribe")).isNull();
        assertThat(text(confirmed, 0)).doesNotContain("unsubscribe");
        awaitStates("withheld unsubscribed");
    }

    @Test
    void whoWantsOneLetterADayGetsOneWithEverythingInItAndWhatIsUrgentAtOnce() throws Exception {
        prefer("daily", "00:00", "00:00").statusCode(200).body("rhythm", equalTo("daily"));
        others.tell(asa.enrolled(program, "inspirers"), asa.asked(program, "s1", LINK, false));
        awaitStates("pending gathered", "pending gathered");
        others.tell(asa.changed(program, "inspirers", EnrollmentState.offered));
        assertThat(letters(1).get(0).getSubject()).isEqualTo("There is a place for you");
        stays(1);

        rows(
                "update notification.notification set next_attempt_at = now() where person_id = ? and gathered returning 1",
                asa.id());
        MimeMessage letter = letters(2).get(1);
        stays(2);
        assertThat(letter.getSubject()).isEqualTo("What is new for you");
        assertThat(text(letter, 0)).contains("Your place is confirmed", "We would like to hear from you", LINK);
        assertThat(text(letter, 1)).contains("<h2", "Heja &lt;Hälsan&gt;", "href=\"" + LINK);
    }

    @Test
    void whatWasGatheredComesWhenNothingIsGatheredAnyMore() {
        prefer("weekly", "00:00", "00:00").statusCode(200);
        others.tell(asa.enrolled(program, "inspirers"));
        awaitStates("pending gathered");
        prefer("each", "00:00", "00:00").statusCode(200);
        letters(1);
    }

    @Test
    void inQuietHoursAMailWaitsUnlessItIsUrgent() {
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        prefer("each", now.minusHours(2).toString(), now.plusHours(2).toString())
                .statusCode(200);
        others.tell(asa.enrolled(program, "inspirers"));
        awaitStates("pending quiet-hours");
        others.tell(asa.changed(program, "inspirers", EnrollmentState.offered));
        letters(1);
        assertThat(lettersSoFar()).hasSize(1);
    }

    @Test
    void nobodyGetsMoreThanThirtyMailsADay() {
        others.tell(IntStream.rangeClosed(1, 31)
                .mapToObj(i -> asa.enrolled(program, "group-" + i))
                .toArray(org.samverka.contracts.Event[]::new));

        letters(30);
        await().atMost(PATIENCE)
                .until(() -> rows(
                                "select state, reason from notification.notification where person_id = ? and state <> 'sent'",
                                asa.id())
                        .equals(List.of(List.of("pending", "too-many"))));
        stays(30);
    }

    @Test
    void whatIsNecessaryCannotBeUnsubscribedAndAZoneIsOne() {
        asa().get(PREFERENCES)
                .then()
                .statusCode(200)
                .header("ETag", "\"0\"")
                .body("rhythm", equalTo("each"))
                .body(
                        "optional",
                        contains(
                                "evaluation-due",
                                "evaluation-reminder",
                                "invitation-reminder",
                                "goal-reached",
                                "goal-at-risk"));
        put(Map.of(
                        "rhythm",
                        "each",
                        "zone",
                        "Europe/Stockholm",
                        "quietHours",
                        Map.of("from", "21:00", "until", "07:00"),
                        "unsubscribed",
                        List.of("session-canceled")))
                .statusCode(422)
                .body("errors.code", contains("necessary"));
        put(Map.of(
                        "rhythm",
                        "each",
                        "zone",
                        "Nowhere/Land",
                        "quietHours",
                        Map.of("from", "21:00", "until", "07:00"),
                        "unsubscribed",
                        List.of()))
                .statusCode(422)
                .body("errors.code", contains("unknown-zone"));
    }

    @Test
    void whatComesBackForGoodEndsMailToTheAddressAndIsCounted() throws Exception {
        others.tell(asa.enrolled(program, "inspirers"));
        letters(1);
        awaitStates("sent -");
        UUID notification = (UUID) rows("select id from notification.notification where person_id = ?", asa.id())
                .get(0)
                .get(0);
        String path = String.valueOf(returnPaths.of(notification));
        handIn(BounceTest.report("bounces+" + "0".repeat(48) + "@mail.samverka.example", "failed", "5.1.1"), 404);
        handIn(BounceTest.report(path, "delayed", "4.4.1"), 204);
        awaitStates("sent -");
        handIn(BounceTest.report(path, "failed", "5.1.1"), 204);
        handIn(BounceTest.report(path, "failed", "5.1.1"), 204);
        awaitStates("bounced 5.1.1");

        others.tell(asa.asked(program, "s1"));
        awaitStates("bounced 5.1.1", "withheld address-bounced");
        coordinator().get("/api/v1/notifications?program=" + program).then().body("counts.state", hasItem("bounced"));

        String other = "new-" + address;
        others.tell(asa.contact(other, Language.en));
        others.tell(asa.asked(program, "s2"));
        await().atMost(PATIENCE)
                .until(() -> Arrays.stream(mail.getReceivedMessages())
                        .anyMatch(letter -> recipients(letter).equals(other)));
    }

    @Test
    void eachLetterComesBackToAnAddressOfItsOwn() throws Exception {
        others.tell(asa.enrolled(program, "inspirers"));
        MimeMessage letter = letters(1).get(0);
        awaitStates("sent -");
        UUID notification = (UUID) rows("select id from notification.notification where person_id = ?", asa.id())
                .get(0)
                .get(0);
        assertThat(letter.getHeader("Return-Path", null)).contains(String.valueOf(returnPaths.of(notification)));
    }

    private static void handIn(byte[] report, int status) {
        given().contentType("message/rfc822")
                .body(report)
                .post("/api/v1/mail/bounces")
                .then()
                .statusCode(status);
    }

    private io.restassured.specification.RequestSpecification asa() {
        return given().auth().oauth2(Tokens.of("participant").person(asa.id()).sign());
    }

    private ValidatableResponse prefer(String rhythm, String from, String until) {
        return put(Map.of(
                "rhythm",
                rhythm,
                "zone",
                "UTC",
                "quietHours",
                Map.of("from", from, "until", until),
                "unsubscribed",
                List.of()));
    }

    private ValidatableResponse put(Map<String, Object> preference) {
        return asa().contentType(ContentType.JSON)
                .body(preference)
                .put(PREFERENCES)
                .then();
    }

    /** State and reason, in the order of the causes. */
    private void awaitStates(String... states) {
        await().atMost(PATIENCE)
                .until(() -> rows(
                                "select state || ' ' || coalesce(reason, '-') from notification.notification where person_id = ? order by position",
                                asa.id())
                        .stream()
                        .map(row -> String.valueOf(row.get(0)))
                        .toList()
                        .containsAll(List.of(states)));
    }

    private List<MimeMessage> letters(int count) {
        return await().atMost(PATIENCE).until(this::lettersSoFar, letters -> letters.size() >= count);
    }

    private void stays(int count) {
        await().during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> lettersSoFar().size() == count);
    }

    private List<MimeMessage> lettersSoFar() {
        return Arrays.stream(mail.getReceivedMessages())
                .filter(letter -> recipients(letter).equals(address))
                .toList();
    }

    private static String recipients(MimeMessage letter) {
        try {
            return GreenMailUtil.getAddressList(letter.getAllRecipients());
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(MimeMessage letter, int part) throws Exception {
        return ((MimeMultipart) letter.getContent())
                .getBodyPart(part)
                .getContent()
                .toString();
    }
}
