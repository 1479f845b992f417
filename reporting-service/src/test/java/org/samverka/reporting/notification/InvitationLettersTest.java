package org.samverka.reporting.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import biweekly.Biweekly;
import biweekly.component.VEvent;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;
import org.samverka.contracts.SessionEvent.AnswerLink;
import org.samverka.contracts.SessionEvent.InvitationCanceled;
import org.samverka.contracts.SessionEvent.InvitationChanged;
import org.samverka.contracts.SessionEvent.InvitationReminded;
import org.samverka.contracts.SessionEvent.InvitationSent;
import org.samverka.contracts.SessionEvent.Notice;
import org.samverka.reporting.Others.Person;
import org.samverka.reporting.ServiceTest;

@QuarkusTest
class InvitationLettersTest extends ServiceTest {
    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln";

    @SuppressWarnings("NullAway.Init")
    GreenMail mail;

    private final Person asa = Person.of(Gender.woman);
    private final String address = "asa-%s@example.org".formatted(UUID.randomUUID());
    private final UUID invitation = UUID.randomUUID();
    private final UUID session = UUID.randomUUID();

    @ParameterizedTest
    @EnumSource(Language.class)
    void anInvitationAsksWhatPeopleNeedAndCarriesALinkAndACalendarObjectOnceHoweverOftenItComes(Language language)
            throws Exception {
        others.tell(asa.contact(address, language));
        UUID id = UUID.randomUUID();
        others.tell(sent(0, false), id);
        others.tell(sent(0, false), id);
        others.tell(sent(0, false));

        MimeMessage letter = letters(1).get(0);
        stays(1);

        List<Part> parts = parts(letter);
        String text = content(parts, "text/plain");
        String html = content(parts, "text/html");
        String asked = switch (language) {
            case sv -> "hörslinga";
            case da -> "teleslynge";
            case en -> "hearing loop";
        };
        assertThat(text).contains(asked, "http://127.0.0.1:8080/invitation#" + TOKEN, "Hälsa & ro", "Folkets hus");
        assertThat(html).contains(asked, "/invitation#" + TOKEN, "Hälsa &amp; ro");
        assertThat(letter.getSubject()).doesNotContain("Hälsa", "Heja").contains("2026");
        assertThat(letter.getHeader("Content-Language")).containsExactly(language.name());

        List<Part> calendars = parts.stream().filter(part -> isCalendar(part)).toList();
        assertThat(calendars).hasSize(2);
        assertThat(calendars)
                .allSatisfy(part -> assertThat(part.getContentType()).containsIgnoringCase("method=REQUEST"));
        assertThat(calendars).extracting(Part::getDisposition).containsExactlyInAnyOrder("inline", "attachment");
        VEvent event = event(calendars.get(0));
        assertThat(event.getAttendees())
                .singleElement()
                .satisfies(attendee -> assertThat(attendee.getEmail()).isEqualTo(address));
        assertThat(event.getOrganizer().getEmail()).isEqualTo("no-reply@samverka.example");
        assertThat(rows("select meeting from notification.notification where person_id = ?", asa.id()))
                .containsExactly(Arrays.asList((Object) null));
    }

    @Test
    void aReminderAChangeAndACancellationAreALetterEachAndTheLastTakesTheSessionOutOfTheCalendar() throws Exception {
        others.tell(asa.contact(address, Language.en));
        others.tell(sent(0, false));
        letters(1);
        others.tell(new InvitationReminded(
                invitation, session, program, asa.id(), asa.pseudonym(), 7, notice("REQUEST", 0, false), link()));
        others.tell(new InvitationReminded(
                invitation, session, program, asa.id(), asa.pseudonym(), 7, notice("REQUEST", 0, false), link()));
        letters(2);
        others.tell(new InvitationChanged(
                invitation, session, program, asa.id(), asa.pseudonym(), notice("REQUEST", 1, false), link()));
        letters(3);
        others.tell(new InvitationCanceled(
                invitation, session, program, asa.id(), asa.pseudonym(), true, notice("CANCEL", 2, false)));
        List<MimeMessage> letters = letters(4);
        stays(4);

        assertThat(letters)
                .extracting(MimeMessage::getSubject)
                .satisfiesExactly(
                        subject -> assertThat(subject).startsWith("You are invited: Tuesday"),
                        subject -> assertThat(subject).startsWith("Reminder: please answer"),
                        subject -> assertThat(subject).startsWith("Changed time or place: "),
                        subject -> assertThat(subject).startsWith("Canceled: "));
        List<Part> last = parts(letters.get(3));
        Part calendar =
                last.stream().filter(part -> isCalendar(part)).findFirst().orElseThrow();
        assertThat(calendar.getContentType()).containsIgnoringCase("method=CANCEL");
        assertThat(event(calendar).getSequence().getValue()).isEqualTo(2);
        assertThat(content(last, "text/plain")).doesNotContain(TOKEN, "#", "hearing loop");
    }

