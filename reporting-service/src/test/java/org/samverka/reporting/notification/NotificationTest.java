package org.samverka.reporting.notification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.reporting.Others.Person;
import org.samverka.reporting.ServiceTest;
import org.samverka.testing.Tokens;

@QuarkusTest
class NotificationTest extends ServiceTest {
    @SuppressWarnings("NullAway.Init")
    GreenMail mail;

    private final Person asa = Person.of(Gender.woman);
    private final String address = "asa-%s@example.org".formatted(UUID.randomUUID());

    @Test
    void whoIsEnrolledIsToldOnceInTheirLanguageHoweverOftenTheEventComes() throws Exception {
        UUID id = UUID.randomUUID();
        others.tell(asa.contact(address, Language.sv));
        others.tell(asa.enrolled(program, "inspirers"), id);
        others.tell(asa.enrolled(program, "inspirers"), id);
        others.tell(asa.enrolled(program, "inspirers")); // told once more, as another event
        others.tell(asa.asked(program, "s1"));

        List<MimeMessage> letters = letters(2);

        MimeMessage confirmed = letters.stream()
                .filter(letter -> subject(letter).equals("Din plats är bekräftad"))
                .findFirst()
                .orElseThrow();
        assertThat(text(confirmed, 0)).startsWith("Hej Åsa,").contains("Du har en plats i Heja <Hälsan>.");
        assertThat(text(confirmed, 1)).contains("<html lang=\"sv\">").contains("Heja &lt;Hälsan&gt;");
        assertThat(confirmed.getHeader("Content-Language")).containsExactly("sv");
        assertThat(confirmed.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(confirmed.getMessageID())
                .isEqualTo("<%s@notifications.samverka>"
                        .formatted(rows(
                                        "select id from notification.notification where person_id = ? and kind = 'enrollment-confirmed'",
                                        asa.id())
                                .get(0)
                                .get(0)));
        await().during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> lettersSoFar().size() == 2);
    }

    @Test
    void lettersComeInDanishAndEnglishTooAndSubjectsNameNoProgram() {
        others.tell(asa.contact(address, Language.da));
        others.tell(asa.enrolled(program, "inspirers", EnrollmentState.waitlisted));
        await().atMost(PATIENCE).until(() -> lettersSoFar().size() == 1);
        others.tell(asa.contact(address, Language.en));
        await().atMost(PATIENCE)
                .until(() -> rows("select language from notification.contact where person_id = ?", asa.id())
                        .equals(List.of(List.of("en"))));
        others.tell(
                asa.changed(program, "inspirers", EnrollmentState.offered),
                asa.enrolled(program, "inspirers"),
                asa.asked(program, "s1"));

        assertThat(letters(4))
                .extracting(NotificationTest::subject)
                .containsExactlyInAnyOrder(
                        "Du står på ventelisten",
                        "There is a place for you",
                        "Your place is confirmed",
                        "We would like to hear from you");
    }

    @Test
    void aNotificationWaitsForTheContact() {
        others.tell(asa.enrolled(program, "inspirers"));
        awaitState("waiting");
        assertThat(lettersSoFar()).isEmpty();

        others.tell(asa.contact(address, Language.sv));
        letters(1);
        awaitState("sent");
    }

    @Test
    void nobodyWithAProtectedIdentityOrWithoutAnAddressIsWrittenToAndTheStateSaysWhy() {
        Person bo = Person.of(Gender.man);
        others.tell(asa.protectedContact(), bo.contact(null, Language.sv));
        others.tell(asa.enrolled(program, "inspirers"), bo.enrolled(program, "inspirers"));

        await().atMost(PATIENCE)
                .until(() -> rows(
                                "select state, reason from notification.notification where program = ? order by reason",
                                program)
                        .equals(List.of(List.of("withheld", "no-address"), List.of("withheld", "protected-identity"))));
    }

    @Test
    void whoIsErasedIsForgottenAndNotWrittenTo() throws SQLException {
        others.tell(asa.contact(address, Language.sv));
        others.tell(asa.enrolled(program, "inspirers"));
        letters(1);

        others.tell(asa.contact("new-" + address, Language.sv));
        others.erase(asa);
        await().atMost(PATIENCE)
                .until(() -> rows("select 1 from notification.contact where person_id = ?", asa.id())
                                .isEmpty()
                        && rows("select 1 from notification.notification where person_id = ?", asa.id())
                                .isEmpty());
        assertThat(rows("select state from notification.notification where program = ?", program))
                .containsExactly(List.of("sent"));

        others.tell(asa.contact(address, Language.en));
        await().atMost(PATIENCE)
                .until(() -> !rows("select 1 from notification.contact where person_id = ?", asa.id())
                        .isEmpty());
    }

