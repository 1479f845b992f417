package org.samverka.reporting.notification;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;

/**
 * Writes letters about sessions. No subject says what a session is about; a discreet one's says nothing at all, and its
 * letter names neither session nor program. Whatever can be answered asks what the reader needs so as to take part.
 */
@ApplicationScoped
class SessionLetters {
    private final Template text;
    private final Template html;
    private final String portal;

    SessionLetters(
            @Location("session.txt") Template text,
            @Location("session.html") Template html,
            @ConfigProperty(name = "samverka.portal-url") String portal) {
        this.text = text;
        this.html = html;
        this.portal = portal;
    }

    /** A line of what there is to know. */
    public record Fact(String label, String value) {}

    /** @param unsubscribe the page where the reader can end letters of this kind; none: they cannot */
    Letter write(Pending pending, Meeting meeting, @Nullable String unsubscribe) {
        Kind kind = pending.kind();
        Language language = pending.language();
        String name = pending.givenName();
        LetterTexts texts = Letters.texts(language);
        Locale locale = locale(language);
        String when = time(meeting.startsAt(), locale);
        String subject = meeting.discreet() ? texts.neutralSubject() : subject(kind, texts, when);
        String greeting = name == null ? texts.greetingWithoutName() : texts.greeting(name);
        var letter = new Parts(
                language,
                subject,
                greeting,
                body(kind, texts),
                facts(pending.programName(), meeting, texts, locale),
                unsubscribe,
                texts);
        return new Letter(
                language,
                subject,
                letter.filled(text, link(meeting), until(meeting, locale)).render(),
                letter.filled(html, link(meeting), until(meeting, locale)).render());
    }

    private static String subject(Kind kind, LetterTexts texts, String when) {
        return switch (kind) {
            case INVITATION -> texts.invitationSubject(when);
            case INVITATION_REMINDER -> texts.invitationReminderSubject(when);
            case SESSION_CHANGED -> texts.sessionChangedSubject(when);
            case SESSION_CANCELED -> texts.sessionCanceledSubject(when);
            case INVITATION_WITHDRAWN -> texts.invitationWithdrawnSubject(when);
            default -> throw new IllegalArgumentException(kind + " is not about a session");
        };
    }

    private static String body(Kind kind, LetterTexts texts) {
        return switch (kind) {
            case INVITATION -> texts.invitation();
            case INVITATION_REMINDER -> texts.invitationReminder();
            case SESSION_CHANGED -> texts.sessionChanged();
            case SESSION_CANCELED -> texts.sessionCanceled();
            case INVITATION_WITHDRAWN -> texts.invitationWithdrawn();
            default -> throw new IllegalArgumentException(kind + " is not about a session");
        };
    }

    private static List<Fact> facts(String program, Meeting meeting, LetterTexts texts, Locale locale) {
        var facts = new ArrayList<Fact>();
        if (meeting.title() != null) {
            facts.add(new Fact(texts.whatLabel(), meeting.title()));
            facts.add(new Fact(texts.programLabel(), program));
        }
        facts.add(new Fact(texts.whenLabel(), span(meeting, locale)));
        if (meeting.venue() != null) {
            facts.add(new Fact(texts.whereLabel(), meeting.venue()));
        }
        return facts;
    }

    private static String span(Meeting meeting, Locale locale) {
        LocalDateTime end = meeting.endsAt();
        boolean oneDay = end.toLocalDate().equals(meeting.startsAt().toLocalDate());
        String until = oneDay
                ? DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                        .withLocale(locale)
                        .format(end)
                : time(end, locale);
        return "%s – %s (%s)".formatted(time(meeting.startsAt(), locale), until, meeting.zone());
    }

    private static String time(LocalDateTime time, Locale locale) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT)
                .withLocale(locale)
                .format(time);
    }

    private static Locale locale(Language language) {
        return language == Language.en ? Locale.UK : Locale.forLanguageTag(language.name());
    }

    /** Behind the number sign, so that no server on the way sees what opens the invitation. */
    private @Nullable String link(Meeting meeting) {
        return meeting.token() == null ? null : portal + "/invitation#" + meeting.token();
    }

    private static @Nullable String until(Meeting meeting, Locale locale) {
        return meeting.until() == null
                ? null
                : time(meeting.until().atZone(ZoneId.of(meeting.zone())).toLocalDateTime(), locale);
    }

    private record Parts(
            Language language,
            String subject,
            String greeting,
            String body,
            List<Fact> facts,
            @Nullable String unsubscribe,
            LetterTexts texts) {
        TemplateInstance filled(Template template, @Nullable String link, @Nullable String until) {
            return template.data("language", language.name())
                    .data("subject", subject)
                    .data("greeting", greeting)
                    .data("body", body)
                    .data("facts", facts)
                    .data("link", link)
                    .data("question", texts.needsQuestion())
                    .data("answerHere", texts.answerHere())
                    .data("linkIsPersonal", until == null ? "" : texts.linkIsPersonal(until))
                    .data("unsubscribe", unsubscribe)
                    .data("unsubscribeHere", texts.unsubscribeHere())
                    .data("closing", texts.closing())
                    .data("footer", texts.footer());
        }
    }
}