    @Test
    void ofASupportTrackNeitherSubjectNorLetterSaysWhatItIs() throws Exception {
        others.tell(asa.contact(address, Language.sv));
        others.tell(sent(0, true));

        MimeMessage letter = letters(1).get(0);
        assertThat(letter.getSubject()).isEqualTo("Du har ett nytt meddelande");
        List<Part> parts = parts(letter);
        for (Part part : parts) {
            assertThat(string(part)).doesNotContain("Hälsa", "Heja");
        }
        assertThat(content(parts, "text/plain")).startsWith("Hej Åsa,");
    }

    @Test
    void everybodysLetterNamesNobodyElse() throws Exception {
        Person bo = Person.of(Gender.man);
        others.tell(asa.contact(address, Language.sv), bo.contact("bo-" + address, Language.sv));
        others.tell(sent(0, false));
        others.tell(new InvitationSent(
                UUID.randomUUID(), session, program, bo.id(), bo.pseudonym(), notice("REQUEST", 0, false), link()));

        MimeMessage letter = letters(1).get(0);
        for (Part part : parts(letter)) {
            assertThat(string(part)).doesNotContain("bo-" + address, bo.id().toString());
        }
        assertThat(letter.getAllRecipients()).hasSize(1);
    }

    @Test
    void nobodyWithAProtectedIdentityIsWrittenToAndWhatTheLetterWouldHaveSaidIsForgotten() throws SQLException {
        others.tell(asa.protectedContact());
        others.tell(sent(0, false));

        await().atMost(PATIENCE)
                .until(() -> rows("select state, meeting from notification.notification where person_id = ?", asa.id())
                        .equals(List.of(Arrays.asList("withheld", null))));
    }

    private InvitationSent sent(int sequence, boolean discreet) {
        return new InvitationSent(
                invitation, session, program, asa.id(), asa.pseudonym(), notice("REQUEST", sequence, discreet), link());
    }

    private static AnswerLink link() {
        return new AnswerLink(TOKEN, Instant.parse("2026-12-15T08:00:00Z"), List.of("diet"));
    }

    private static Notice notice(String method, int sequence, boolean discreet) {
        return new Notice(
                discreet ? null : "Hälsa & ro",
                LocalDateTime.parse("2026-12-15T09:00"),
                LocalDateTime.parse("2026-12-15T12:00"),
                "Europe/Stockholm",
                "Folkets hus",
                discreet,
                sequence,
                CalendarPartTest.OBJECT
                        .replace("METHOD:REQUEST", "METHOD:" + method)
                        .replace("SEQUENCE:1", "SEQUENCE:" + sequence)
                        .replaceAll("SUMMARY:.*\r\n .*", "SUMMARY:Samverka"));
    }

    private static VEvent event(Part part) throws MessagingException, IOException {
        return Biweekly.parse(string(part)).first().getEvents().get(0);
    }

    private static boolean isCalendar(Part part) {
        try {
            return part.isMimeType("text/calendar");
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String content(List<Part> parts, String type) throws MessagingException, IOException {
        for (Part part : parts) {
            if (part.isMimeType(type)) {
                return string(part);
            }
        }
        throw new AssertionError("no " + type);
    }

    private static String string(Part part) throws MessagingException, IOException {
        return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The leaves of the tree that a letter is. */
    private static List<Part> parts(Part part) throws MessagingException, IOException {
        if (!(part.getContent() instanceof Multipart several)) {
            return List.of(part);
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < several.getCount(); i++) {
            parts.addAll(parts(several.getBodyPart(i)));
        }
        return parts;
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