    @Test
    void whatIsNoLongerNewsIsNotSent() {
        others.tell(asa.contact(address, Language.sv));
        others.tell(
                asa.enrolled(program, "inspirers"),
                UUID.randomUUID(),
                OffsetDateTime.now().minusDays(4));

        awaitState("expired");
        assertThat(lettersSoFar()).isEmpty();
    }

    @Test
    void anAddressThatIsNoneIsGivenUpAndHoldsNobodyUp() {
        Person bo = Person.of(Gender.man);
        others.tell(asa.contact("no address at all", Language.sv), bo.contact(address, Language.sv));
        others.tell(asa.enrolled(program, "inspirers"), bo.enrolled(program, "inspirers"));

        letters(1);
        await().atMost(PATIENCE)
                .until(() -> rows("select state from notification.notification where person_id = ?", asa.id())
                        .equals(List.of(List.of("failed"))));
    }

    @Test
    void aMailServerThatIsAwayIsWaitedFor() {
        others.tell(asa.contact(address, Language.sv));
        mail.stop();
        others.tell(asa.enrolled(program, "inspirers"));
        await().atMost(PATIENCE)
                .until(() -> rows("select state, reason from notification.notification where program = ?", program)
                        .equals(List.of(List.of("pending", "mail-server-away"))));
        mail.start();

        letters(1);
    }

    @Test
    void aParticipantSeesTheirOwnAndACoordinatorSeesNumbers() {
        Person bo = Person.of(Gender.man);
        others.tell(asa.contact(address, Language.sv), bo.contact("bo-" + address, Language.sv));
        others.tell(asa.enrolled(program, "inspirers"), asa.asked(program, "s1"), bo.enrolled(program, "inspirers"));
        letters(2);
        awaitState("sent", "sent");

        String own = Tokens.of("participant").person(asa.id()).sign();
        String next = given().auth()
                .oauth2(own)
                .get("/api/v1/notifications?limit=1")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .extract()
                .path("next");
        given().auth()
                .oauth2(own)
                .get("/api/v1/notifications?cursor=" + next)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("next", equalTo(null));
        await().atMost(PATIENCE)
                .untilAsserted(() -> coordinator()
                        .get("/api/v1/notifications?program=" + program)
                        .then()
                        .statusCode(200)
                        .body("counts.kind", contains("enrollment-confirmed", "evaluation-due"))
                        .body("counts.state", contains("sent", "sent"))
                        .body("counts.count", contains(2, 1)));
        coordinator().get("/api/v1/notifications").then().statusCode(200).body("items", hasSize(0));
        coordinator().get("/api/v1/notifications?program=another").then().statusCode(404);
        given().auth()
                .oauth2(Tokens.of("participant").sign())
                .get("/api/v1/notifications")
                .then()
                .statusCode(404);
    }

    @Test
    void manyLettersLeaveAtOnce() {
        int many = 1000;
        List<Person> people = people(many, Gender.woman);
        people.forEach(person -> others.tell(person.contact(person.id() + address, Language.sv)));
        others.flush();
        people.forEach(person -> others.tell(person.enrolled(program, "everybody")));

        await().atMost(PATIENCE)
                .until(() -> rows(
                                "select count(*) from notification.notification where program = ? and state = 'sent'",
                                program)
                        .equals(List.of(List.of((long) many))));

        assertThat(Arrays.stream(mail.getReceivedMessages())
                        .filter(letter ->
                                GreenMailUtil.getAddressList(recipients(letter)).endsWith(address)))
                .hasSize(many);
    }

    private void awaitState(String... states) {
        await().atMost(PATIENCE)
                .until(() -> rows("select state from notification.notification where person_id = ?", asa.id())
                        .equals(Arrays.stream(states).map(List::of).toList()));
    }

    /** Waits for so many letters to Åsa's address. */
    private List<MimeMessage> letters(int count) {
        return await().atMost(PATIENCE).until(this::lettersSoFar, letters -> letters.size() >= count);
    }

    private List<MimeMessage> lettersSoFar() {
        return Arrays.stream(mail.getReceivedMessages())
                .filter(letter ->
                        GreenMailUtil.getAddressList(recipients(letter)).equals(address))
                .toList();
    }

    private static jakarta.mail.Address[] recipients(MimeMessage letter) {
        try {
            return letter.getAllRecipients();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String subject(MimeMessage letter) {
        try {
            return letter.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(MimeMessage letter, int part) throws MessagingException, IOException {
        BodyPart body = ((MimeMultipart) letter.getContent()).getBodyPart(part);
        return body.getContent().toString();
    }
}
