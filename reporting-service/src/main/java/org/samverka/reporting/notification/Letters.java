package org.samverka.reporting.notification;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;

/** Writes letters, as text and as HTML, in the reader's language; a discreet one's subject and preview say nothing. */
@ApplicationScoped
class Letters {
    private final Template text;
    private final Template html;
    private final Template severalText;
    private final Template severalHtml;

    Letters(
            @Location("letter.txt") Template text,
            @Location("letter.html") Template html,
            @Location("several.txt") Template severalText,
            @Location("several.html") Template severalHtml) {
        this.text = text;
        this.html = html;
        this.severalText = severalText;
        this.severalHtml = severalHtml;
    }

    /** @param unsubscribe the page where the reader can end letters of this kind; none: they cannot */
    Letter write(Pending pending, @Nullable String unsubscribe) {
        LetterTexts texts = texts(pending.language());
        Part part = part(pending, texts);
        return new Letter(
                pending.language(),
                part.title(),
                filled(text, pending, part, unsubscribe, texts).render(),
                filled(html, pending, part, unsubscribe, texts).render());
    }

    /** What was gathered for one reader, at least one. */
    Letter writeTogether(List<Pending> gathered) {
        Pending first = gathered.get(0);
        LetterTexts texts = texts(first.language());
        List<Part> parts = gathered.stream().map(each -> part(each, texts)).toList();
        return new Letter(
                first.language(),
                texts.severalSubject(),
                filled(severalText, first, parts, texts).render(),
                filled(severalHtml, first, parts, texts).render());
    }

    /** One thing that is told. */
    public record Part(String title, String body, @Nullable String link) {}

    private static Part part(Pending pending, LetterTexts texts) {
        String program = pending.programName();
        String body = switch (pending.kind()) {
            case ENROLLMENT_CONFIRMED -> texts.enrollmentConfirmed(program);
            case WAITLISTED -> texts.waitlisted(program);
            case SEAT_OFFERED -> texts.seatOffered(program);
            case EVALUATION_DUE -> pending.discreet() ? texts.discreetEvaluationDue() : texts.evaluationDue(program);
            case EVALUATION_REMINDER -> texts.evaluationReminder();
            case GOAL_REACHED -> texts.goalReached(about(pending), program);
            case GOAL_AT_RISK -> texts.goalAtRisk(about(pending), program);
            default -> throw new IllegalArgumentException(pending.kind() + " is about a session");
        };
        return new Part(title(pending.kind(), pending.discreet(), texts), body, pending.link());
    }

    private static String about(Pending pending) {
        return Objects.requireNonNullElse(pending.about(), "");
    }

    /** What stands in a list or in a subject. Names no program: its name may tell of health. */
    static String title(Kind kind, boolean discreet, LetterTexts texts) {
        if (discreet) {
            return texts.neutralSubject();
        }
        return switch (kind) {
            case ENROLLMENT_CONFIRMED -> texts.enrollmentConfirmedSubject();
            case WAITLISTED -> texts.waitlistedSubject();
            case SEAT_OFFERED -> texts.seatOfferedSubject();
            case EVALUATION_DUE -> texts.evaluationDueSubject();
            case EVALUATION_REMINDER -> texts.neutralSubject();
            case INVITATION -> texts.invitationTitle();
            case INVITATION_REMINDER -> texts.invitationReminderTitle();
            case SESSION_CHANGED -> texts.sessionChangedTitle();
            case SESSION_CANCELED -> texts.sessionCanceledTitle();
            case INVITATION_WITHDRAWN -> texts.invitationWithdrawnTitle();
            case GOAL_REACHED -> texts.goalReachedSubject();
            case GOAL_AT_RISK -> texts.goalAtRiskSubject();
        };
    }

    private static TemplateInstance filled(
            Template template, Pending reader, Part part, @Nullable String unsubscribe, LetterTexts texts) {
        return framed(template, reader, part.title(), texts)
                .data("body", part.body())
                .data("link", part.link())
                .data("unsubscribe", unsubscribe)
                .data("unsubscribeHere", texts.unsubscribeHere());
    }

    private static TemplateInstance filled(Template template, Pending reader, List<Part> parts, LetterTexts texts) {
        return framed(template, reader, texts.severalSubject(), texts).data("parts", parts);
    }

    private static TemplateInstance framed(Template template, Pending reader, String subject, LetterTexts texts) {
        String name = reader.givenName();
        return template.data("language", reader.language().name())
                .data("subject", subject)
                .data("greeting", name == null ? texts.greetingWithoutName() : texts.greeting(name))
                .data("answerHere", texts.answerHere())
                .data("linkIsYours", texts.linkIsYours())
                .data("closing", texts.closing())
                .data("footer", texts.footer());
    }

    static LetterTexts texts(Language language) {
        return language == Language.en
                ? MessageBundles.get(LetterTexts.class)
                : MessageBundles.get(LetterTexts.class, Localized.Literal.of(language.name()));
    }
}
