package org.samverka.reporting.notification;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;

/** Writes letters, as text and as HTML, in the reader's language. */
@ApplicationScoped
class Letters {
    private final Template text;
    private final Template html;

    Letters(@Location("letter.txt") Template text, @Location("letter.html") Template html) {
        this.text = text;
        this.html = html;
    }

    Letter write(Kind kind, Language language, @Nullable String name, String program) {
        LetterTexts texts = texts(language);
        String subject = switch (kind) {
            case ENROLLMENT_CONFIRMED -> texts.enrollmentConfirmedSubject();
            case WAITLISTED -> texts.waitlistedSubject();
            case SEAT_OFFERED -> texts.seatOfferedSubject();
            case EVALUATION_DUE -> texts.evaluationDueSubject();
            default -> throw new IllegalArgumentException(kind + " is about a session");
        };
        String body = switch (kind) {
            case ENROLLMENT_CONFIRMED -> texts.enrollmentConfirmed(program);
            case WAITLISTED -> texts.waitlisted(program);
            case SEAT_OFFERED -> texts.seatOffered(program);
            case EVALUATION_DUE -> texts.evaluationDue(program);
            default -> throw new IllegalArgumentException(kind + " is about a session");
        };
        String greeting = name == null ? texts.greetingWithoutName() : texts.greeting(name);
        return new Letter(
                language,
                subject,
                filled(text, language, subject, greeting, body, texts).render(),
                filled(html, language, subject, greeting, body, texts).render());
    }

    private static TemplateInstance filled(
            Template template, Language language, String subject, String greeting, String body, LetterTexts texts) {
        return template.data("language", language.name())
                .data("subject", subject)
                .data("greeting", greeting)
                .data("body", body)
                .data("closing", texts.closing())
                .data("footer", texts.footer());
    }

    static LetterTexts texts(Language language) {
        return language == Language.en
                ? MessageBundles.get(LetterTexts.class)
                : MessageBundles.get(LetterTexts.class, Localized.Literal.of(language.name()));
    }
}
